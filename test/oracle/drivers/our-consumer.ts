import { Consumer, type ConsumerRecord } from '../../../src/index';
import type { Listening } from '../programs/program';
import { StepError, type Call, type Row, type TopicPartition } from './driver';
import type { Fault } from './faults';

/** Java's position() waits; ours says null until it is known, and is asked again so often. */
const LOOK_MS = 10;

type Event = [name: string, partitions: TopicPartition[]];

interface Args {
  topics: string[];
  /** Of `subscribe`, in the place of topics. */
  pattern?: string;
  listening?: Listening;
  parts: TopicPartition[];
  part: TopicPartition;
  offset: number;
  offsets: { topic: string; partition: number; offset: number; metadata?: string }[];
  timestamp: number;
  ms: number;
  count: number;
}

export class OurConsumer {
  readonly #consumer: Consumer;
  readonly #fault: Fault | undefined;
  #events: Event[] = [];
  #late: Event[] = [];
  #assignments = 0;

  constructor(config: Record<string, string>, fault: Fault | undefined) {
    this.#consumer = new Consumer(config as never);
    this.#consumer.on('warning', () => undefined);
    this.#consumer.on('error', () => undefined);
    this.#fault = fault;
  }

  async run(call: Call): Promise<unknown> {
    const consumer = this.#consumer;
    const args = call as unknown as Args;
    switch (call.op) {
      case 'subscribe':
        return this.#subscribe(args);
      case 'assign':
        return consumer.assign(args.parts);
      case 'unsubscribe':
        return consumer.unsubscribe();
      case 'poll':
        return this.#poll(args.ms);
      case 'iterate':
        return this.#iterate(args.count, args.ms);
      case 'wakeup':
        return consumer.wakeup();
      case 'seek':
        return consumer.seek(args.part, args.offset);
      case 'seekToBeginning':
        return consumer.seekToBeginning(args.parts);
      case 'seekToEnd':
        return consumer.seekToEnd(args.parts);
      case 'pause':
        return consumer.pause(args.parts);
      case 'resume':
        return consumer.resume(args.parts);
      case 'commit':
        return this.#commit();
      case 'commitOffsets':
        return consumer.commit(args.offsets);
      case 'store':
        return consumer.storeOffsets(args.offsets);
      case 'position':
        return this.#position(args.part, args.ms);
      case 'lag':
        return consumer.currentLag(args.part);
      case 'assignment':
        return consumer.assignment();
      case 'paused':
        return consumer.paused();
      case 'subscription':
        return consumer.subscription().sort();
      case 'committed':
        return (await consumer.committed(args.parts)).map(({ topic, partition, offset, metadata }) => ({
          topic,
          partition,
          offset,
          metadata,
        }));
      case 'beginningOffsets':
        return consumer.beginningOffsets(args.parts);
      case 'endOffsets':
        return consumer.endOffsets(args.parts);
      case 'offsetsForTimes':
        return consumer.offsetsForTimes(args.parts.map((part) => ({ ...part, timestamp: args.timestamp })));
      case 'events':
        return this.#takeEvents();
      case 'close':
        return consumer.close({ timeoutMs: args.ms ?? 10_000 });
      default:
        throw new Error(`the oracle's consumers know no "${call.op}"`);
    }
  }

  #takeEvents(): Event[] {
    return this.#events.splice(0);
  }

  #tell(name: string, partitions: TopicPartition[]): void {
    (this.#fault === 'late-listener' ? this.#late : this.#events).push([name, partitions]);
  }

  #subscribe({ topics, pattern, listening }: Args): void {
    const consumer = this.#consumer;
    consumer.subscribe(pattern === undefined ? topics : new RegExp(pattern), {
      onPartitionsAssigned: (partitions) => {
        this.#tell('assigned', partitions);
        const isForgotten = this.#fault === 'seek-forgotten' && this.#assignments++ > 0;
        switch (isForgotten ? undefined : listening?.onAssigned) {
          case 'seek0':
            for (const partition of partitions) consumer.seek(partition, 0);
            break;
          case 'seekToBeginning':
            consumer.seekToBeginning(partitions);
            break;
          case 'seekToEnd':
            consumer.seekToEnd(partitions);
            break;
          case 'pause':
            consumer.pause(partitions);
            break;
          case 'throw':
            throw new Error('on purpose');
        }
      },
      onPartitionsRevoked: async (partitions) => {
        this.#tell('revoked', partitions);
        if (listening?.onRevoked === 'commit') await this.#commit();
      },
      onPartitionsLost: (partitions) => {
        this.#tell('lost', partitions);
      },
    });
  }

  async #poll(ms: number): Promise<{ rows: Row[]; events: Event[] }> {
    const late = this.#late.splice(0);
    const records = await this.#consumer.poll(ms);
    const rows = Array.from(records, rowOf);
    const events = this.#takeEvents();
    this.#events.push(...late);
    return { rows, events };
  }

  async #iterate(count: number, ms: number): Promise<Row[]> {
    const rows: Row[] = [];
    for await (const record of this.#consumer.stream({ signal: AbortSignal.timeout(ms) })) {
      rows.push(rowOf(record));
      if (rows.length === count) break;
    }
    return rows;
  }

  async #commit(): Promise<void> {
    const consumer = this.#consumer;
    if (this.#fault !== 'commit-one-low') return consumer.commit();
    const positions = consumer.assignment().map((part) => ({ ...part, offset: consumer.position(part) ?? 0 }));
    return consumer.commit(positions.map((one) => ({ ...one, offset: Math.max(0, one.offset - 1) })));
  }

  /** As Java's: waits for it, then a TimeoutError. */
  async #position(part: TopicPartition, ms: number): Promise<number> {
    const deadline = Date.now() + ms;
    for (;;) {
      const position = this.#consumer.position(part);
      if (position !== null) return position;
      if (Date.now() >= deadline) throw new StepError('timeout', 'position: null');
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
  }

  /** Without leaving anything to the process; what it would commit is not looked at any more. */
  async end(): Promise<void> {
    await this.#consumer.close({ timeoutMs: 1000 });
  }
}

function rowOf(record: ConsumerRecord): Row {
  const { topic, partition, offset, timestamp, timestampType, leaderEpoch, key, value } = record;
  return {
    topic,
    partition,
    offset,
    timestamp,
    timestampType,
    leaderEpoch,
    key: key?.toString('base64') ?? null,
    value: value?.toString('base64') ?? null,
  };
}
