/** The clients under test, which report to the ledger. */
import { setTimeout as sleep } from 'node:timers/promises';

import { Consumer, DeliveryError, KafkaError, Producer, type ConsumerRecord } from '../../../src';
import type { Ledger } from '../../helpers/ledger';
import { Random } from '../../helpers/random';

export const TOPIC = 'chaos';
export const DOOMED = 'chaos-doomed';
export const PARTITIONS = 6;
export const GROUPS = ['by-hand', 'automatic', 'for-each'] as const;

/** A record that no broker accepts for this time fails. */
export const DELIVERY_TIMEOUT_MS = 8000;
/** Time between two bursts of a producer. */
const PACE_MS = 20;

/** Every error that a user can get is typed. */
function typed(ledger: Ledger, what: string, error: unknown): KafkaError | undefined {
  if (KafkaError.is(error)) return error;
  ledger.violation(
    'untyped error',
    `${what}: not one of our errors: ${error instanceof Error ? error.stack : String(error)}`,
  );
  return undefined;
}

function endingAt(time: number): AbortSignal {
  return AbortSignal.timeout(Math.max(1, Math.ceil(time - performance.now())));
}

export class Workload {
  readonly errors = new Map<string, number>();
  transactions = { committed: 0, aborted: 0, unknown: 0 };
  readonly #ledger: Ledger;
  readonly #random: Random;
  readonly #servers: { 'bootstrap.servers': string; 'socket.connection.setup.timeout.ms': number };
  readonly #producing: Promise<void>[] = [];
  readonly #consuming: Promise<void>[] = [];
  #produce = true;
  #consume = true;
  #producers = 0;

  constructor(ledger: Ledger, bootstrap: string, seed: number) {
    this.#ledger = ledger;
    this.#random = new Random(seed);
    this.#servers = { 'bootstrap.servers': bootstrap, 'socket.connection.setup.timeout.ms': 3000 };
  }

  start(): void {
    this.#producing.push(this.#callbacks(), this.#promises(), this.#transactional(), this.#doomed());
    this.#consuming.push(this.#byHand(), this.#byHand(), this.#automatic(), this.#automatic(), this.#forEach());
  }

  /** Resolves when everything sent is settled and the producers are closed. */
  async stopProducing(): Promise<void> {
    this.#produce = false;
    await Promise.all(this.#producing);
  }

  async stopConsuming(): Promise<void> {
    this.#consume = false;
    await Promise.all(this.#consuming);
  }

  #note(what: string, error: unknown): KafkaError | undefined {
    const kafkaError = typed(this.#ledger, what, error);
    const key = `${what}: ${kafkaError?.code ?? 'untyped'}`;
    this.errors.set(key, (this.errors.get(key) ?? 0) + 1);
    return kafkaError;
  }

  #record(producer: string): { name: string; record: { topic: string; key: string; value: string } } {
    const name = this.#ledger.next(producer);
    return { name, record: { topic: TOPIC, key: `k${this.#random.below(1000)}`, value: name } };
  }

  #name(kind: string): string {
    return `${kind}-${this.#producers++}`;
  }

  #watch(client: { on(event: 'error', listener: (error: KafkaError) => void): unknown }, kind: string): void {
    client.on('error', (error) => void this.#note(`${kind} event`, error));
  }

  #deliveryFailed(name: string, what: string, error: unknown): void {
    const kafkaError = this.#note(what, error);
    this.#ledger.failed(name, kafkaError instanceof DeliveryError && kafkaError.persisted === 'no' ? 'no' : 'maybe');
  }

  /** `produce` with callbacks and a delivery timeout shorter than the longest fault: records expire. */
  async #callbacks(): Promise<void> {
    while (this.#produce) {
      const name = this.#name('callbacks');
      const producer = new Producer({ ...this.#servers, ...this.#delivery(), 'linger.ms': 5 });
      this.#watch(producer, 'produce');
      while (this.#produce && producer.state !== 'fatal') {
        for (let i = this.#random.below(8); i >= 0; i--) {
          const { name: id, record } = this.#record(name);
          try {
            producer.produce(record, (error, { partition, offset }) => {
              if (error) this.#deliveryFailed(id, 'produce', error);
              else this.#ledger.acknowledged(id, partition, offset);
            });
          } catch (error) {
            this.#note('produce throws', error);
            this.#ledger.failed(id, 'no');
          }
        }
        await sleep(PACE_MS);
      }
      await producer.close();
    }
  }

  /** Awaited sends, some hundred at once, with a long timeout: no fault may cause an error. */
  async #promises(): Promise<void> {
    const name = this.#name('promises');
    const producer = new Producer({ ...this.#servers, 'compression.type': 'lz4' });
    this.#watch(producer, 'send');
    const open = new Set<Promise<void>>();
    while (this.#produce) {
      const { name: id, record } = this.#record(name);
      const one = producer
        .send(record)
        .then(
          ({ partition, offset }) => this.#ledger.acknowledged(id, partition, offset),
          (error: unknown) => this.#deliveryFailed(id, 'send', error),
        )
        .then(() => void open.delete(one));
      open.add(one);
      await sleep(PACE_MS / 4);
    }
    await Promise.all(open);
    await producer.close();
  }

  /** Transactions of ten records, one in five aborted. */
  async #transactional(): Promise<void> {
    const config = { ...this.#servers, 'transactional.id': 'chaos', 'transaction.timeout.ms': 10_000 };
    while (this.#produce) {
      const producer = new Producer({ ...config, ...this.#delivery() });
      this.#watch(producer, 'transaction');
      const name = this.#name('transaction');
      try {
        await producer.initTransactions({ timeoutMs: 30_000 });
        while (this.#produce) await this.#oneTransaction(producer, name);
      } catch (error) {
        this.#note('transaction', error);
      }
      await producer.close({ timeoutMs: 5000 });
    }
  }

  async #oneTransaction(producer: Producer, name: string): Promise<void> {
    const ids: string[] = [];
    const overrule = (fate: 'aborted' | 'maybe'): void => ids.forEach((id) => this.#ledger.overruled(id, fate));
    producer.beginTransaction();
    const sends = Array.from({ length: 10 }, () => {
      const { name: id, record } = this.#record(name);
      ids.push(id);
      return producer.send(record).then(
        ({ partition, offset }) => this.#ledger.acknowledged(id, partition, offset),
        (error: unknown) => this.#deliveryFailed(id, 'send in a transaction', error),
      );
    });
    await Promise.all(sends);
    let committing = false;
    try {
      if (this.#random.chance(0.2)) {
        await producer.abortTransaction({ timeoutMs: 30_000 });
        this.transactions.aborted++;
        overrule('aborted');
        return;
      }
      committing = true;
      await producer.commitTransaction({ timeoutMs: 30_000 });
      this.transactions.committed++;
    } catch (error) {
      const kafkaError = this.#note(committing ? 'commit' : 'abort', error);
      // Until an abort has succeeded, the transaction may have been committed.
      overrule(committing ? 'maybe' : 'aborted');
      if (!kafkaError?.txnRequiresAbort) {
        this.transactions.unknown++;
        throw error;
      }
      await producer.abortTransaction({ timeoutMs: 30_000 });
      this.transactions.aborted++;
      overrule('aborted');
    }
  }

  /**
   * A topic that is deleted under its producer: the only guarantee is that each send settles, with one of our errors.
   */
  async #doomed(): Promise<void> {
    const producer = new Producer({ ...this.#servers, ...this.#delivery() });
    this.#watch(producer, 'doomed');
    const open = new Set<Promise<void>>();
    while (this.#produce) {
      const one = producer
        .send({ topic: DOOMED, value: 'v' })
        .then(
          () => undefined,
          (error: unknown) => void this.#note('doomed', error),
        )
        .then(() => void open.delete(one));
      open.add(one);
      await sleep(PACE_MS * 5);
    }
    await Promise.all(open);
    await producer.close();
  }

  #delivery() {
    return { 'delivery.timeout.ms': DELIVERY_TIMEOUT_MS, 'request.timeout.ms': 3000 } as const;
  }

  #consumer(group: (typeof GROUPS)[number], more: Record<string, string | number | boolean> = {}): Consumer {
    const consumer = new Consumer({
      ...this.#servers,
      'group.id': group,
      'auto.offset.reset': 'earliest',
      'isolation.level': 'read_committed',
      'session.timeout.ms': 6000,
      'heartbeat.interval.ms': 1000,
      ...more,
    });
    this.#watch(consumer, `consumer ${group}`);
    consumer.subscribe([TOPIC]);
    return consumer;
  }

  #processed(group: string, record: ConsumerRecord): void {
    this.#ledger.processed(group, record.partition, record.offset, String(record.value));
  }

  /** Consumers that live at most 20 s each, so that the group is never stable for long. */
  async #lives(
    group: (typeof GROUPS)[number],
    live: (consumer: Consumer, until: number) => Promise<void>,
    more = {},
  ): Promise<void> {
    while (this.#consume) {
      const consumer = this.#consumer(group, more);
      const until = performance.now() + 5000 + this.#random.below(15_000);
      try {
        await live(consumer, until);
      } catch (error) {
        this.#note(`consumer ${group}`, error);
      }
      await consumer.close({ timeoutMs: 10_000 }).catch((error: unknown) => this.#note(`close ${group}`, error));
    }
  }

  #byHand(): Promise<void> {
    const live = async (consumer: Consumer, until: number): Promise<void> => {
      while (this.#consume && performance.now() < until) {
        const records = await consumer.poll(500);
        for (const record of records) this.#processed('by-hand', record);
        if (records.isEmpty || this.#random.chance(0.5)) continue;
        await consumer.commit(records).catch((error: unknown) => this.#note('commit offsets', error));
      }
    };
    return this.#lives('by-hand', live, { 'enable.auto.commit': false });
  }

  #automatic(): Promise<void> {
    const live = async (consumer: Consumer, until: number): Promise<void> => {
      const signal = endingAt(until);
      for await (const record of consumer.stream({ signal })) {
        this.#processed('automatic', record);
        if (!this.#consume) return;
      }
    };
    return this.#lives('automatic', live, { 'auto.commit.interval.ms': 500 });
  }

  #forEach(): Promise<void> {
    const live = async (consumer: Consumer, until: number): Promise<void> => {
      const signal = endingAt(until);
      const handler = async (record: ConsumerRecord): Promise<void> => {
        if (record.offset % 50 === 0) await sleep(5);
        this.#processed('for-each', record);
      };
      await consumer.forEach(handler, { concurrency: 4, signal });
    };
    return this.#lives('for-each', live);
  }
}
