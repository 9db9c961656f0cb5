import { Consumer, Producer, type ConsumerRecord, type KafkaError } from '../../index';
import { MockCluster } from '../../testing/index';
import { CommandError, describeError } from '../exit';
import { chunksOf, type Input } from '../io/inputs';
import { LineSplitter } from '../io/line-splitter';
import { ExpectedLines } from './expected-lines';

const TOPIC = 'demo';
const PARTITIONS = 4;
/**
 * The mock cluster forgets all but the last 5 MB of a partition: less than that is on the way at any time, with room for what the
 * wire format adds. A single larger line goes alone.
 */
const WINDOW = 3_500_000;
/** Consecutive lines go to the same partition, so that batches fill. */
const RUN = 256 * 1024;
export const MAX_LINE = 256 * 1024 * 1024;

export interface RoundTripCounts {
  sent: number;
  sentBytes: number;
  returned: number;
  returnedBytes: number;
  delivered: number;
  /** ms from the first line to the last delivery, and to the last record. */
  produceMs: number;
  consumeMs: number;
}

/**
 * The main job: every line of the inputs through a producer into the embedded brokers, back through a consumer, and compared byte for
 * byte, in order, with what was sent. Memory: what is on the way.
 */
export class RoundTrip {
  readonly counts: RoundTripCounts = {
    sent: 0,
    sentBytes: 0,
    returned: 0,
    returnedBytes: 0,
    delivered: 0,
    produceMs: 0,
    consumeMs: 0,
  };
  readonly #expected = Array.from({ length: PARTITIONS }, () => new ExpectedLines());
  readonly #signal: AbortSignal;
  #producer!: Producer;
  #consumer!: Consumer<Buffer, Buffer>;
  #started = 0;
  #partition = 0;
  #runBytes = 0;
  #allSent = false;
  #failure: Error | undefined;
  #roomWaiter: { partition: number; weight: number; resolve: () => void } | undefined;
  readonly #settled = (error: Error | null): void => {
    if (error !== null) {
      this.#fail(new CommandError(`a message was not delivered: ${describeError(error)}`));
      return;
    }
    this.counts.delivered++;
    this.counts.produceMs = performance.now() - this.#started;
  };

  constructor(signal: AbortSignal) {
    this.#signal = signal;
  }

  /** Rejects with the first difference. */
  async run(inputs: readonly Input[]): Promise<RoundTripCounts> {
    const cluster = await MockCluster.start({ brokers: 1, topics: { [TOPIC]: PARTITIONS } });
    const common = { 'bootstrap.servers': cluster.bootstrapServers };
    this.#producer = new Producer({
      ...common,
      'batch.size': '1000000',
      'linger.ms': '5',
      'max.request.size': MAX_LINE + 65_536,
      'buffer.memory': 2 * (MAX_LINE + 65_536),
    });
    this.#consumer = new Consumer<Buffer, Buffer>({
      ...common,
      'max.poll.records': '10000',
      'auto.offset.reset': 'earliest',
      'enable.auto.commit': 'false',
      'fetch.max.bytes': MAX_LINE + 65_536,
      'max.partition.fetch.bytes': MAX_LINE + 65_536,
      'receive.message.max.bytes': 2 * MAX_LINE,
      // An empty fetch of the mock waits this long whatever comes in meanwhile.
      'fetch.max.wait.ms': '2',
    });
    const onError = (error: KafkaError): void => this.#fail(error);
    this.#producer.on('error', onError);
    this.#consumer.on('error', onError);
    // What the clients recover from shows in nothing but time here.
    this.#producer.on('warning', () => {});
    this.#consumer.on('warning', () => {});
    try {
      this.#consumer.assign(Array.from({ length: PARTITIONS }, (_, partition) => ({ topic: TOPIC, partition, offset: 'beginning' as const })));
      this.#started = performance.now();
      await Promise.all([this.#sendAll(inputs), this.#readBack()]);
      if (this.#failure) throw this.#failure;
      return this.counts;
    } finally {
      this.#producer.purge({ inFlight: true });
      await Promise.all([this.#producer.close(), this.#consumer.close()]);
      await cluster.close();
    }
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    this.#releaseRoom();
  }

  async #sendAll(inputs: readonly Input[]): Promise<void> {
    try {
      for (const input of inputs) await this.#sendLines(input);
      while (this.#failure === undefined && (await this.#producer.flush(500)) > 0);
    } catch (error) {
      this.#fail(error as Error);
    } finally {
      this.#allSent = true;
    }
  }

  async #sendLines(input: Input): Promise<void> {
    const splitter = new LineSplitter(Buffer.of(10), MAX_LINE, (length) =>
      this.#fail(new CommandError(`${input.name}: a line of ${length} bytes; demo takes lines of up to ${MAX_LINE}`)),
    );
    for await (const chunk of chunksOf(input, this.#signal)) {
      splitter.feed(chunk);
      for (let line = splitter.next(); line !== undefined; line = splitter.next()) {
        if (!this.#send(line)) await this.#sendWhenRoom(line);
        if (this.#failure || this.#signal.aborted) return;
      }
    }
    const last = this.#signal.aborted ? undefined : splitter.end();
    if (last !== undefined && !this.#send(last)) await this.#sendWhenRoom(last);
  }

  /** False: not sent, its partition has too much on the way. */
  #send(line: Buffer): boolean {
    const weight = ExpectedLines.weight(line);
    if (this.#runBytes >= RUN) {
      this.#partition = (this.#partition + 1) % PARTITIONS;
      this.#runBytes = 0;
    }
    const expected = this.#expected[this.#partition] as ExpectedLines;
    if (!expected.isEmpty && expected.bytes + weight > WINDOW) return false;
    this.#runBytes += weight;
    expected.push(line);
    this.counts.sent++;
    this.counts.sentBytes += line.length;
    this.#producer.produce({ topic: TOPIC, partition: this.#partition, value: line }, this.#settled);
    return true;
  }

  async #sendWhenRoom(line: Buffer): Promise<void> {
    do {
      await new Promise<void>((resolve) => {
        this.#roomWaiter = { partition: this.#partition, weight: ExpectedLines.weight(line), resolve };
      });
      if (this.#failure || this.#signal.aborted) return;
    } while (!this.#send(line));
  }

  #releaseRoom(): void {
    const waiter = this.#roomWaiter;
    this.#roomWaiter = undefined;
    waiter?.resolve();
  }

  /** A partition is filled up again when half of its window is free: so batches stay large. */
  #offerRoom(): void {
    if (this.#roomWaiter === undefined) return;
    const expected = this.#expected[this.#roomWaiter.partition] as ExpectedLines;
    if (expected.isEmpty || expected.bytes + this.#roomWaiter.weight <= WINDOW / 2 || this.#signal.aborted) this.#releaseRoom();
  }

  async #readBack(): Promise<void> {
    try {
      while (this.#failure === undefined) {
        if (this.#allSent && this.#expected.every((expected) => expected.isEmpty)) return;
        const records = await this.#consumer.poll(100);
        for (const record of records) this.#compare(record);
        if (records.count > 0) this.counts.consumeMs = performance.now() - this.#started;
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
      throw new CommandError(
        `not equal: ${where}: ${line.length} bytes were sent and ${value === null ? 'null' : `${value.byteLength} bytes`} came back, which differ`,
      );
    }
    this.counts.returned++;
    this.counts.returnedBytes += value.byteLength;
  }
}
