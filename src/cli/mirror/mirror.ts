import {
  AdminClient,
  Consumer,
  type ConsumerConfig,
  type ConsumerRecords,
  type DeliveryCallback,
  Producer,
  type ProducerConfig,
} from '../../index';
import { pattern } from '../admin/shared/lookups';
import { CommandError, describeError, Exit } from '../exit';
import { clearProgress, note, setQuiet, showProgress } from '../io/stderr';
import type { Properties } from '../options';
import { showClientEvents } from '../client-notes';
import { StopRequest } from '../signals';
import { showBytes, showCount, showRates } from '../units';
import { OffsetMap } from './offset-map';

export interface MirrorOptions {
  source: Properties;
  target: Properties;
  topics: string[];
  prefix: string;
  id: string;
  exit: boolean;
  groups: string[];
  quiet: boolean;
}

interface Partition {
  topic: string;
  partition: number;
}

/** Limits a transaction, so that readers of committed records are not far behind. */
const TRANSACTION_MS = 1000;
/** A source without a record for this long has no more for now. */
const MORE_MS = 100;
const GROUPS_MS = 5000;
const CLOSE_MS = 1000;

/**
 * Copies topics. Each transaction of the target contains records and, as offsets of the group `kafka-napi-mirror-ID`
 * there, how far the source was read. After any interruption, the next run continues where the last transaction ended.
 */
export async function mirror(options: MirrorOptions): Promise<number> {
  setQuiet(options.quiet);
  const stop = new StopRequest();
  const common = { 'client.id': 'kafka-napi-mirror' };
  const sourceAdmin = new AdminClient({ ...ofClient(AdminClient, options.source), ...common });
  const targetAdmin = new AdminClient({ ...ofClient(AdminClient, options.target), ...common });
  const consumer = new Consumer({
    'max.poll.records': '10000',
    ...ofClient(Consumer, options.source),
    ...common,
    'enable.auto.commit': 'false',
    'allow.auto.create.topics': 'false',
  } as ConsumerConfig);
  const progress = new Consumer({
    ...ofClient(Consumer, options.target),
    ...common,
    'group.id': `kafka-napi-mirror-${options.id}`,
    'enable.auto.commit': 'false',
    'allow.auto.create.topics': 'false',
  } as ConsumerConfig);
  const producer = new Producer({
    'batch.size': '1000000',
    'linger.ms': '20',
    ...ofClient(Producer, options.target),
    ...common,
    'transactional.id': `kafka-napi-mirror-${options.id}`,
  } as ProducerConfig);
  showClientEvents(consumer, options.source, 'at most 60 s');
  showClientEvents(producer, options.target, 'at most 60 s');
  for (const client of [sourceAdmin, targetAdmin]) client.on('error', () => {});
  progress.on('error', () => {});
  const run = new MirrorRun(options, { sourceAdmin, targetAdmin, consumer, progress, producer, stop });
  try {
    await run.start();
    await run.copy();
  } catch (error) {
    if (!stop.signal.aborted) throw error;
  } finally {
    await Promise.allSettled([
      producer.close({ timeoutMs: CLOSE_MS }),
      consumer.close({ timeoutMs: CLOSE_MS }),
      progress.close({ timeoutMs: CLOSE_MS }),
      sourceAdmin.close({ timeoutMs: CLOSE_MS }),
      targetAdmin.close({ timeoutMs: CLOSE_MS }),
    ]);
    stop.dispose();
  }
  clearProgress();
  note(run.summary());
  return stop.exitCode || Exit.DONE;
}

/**
 * A side has one list of properties for several clients. Each client gets those that do not belong to another kind
 * only.
 */
function ofClient(kind: { configDef: object }, properties: Properties): Properties {
  const others = [AdminClient, Consumer, Producer].filter((one) => one !== kind);
  const isForeign = (name: string): boolean =>
    !Object.hasOwn(kind.configDef, name) && others.some((one) => Object.hasOwn(one.configDef, name));
  return Object.fromEntries(Object.entries(properties).filter(([name]) => !isForeign(name)));
}

interface Clients {
  sourceAdmin: AdminClient;
  targetAdmin: AdminClient;
  consumer: Consumer;
  progress: Consumer;
  producer: Producer;
  stop: StopRequest;
}

class MirrorRun {
  readonly #options: MirrorOptions;
  readonly #clients: Clients;
  readonly #map = new OffsetMap();
  readonly #started = Date.now();
  #partitions: Partition[] = [];
  /** The next offsets of the source after the records in the transaction. */
  readonly #next = new Map<string, Partition & { offset: number }>();
  #records = 0;
  #bytes = 0;
  #failure: Error | undefined;
  #groupsAt = 0;
  /** One for all records: most only have to succeed. */
  readonly #onDelivery = (error: Error | null): void => {
    if (error !== null) this.#failure ??= error;
  };

  constructor(options: MirrorOptions, clients: Clients) {
    this.#options = options;
    this.#clients = clients;
  }

  summary(): string {
    const ms = Date.now() - this.#started;
    return `${showCount(this.#records)} records (${showBytes(this.#bytes)}) in ${(ms / 1000).toFixed(1)} s: ${showRates(this.#records, this.#bytes, ms)}`;
  }

  #targetOf(topic: string): string {
    return `${this.#options.prefix}${topic}`;
  }

  /** Creates topics of the target with the source's partitions. Reading begins where the last run ended. */
  async start(): Promise<void> {
    const { sourceAdmin, targetAdmin, consumer, progress, producer, stop } = this.#clients;
    const { signal } = stop;
    const patterns = this.#options.topics.map((text) => pattern('-t', text));
    const names = (await sourceAdmin.listTopics({ signal }))
      .map(({ name }) => name)
      .filter((name) => patterns.some((one) => one.test(name)));
    if (names.length === 0) throw new CommandError(`no topic of the source matches ${this.#options.topics.join(', ')}`);
    const topics = await sourceAdmin.describeTopics(names, { signal });
    const made = await targetAdmin.createTopics(
      topics.map(({ name, partitions }) => ({ name: this.#targetOf(name), numPartitions: partitions.length })),
      { signal, settled: true },
    );
    for (const outcome of made) {
      if (outcome.status === 'rejected' && outcome.reason.code !== 'ERR_TOPIC_ALREADY_EXISTS') throw outcome.reason;
    }
    await this.#checkPartitions(topics);
    this.#partitions = topics.flatMap(({ name, partitions }) =>
      partitions.map(({ partition }) => ({ topic: name, partition })),
    );
    // First: this completes or aborts an open transaction of an earlier run, which decides whether its offsets count.
    await producer.initTransactions({ signal });
    const done = await progress.committed(
      this.#partitions.map(({ topic, partition }) => ({ topic: this.#targetOf(topic), partition })),
      { signal },
    );
    consumer.assign(
      this.#partitions.map((one, index) => {
        const { offset, metadata } = done[index]!;
        if (offset !== null && metadata) this.#map.add(one.topic, one.partition, offset, Number(metadata));
        return { ...one, offset: offset ?? 'beginning' };
      }),
    );
  }

  async #checkPartitions(topics: readonly { name: string; partitions: readonly unknown[] }[]): Promise<void> {
    const { targetAdmin, stop } = this.#clients;
    const names = topics.map(({ name }) => this.#targetOf(name));
    const copies = await targetAdmin.describeTopics(names, { signal: stop.signal });
    topics.forEach(({ name, partitions }, index) => {
      const there = copies[index]!.partitions.length;
      if (there < partitions.length) {
        throw new CommandError(
          `topic ${names[index]} has ${there} partitions and ${name} ${partitions.length}: add some with kafka-napi topics alter`,
        );
      }
    });
  }

  async copy(): Promise<void> {
    const { consumer, producer, stop } = this.#clients;
    const ends = this.#options.exit ? await this.#clients.consumer.endOffsets(this.#partitions) : undefined;
    while (!stop.signal.aborted && !this.#isThrough(ends)) {
      const first = await consumer.poll(TRANSACTION_MS, { signal: stop.signal });
      if (!first.isEmpty) {
        producer.beginTransaction();
        const deadline = Date.now() + TRANSACTION_MS;
        let records = first;
        for (;;) {
          await this.#send(records);
          if (Date.now() >= deadline || stop.signal.aborted) break;
          if (this.#isThrough(ends)) break;
          // A transaction costs several round trips: while the source has more, it takes more than what is here now.
          records = await consumer.poll(MORE_MS);
          if (records.isEmpty) break;
        }
        await this.#commit();
      }
      await this.#mapGroups();
      showProgress(this.summary());
    }
    this.#groupsAt = 0;
    if (!stop.signal.aborted) await this.#mapGroups();
  }

  #isThrough(ends: readonly (Partition & { offset: number | null })[] | undefined): boolean {
    if (ends === undefined) return false;
    return ends.every(
      (end) => (end.offset ?? 0) === 0 || (this.#clients.consumer.position(end) ?? 0) >= (end.offset ?? 0),
    );
  }

  async #send(records: ConsumerRecords): Promise<void> {
    const { producer } = this.#clients;
    const offsets = records.offsets();
    const ends = new Map(offsets.map(({ topic, partition, offset }) => [`${topic}/${partition}`, offset]));
    // The records of a partition follow each other: its name and end are looked up once.
    let topic = '';
    let partition = -1;
    let target = '';
    let end: number | undefined;
    for (const record of records) {
      if (record.partition !== partition || record.topic !== topic) {
        ({ topic, partition } = record);
        target = this.#targetOf(topic);
        end = ends.get(`${topic}/${partition}`);
      }
      const { timestamp, key, value, headers } = record;
      const copy = { topic: target, partition, key, value, headers, timestamp: timestamp > 0 ? timestamp : undefined };
      const isLast = record.offset + 1 === end;
      const room = producer.produce(
        copy,
        isLast ? this.#lastDelivery(topic, partition, end as number) : this.#onDelivery,
      );
      this.#bytes += (key?.length ?? 0) + (value?.length ?? 0);
      if (!room) await producer.drained();
    }
    this.#records += records.count;
    for (const next of offsets) this.#next.set(`${next.topic}/${next.partition}`, next);
  }

  /** Records where the copy of the last record of a batch was written. */
  #lastDelivery(topic: string, partition: number, next: number): DeliveryCallback {
    return (error, metadata) => {
      if (error !== null) this.#failure ??= error;
      else this.#map.add(topic, partition, next, Number(metadata.offset) + 1);
    };
  }

  async #commit(): Promise<void> {
    const { producer, progress } = this.#clients;
    while ((await producer.flush(1000)) > 0);
    const offsets = [...this.#next.values()].map(({ topic, partition, offset }) => {
      const target = this.#map.targetOf(topic, partition, offset);
      return {
        topic: this.#targetOf(topic),
        partition,
        offset,
        ...(target !== undefined && { metadata: String(target) }),
      };
    });
    this.#next.clear();
    if (this.#failure !== undefined) {
      await producer.abortTransaction();
      throw new CommandError(`${describeError(this.#failure)}; this transaction was aborted; run it again to continue`);
    }
    await producer.sendOffsetsToTransaction(offsets, progress.groupMetadata());
    await producer.commitTransaction();
  }

  /** Writes the offsets of groups in the copy: at the nearest known position before theirs. */
  async #mapGroups(): Promise<void> {
    if (this.#options.groups.length === 0 || Date.now() - this.#groupsAt < GROUPS_MS) return;
    this.#groupsAt = Date.now();
    const { sourceAdmin, targetAdmin, stop } = this.#clients;
    for (const group of this.#options.groups) {
      const committed = await sourceAdmin.listConsumerGroupOffsets(group, { signal: stop.signal });
      const mapped = committed.flatMap(({ topic, partition, offset }) => {
        const target = offset === null ? undefined : this.#map.targetOf(topic, partition, offset);
        return target === undefined ? [] : [{ topic: this.#targetOf(topic), partition, offset: target }];
      });
      if (mapped.length > 0) await targetAdmin.alterConsumerGroupOffsets(group, mapped, { signal: stop.signal });
    }
  }
}
