/** The clients behind the proxy: every kind of client, with typical work, and a check whether it works again. */
import { writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

import { AdminClient, Consumer, KafkaError, Producer, type ConsumerRecord } from '../../../src';
import type { Random } from '../../helpers/random';

export const CODECS = ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const;

/** Every error that a user gets has one of our types. */
export class Untyped extends Error {}

function typed(what: string, error: unknown): KafkaError {
  if (KafkaError.is(error) || (error as { code?: unknown })?.code === 'ABORT_ERR') return error as KafkaError;
  throw new Untyped(`${what}: not one of our errors: ${error instanceof Error ? error.stack : String(error)}`);
}

export interface Setting {
  readonly bootstrap: string;
  readonly topic: string;
  readonly partitions: number;
  /** MockCluster does not answer admin requests. */
  readonly isReal: boolean;
  readonly random: Random;
  /** Counts errors reported to clients, by kind and code. */
  readonly note: (what: string, error: KafkaError) => void;
  readonly resubscribed: (what: string) => void;
}

/** A client that can be kept busy and checked. */
export interface Subject {
  readonly name: string;
  /** Works until `stopped()`. */
  busy(stopped: () => boolean): Promise<void>;
  /** Resolves when it has done its work at least once from now on. */
  works(): Promise<void>;
  close(): Promise<void>;
}

/** Longer than all internal waits of a group: session, rebalance, the full heartbeat of the newer protocol. */
const QUIET_MS = 40_000;

const QUICK = {
  'socket.connection.setup.timeout.ms': 3000,
  'request.timeout.ms': 2000,
  'reconnect.backoff.max.ms': 500,
  // A broker supplies the addresses to connect to. If they were wrong, this starts again from the bootstrap servers
  // (KIP-899, KIP-1102).
  'metadata.recovery.rebootstrap.trigger.ms': 10_000,
  // For the analysis of a failed round.
  ...(process.env['HOSTILE_DEBUG'] ? { debug: process.env['HOSTILE_DEBUG'] } : {}),
} as const;

/** The last part of librdkafka's log; with HOSTILE_DEBUG only. */
const logged: string[] = [];
const LOGGED_MOST = 200_000;

/** With HOSTILE_DEBUG: writes librdkafka's log of this round to a file. */
export function saveLog(file: string): void {
  if (process.env['HOSTILE_DEBUG']) writeFileSync(file, logged.join('\n'));
}

interface Watched {
  on(event: 'error', listener: (error: KafkaError) => void): unknown;
  on(event: 'log', listener: (log: { message: string }) => void): unknown;
}

function watch(client: Watched, setting: Setting, what: string): void {
  client.on('error', (error) => setting.note(`${what} event`, typed(what, error)));
  if (!process.env['HOSTILE_DEBUG']) return;
  client.on('log', ({ message }) => {
    logged.push(`${new Date().toISOString().slice(11)} ${what}: ${message}`);
    if (logged.length > LOGGED_MOST) logged.splice(0, LOGGED_MOST / 2);
  });
}

export type ProducerKind = 'plain' | 'idempotent' | 'transactional';

export class ProducerSubject implements Subject {
  readonly name: string;
  #producer: Producer;
  #initialized = false;

  constructor(
    readonly setting: Setting,
    readonly kind: ProducerKind,
    readonly codec: (typeof CODECS)[number],
  ) {
    this.name = `${kind} producer (${codec})`;
    this.#producer = this.#create();
  }

  #create(): Producer {
    const producer = new Producer({
      ...QUICK,
      'bootstrap.servers': this.setting.bootstrap,
      'compression.type': this.codec,
      'delivery.timeout.ms': 6000,
      'linger.ms': 2,
      'max.block.ms': 6000,
      ...(this.kind === 'plain' ? { 'enable.idempotence': false, acks: '1' } : {}),
      ...(this.kind === 'transactional'
        ? { 'transactional.id': `${this.setting.topic}-tx`, 'transaction.timeout.ms': 6000 }
        : {}),
    });
    watch(producer, this.setting, this.name);
    this.#initialized = false;
    return producer;
  }

  /** A producer that cannot continue, as after a fatal error, is replaced, as users do. */
  async #usable(): Promise<Producer> {
    if (this.#producer.state === 'fatal') {
      await this.#producer.close({ timeoutMs: 2000 }).catch((error: unknown) => typed(this.name, error));
      this.#producer = this.#create();
    }
    return this.#producer;
  }

  async #once(value: string): Promise<void> {
    const producer = await this.#usable();
    const record = (i: number) => ({
      topic: this.setting.topic,
      key: `k${i}`,
      value: value + 'v'.repeat(this.setting.random.below(400)),
      headers: { a: '1', b: Buffer.alloc(this.setting.random.below(40)), kind: this.kind },
    });
    const sends = (): Promise<unknown> => Promise.all(Array.from({ length: 20 }, (_, i) => producer.send(record(i))));
    if (this.kind !== 'transactional') {
      await sends();
      return;
    }
    if (!this.#initialized) await producer.initTransactions({ timeoutMs: 8000 });
    this.#initialized = true;
    producer.beginTransaction();
    try {
      await sends();
      await producer.commitTransaction({ timeoutMs: 8000 });
    } catch (error) {
      await producer.abortTransaction({ timeoutMs: 8000 }).catch((reason: unknown) => {
        this.setting.note(`${this.name} abort`, typed(this.name, reason));
        // Neither committed nor aborted: only a new producer can find out.
        this.#renew = true;
      });
      throw error;
    }
  }

  #renew = false;

  async #attempt(): Promise<boolean> {
    try {
      if (this.#renew) {
        this.#renew = false;
        await this.#producer.close({ timeoutMs: 2000 }).catch((error: unknown) => typed(this.name, error));
        this.#producer = this.#create();
      }
      await this.#once(this.name);
      return true;
    } catch (error) {
      this.setting.note(this.name, typed(this.name, error));
      return false;
    }
  }

  async busy(stopped: () => boolean): Promise<void> {
    while (!stopped()) if (!(await this.#attempt())) await sleep(20);
  }

  /**
   * Keeps writing for the readers, but slowly: MockCluster keeps 5 MiB of a partition. Otherwise the earliest offset
   * would be gone again and again before a consumer that starts there requests it.
   */
  async trickle(stopped: () => boolean): Promise<void> {
    while (!stopped()) {
      await this.#attempt();
      await sleep(100);
    }
  }

  async works(): Promise<void> {
    while (!(await this.#attempt())) await sleep(100);
  }

  async close(): Promise<void> {
    await this.#producer.close({ timeoutMs: 5000 }).catch((error: unknown) => {
      this.setting.note(`${this.name} close`, typed(this.name, error));
    });
  }
}

export type ConsumerKind = 'assigned' | 'classic' | 'consumer';

export class ConsumerSubject implements Subject {
  readonly name: string;
  #consumer: Consumer;
  #seen = 0;

  constructor(
    readonly setting: Setting,
    readonly kind: ConsumerKind,
  ) {
    this.name = `${kind} consumer`;
    this.#consumer = this.#create();
  }

  #create(): Consumer {
    const { topic, partitions, bootstrap, random } = this.setting;
    const consumer = new Consumer({
      ...QUICK,
      'bootstrap.servers': bootstrap,
      'group.id': `${topic}-${this.kind}`,
      'check.crcs': false,
      'auto.offset.reset': 'earliest',
      'fetch.max.wait.ms': 50,
      'auto.commit.interval.ms': 500,
      'isolation.level': random.pick(['read_committed', 'read_uncommitted']),
      ...(this.kind === 'consumer'
        ? { 'group.protocol': 'consumer' }
        : { 'session.timeout.ms': 6000, 'heartbeat.interval.ms': 500, 'max.poll.interval.ms': 10_000 }),
    });
    watch(consumer, this.setting, this.name);
    if (this.kind === 'assigned') {
      consumer.assign(Array.from({ length: partitions }, (_, partition) => ({ topic, partition, offset: 0 })));
    } else consumer.subscribe([topic]);
    return consumer;
  }

  /** Reads all fields of a record. */
  #read(record: ConsumerRecord): void {
    if (record.topic !== this.setting.topic || !Number.isSafeInteger(record.offset) || record.offset < 0) {
      throw new Untyped(`${this.name}: a record at ${record.topic} [${record.partition}] offset ${record.offset}`);
    }
    void [record.key?.[0], record.value?.[0], record.headers.length, record.header('a'), record.timestamp];
    this.#seen++;
  }

  async #poll(): Promise<void> {
    try {
      for (const record of await this.#consumer.poll(200)) this.#read(record);
    } catch (error) {
      if (error instanceof Untyped) throw error;
      this.setting.note(this.name, typed(this.name, error));
      await sleep(20);
      if (this.#consumer.state !== 'fatal') return;
      await this.close();
      this.#consumer = this.#create();
    }
  }

  async busy(stopped: () => boolean): Promise<void> {
    while (!stopped()) {
      await this.#poll();
      if (!this.setting.random.chance(0.05)) continue;
      const call = this.setting.random.pick<() => Promise<unknown>>([
        () => this.#consumer.commit(),
        () => this.#consumer.committed([{ topic: this.setting.topic, partition: 0 }], { timeoutMs: 500 }),
        () => this.#consumer.endOffsets([{ topic: this.setting.topic, partition: 0 }], { timeoutMs: 500 }),
      ]);
      await call().catch((error: unknown) => this.setting.note(`${this.name} call`, typed(this.name, error)));
    }
  }

  /**
   * A group member with a wrong assignment cannot notice it, because the bytes were plausible. A consumer that gets no
   * records subscribes again.
   */
  async works(): Promise<void> {
    const before = this.#seen;
    let since = performance.now();
    while (this.#seen === before) {
      await this.#poll();
      if (this.kind === 'assigned' || performance.now() - since < QUIET_MS) continue;
      since = performance.now();
      this.setting.resubscribed(this.name);
      this.#consumer.unsubscribe();
      this.#consumer.subscribe([this.setting.topic]);
    }
  }

  async close(): Promise<void> {
    await this.#consumer.close({ timeoutMs: 5000 }).catch((error: unknown) => {
      this.setting.note(`${this.name} close`, typed(this.name, error));
    });
  }
}

export class AdminSubject implements Subject {
  readonly name = 'admin client';
  readonly #admin: AdminClient;
  #n = 0;

  constructor(readonly setting: Setting) {
    this.#admin = new AdminClient({ ...QUICK, 'bootstrap.servers': setting.bootstrap, 'default.api.timeout.ms': 2000 });
    watch(this.#admin, setting, this.name);
  }

  #calls(): Record<string, () => Promise<unknown>> {
    const admin = this.#admin;
    const { topic, isReal } = this.setting;
    const groups = ['classic', 'consumer', 'assigned'].map((kind) => `${topic}-${kind}`);
    const both = {
      listOffsets: () => admin.listOffsets([{ topic, partition: 0, spec: 'latest' }]),
      listConsumerGroupOffsets: () =>
        admin.listConsumerGroupOffsets(groups[0]!, { topicPartitions: [{ topic, partition: 0 }] }),
      alterConsumerGroupOffsets: () => admin.alterConsumerGroupOffsets('other', [{ topic, partition: 0, offset: 1 }]),
    };
    if (!isReal) return both;
    const own = `${topic}-${this.#n++ % 3}`;
    return {
      ...both,
      listTopics: () => admin.listTopics(),
      describeTopics: () => admin.describeTopics([topic]),
      describeCluster: () => admin.describeCluster(),
      createTopics: () => admin.createTopics([{ name: own, numPartitions: 2 }]),
      deleteTopics: () => admin.deleteTopics([own]),
      createPartitions: () => admin.createPartitions([{ name: own, totalCount: 3 }]),
      deleteRecords: () => admin.deleteRecords([{ topic, partition: 0, beforeOffset: 1 }]),
      describeConfigs: () =>
        admin.describeConfigs([
          { type: 'TOPIC', name: topic },
          { type: 'BROKER', name: '1' },
        ]),
      incrementalAlterConfigs: () =>
        admin.incrementalAlterConfigs([
          { type: 'TOPIC', name: topic, ops: [{ name: 'retention.ms', opType: 'SET', value: '600000' }] },
        ]),
      listGroups: () => admin.listGroups(),
      listConsumerGroups: () => admin.listConsumerGroups(),
      describeConsumerGroups: () => admin.describeConsumerGroups(groups),
      deleteConsumerGroups: () => admin.deleteConsumerGroups(['no-such-group']),
      deleteConsumerGroupOffsets: () => admin.deleteConsumerGroupOffsets('no-such-group', [{ topic, partition: 0 }]),
      describeUserScramCredentials: () => admin.describeUserScramCredentials([]),
      describeAcls: () => admin.describeAcls({}),
      electLeaders: () => admin.electLeaders('PREFERRED', [{ topic, partition: 0 }]),
    };
  }

  async #call(name: string): Promise<boolean> {
    try {
      await this.#calls()[name]!();
      return true;
    } catch (error) {
      this.setting.note(`${name}`, typed(name, error));
      return false;
    }
  }

  async busy(stopped: () => boolean): Promise<void> {
    const names = Object.keys(this.#calls());
    const worker = async (): Promise<void> => {
      while (!stopped()) await this.#call(this.setting.random.pick(names));
    };
    await Promise.all([worker(), worker(), worker()]);
  }

  async works(): Promise<void> {
    const names = this.setting.isReal ? ['listTopics', 'describeTopics', 'listOffsets'] : ['listOffsets'];
    for (const name of names) while (!(await this.#call(name))) await sleep(100);
  }

  async close(): Promise<void> {
    await this.#admin.close({ timeoutMs: 5000 }).catch((error: unknown) => {
      this.setting.note(`${this.name} close`, typed(this.name, error));
    });
  }
}
