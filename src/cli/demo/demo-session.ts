import { Consumer, Producer, type ConsumerRecord, type KafkaError } from '../../index';
import { MockCluster } from '../../testing/index';
import { CommandError, describeError } from '../exit';
import { ExpectedLines } from './expected-lines';

export interface RoundTripCounts {
  sent: number;
  sentBytes: number;
  delivered: number;
  returned: number;
  returnedBytes: number;
  /** ms from the first line to the last delivery, and to the last record. */
  produceMs: number;
  consumeMs: number;
}

const TOPIC = 'demo';
const PARTITIONS = 4;
/**
 * The mock cluster drops all but the last 5 MB of a partition. So fewer bytes than that may be in flight, including
 * what the wire format adds.
 */
const WINDOW = 3_500_000;
/**
 * When a batch and the one before it exceed 5 MB together, the mock cluster loses the new one. A line larger than half
 * of that gets its own partition, which is not used again.
 */
const LARGE_LINE = 2_500_000;
const LARGE_PARTITIONS = 16;
/**
 * The mock cluster keeps large lines until it ends. Limit for their bytes in one session, except for a single larger
 * line.
 */
const LARGE_BYTES = 64_000_000;
/** Consecutive lines go to the same partition, so that batches fill. */
const RUN = 256 * 1024;
export const MAX_LINE = 256 * 1024 * 1024;
const MAX_REQUEST = MAX_LINE + 65_536;

/** One embedded cluster with a producer and a consumer, and the lines in flight between them. */
export class DemoSession {
  readonly #counts: RoundTripCounts;
  readonly #cluster: MockCluster;
  readonly #producer: Producer;
  readonly #consumer: Consumer<Buffer, Buffer>;
  readonly #started: number;
  readonly #expected = Array.from({ length: PARTITIONS + LARGE_PARTITIONS }, () => new ExpectedLines());
  #partition = 0;
  #runBytes = 0;
  #largeLines = 0;
  #largeBytes = 0;
  #ending = false;
  #ended: Promise<void> | undefined;
  #failure: Error | undefined;
  #roomWaiter: { expected: ExpectedLines; weight: number; resolve: () => void } | undefined;
  readonly #reading: Promise<void>;
  readonly #settled = (error: Error | null): void => {
    if (error !== null) {
      this.#fail(new CommandError(`a message was not delivered: ${describeError(error)}`));
      return;
    }
    this.#counts.delivered++;
    this.#counts.produceMs = performance.now() - this.#started;
  };

  private constructor(cluster: MockCluster, counts: RoundTripCounts, started: number) {
    this.#cluster = cluster;
    this.#counts = counts;
    this.#started = started;
    const common = { 'bootstrap.servers': cluster.bootstrapServers };
    this.#producer = new Producer({
      ...common,
      'batch.size': 1_000_000,
      'linger.ms': 5,
      'max.request.size': MAX_REQUEST,
      'buffer.memory': 2 * MAX_REQUEST,
    });
    this.#consumer = new Consumer({
      ...common,
      'max.poll.records': 10_000,
      'auto.offset.reset': 'earliest',
      'enable.auto.commit': false,
      'fetch.max.bytes': MAX_REQUEST,
      'max.partition.fetch.bytes': MAX_REQUEST,
      'receive.message.max.bytes': 2 * MAX_LINE,
      // An empty fetch of the mock waits this long even if records arrive meanwhile.
      'fetch.max.wait.ms': 2,
    });
    const onError = (error: KafkaError): void => this.#fail(error);
    this.#producer.on('error', onError);
    this.#consumer.on('error', onError);
    const partitions = this.#expected.map((_, partition) => ({
      topic: TOPIC,
      partition,
      offset: 'beginning' as const,
    }));
    this.#consumer.assign(partitions);
    this.#reading = this.#readBack();
  }

  /** @param started performance.now() at the beginning of the whole run. */
  static async start(counts: RoundTripCounts, started: number): Promise<DemoSession> {
    const cluster = await MockCluster.start({ brokers: 1, topics: { [TOPIC]: PARTITIONS + LARGE_PARTITIONS } });
    return new DemoSession(cluster, counts, started);
  }

  get failure(): Error | undefined {
    return this.#failure;
  }

  /**
   * Sends a line if there is room for it now. `'full'`: await {@link room}; `'used up'`: only a new session has room.
   */
  send(line: Buffer): 'sent' | 'full' | 'used up' {
    const weight = ExpectedLines.weight(line);
    if (weight > LARGE_LINE) {
      if (this.#largeLines === LARGE_PARTITIONS || (this.#largeLines > 0 && this.#largeBytes + weight > LARGE_BYTES))
        return 'used up';
      this.#largeBytes += weight;
      this.#handOver(line, PARTITIONS + this.#largeLines++);
      return 'sent';
    }
    if (this.#runBytes >= RUN) {
      this.#partition = (this.#partition + 1) % PARTITIONS;
      this.#runBytes = 0;
    }
    const expected = this.#expected[this.#partition] as ExpectedLines;
    if (!expected.isEmpty && expected.bytes + weight > WINDOW) return 'full';
    this.#runBytes += weight;
    this.#handOver(line, this.#partition);
    return 'sent';
  }

  #handOver(line: Buffer, partition: number): void {
    (this.#expected[partition] as ExpectedLines).push(line);
    this.#counts.sent++;
    this.#counts.sentBytes += line.length;
    this.#producer.produce({ topic: TOPIC, partition, value: line }, this.#settled);
  }

  /** Resolves when there may be room for this line, or when nothing more can be sent. */
  async room(line: Buffer): Promise<void> {
    if (this.#failure !== undefined) return;
    await new Promise<void>((resolve) => {
      const expected = this.#expected[this.#partition] as ExpectedLines;
      this.#roomWaiter = { expected, weight: ExpectedLines.weight(line), resolve };
    });
  }

  /** Waits until every line has returned (or something failed), and ends the session. Rejects with the failure. */
  end(): Promise<void> {
    this.#ended ??= this.#end();
    return this.#ended;
  }

  async #end(): Promise<void> {
    try {
      while (this.#failure === undefined && (await this.#producer.flush(500)) > 0);
      this.#ending = true;
      await this.#reading;
    } finally {
      this.#ending = true;
      this.#producer.purge({ inFlight: true });
      await Promise.all([this.#producer.close(), this.#consumer.close()]);
      await this.#cluster.close();
    }
    if (this.#failure !== undefined) throw this.#failure;
  }

  /** Drops the lines in flight. */
  fail(error: Error): void {
    this.#fail(error);
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    this.#releaseRoom();
  }

  #releaseRoom(): void {
    const waiter = this.#roomWaiter;
    this.#roomWaiter = undefined;
    waiter?.resolve();
  }

  /** A partition is filled again when half of its window is free, so that batches stay large. */
  #offerRoom(): void {
    const waiter = this.#roomWaiter;
    if (waiter !== undefined && (waiter.expected.isEmpty || waiter.expected.bytes + waiter.weight <= WINDOW / 2))
      this.#releaseRoom();
  }

  async #readBack(): Promise<void> {
    try {
      while (this.#failure === undefined) {
        if (this.#ending && this.#expected.every((expected) => expected.isEmpty)) return;
        const records = await this.#consumer.poll(100);
        for (const record of records) this.#compare(record);
        if (!records.isEmpty) this.#counts.consumeMs = performance.now() - this.#started;
        this.#offerRoom();
      }
    } catch (error) {
      this.#fail(error as Error);
    }
  }

  #compare(record: ConsumerRecord<Buffer, Buffer>): void {
    const expected = this.#expected[record.partition] as ExpectedLines;
    const line = expected.shift();
    const value = record.value;
    const where = `partition ${record.partition}, offset ${record.offset}`;
    if (line === undefined) throw new CommandError(`not equal: ${where}: a message came back that was not sent`);
    if (record.offset !== expected.returned - 1) {
      throw new CommandError(`not equal: ${where}: the message with offset ${expected.returned - 1} did not come back`);
    }
    if (value === null || !line.equals(value)) {
      const back = value === null ? 'null' : `${value.byteLength} bytes`;
      throw new CommandError(`not equal: ${where}: ${line.length} bytes were sent and ${back} came back, which differ`);
    }
    this.#counts.returned++;
    this.#counts.returnedBytes += value.byteLength;
  }
}
