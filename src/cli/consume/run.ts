import type { ConsumerRecords } from '../../index';
import { note, showProgress } from '../io/stderr';
import type { DataOutput } from '../io/stdout';
import type { RowWriter } from '../records/rows';
import type { StopRequest } from '../signals';
import { showBytes, showCount, showRates } from '../units';
import type { ByteConsumer } from './find-partitions';
import type { GroupCommits } from './group-commits';
import { PartitionEnds } from './partition-ends';

/** After this long without a record, the announced end of a partition counts. */
const AFTER_EOF_MS = 50;
const POLL_MS = 1000;
const PROGRESS_MS = 500;

export interface RunOptions {
  consumer: ByteConsumer;
  out: DataOutput;
  writer: RowWriter;
  options: {
    /** Stop after this many. */
    count?: number;
    /** Stop at the end of the topic. */
    exit?: boolean;
    /** Stop when nothing has arrived for this many ms. */
    idleTimeout?: number;
    unbuffered?: boolean;
  };
  stop: StopRequest;
  commits: GroupCommits | undefined;
}

/** The loop of `consume`: from poll to standard output, until one of the requested ends. */
export class ConsumeRun {
  readonly ends = new PartitionEnds();
  readonly #run: RunOptions;
  readonly #started = Date.now();
  #count = 0;
  #lastRecordAt = Date.now();
  /** A pending poll. */
  #polling: Promise<ConsumerRecords<Buffer, Buffer>> | undefined;
  /** The result of that poll, until it is taken. */
  #arrived: ConsumerRecords<Buffer, Buffer> | undefined;
  /** Wakes the code that waits for it. */
  #onEof: (() => void) | undefined;
  #progressAt = 0;

  constructor(run: RunOptions) {
    this.#run = run;
    run.consumer.on('partitionEof', ({ topic, partition, offset }) => {
      this.ends.reachedEof(topic, partition, offset);
      this.#onEof?.();
    });
    run.consumer.on('assigned', () => {
      this.#lastRecordAt = Date.now();
    });
  }

  /** Commits the records that standard output has accepted. */
  async commitWritten(): Promise<void> {
    if (this.#run.commits === undefined) await this.#run.out.pressure();
    else await this.#run.commits.commitAll();
  }

  get count(): number {
    return this.#count;
  }

  /** `1,234 messages (1.2 MB) in 3.0 s: …` */
  summary(): string {
    const { out } = this.#run;
    const ms = Date.now() - this.#started;
    const rates = showRates(this.#count, out.position, ms);
    return `${showCount(this.#count)} messages (${showBytes(out.position)}) in ${(ms / 1000).toFixed(1)} s: ${rates}`;
  }

  async toTheEnd(): Promise<void> {
    const { out, options, stop, commits } = this.#run;
    const { count = Infinity, idleTimeout = Infinity } = options;
    this.#lastRecordAt = Date.now();
    while (!stop.signal.aborted && !out.closed) {
      const idleLeft = this.#lastRecordAt + idleTimeout - Date.now();
      if (idleLeft <= 0) break;
      const records = await this.#poll(Math.min(idleLeft, this.ends.awaitingEof ? AFTER_EOF_MS : POLL_MS));
      if (typeof records !== 'string') {
        this.#lastRecordAt = Date.now();
        await this.#write(records, count - this.#count);
        await out.pressure();
        this.#showProgress();
      }
      // The pending poll may already have its records, which the consumer's position counts as delivered. They are not
      // written yet.
      if (this.#arrived !== undefined) continue;
      this.#tellEnds(records === 'none');
      await commits?.commitIfDue();
      if (this.#count >= count || this.ends.finished(options.exit === true)) break;
    }
    await this.commitWritten();
  }

  /**
   * The next records; `'none'` when a poll returned nothing; `'pending'` after `waitMs`, or as soon as a partition end
   * is announced. A pending poll does not delay the announcement: it continues and is awaited again. A pending poll
   * does not mean that there are no records: on a busy machine a timer may fire first.
   */
  async #poll(waitMs: number): Promise<ConsumerRecords<Buffer, Buffer> | 'none' | 'pending'> {
    const { consumer, stop } = this.#run;
    if (this.#polling === undefined) {
      this.#arrived = undefined;
      this.#polling = consumer.poll(POLL_MS, { signal: stop.signal });
      // After the loop has ended, no code awaits this promise.
      this.#polling.then(
        (records) => (this.#arrived = records),
        () => {},
      );
    }
    let timer: NodeJS.Timeout | undefined;
    const news = new Promise<'pending'>((resolve) => {
      this.#onEof = () => resolve('pending');
      timer = setTimeout(() => resolve('pending'), waitMs);
    });
    try {
      const first = await Promise.race([this.#polling, news]);
      if (typeof first === 'string') {
        // If the poll has resolved by now, its result is visible after this turn.
        await new Promise<void>((resolve) => {
          setImmediate(resolve);
        });
        return first;
      }
      this.#polling = undefined;
      this.#arrived = undefined;
      return first.isEmpty ? 'none' : first;
    } catch (error) {
      this.#polling = undefined;
      this.#arrived = undefined;
      throw error;
    } finally {
      this.#onEof = undefined;
      clearTimeout(timer);
    }
  }

  #showProgress(): void {
    // Would interrupt the data on a terminal.
    if (process.stdout.isTTY || Date.now() - this.#progressAt < PROGRESS_MS) return;
    this.#progressAt = Date.now();
    showProgress(this.summary());
  }

  async #write(records: ConsumerRecords<Buffer, Buffer>, room: number): Promise<void> {
    const { out, writer, options } = this.#run;
    if (options.unbuffered !== true && records.count <= room && !this.ends.limited) {
      for (const rows of records.columns()) {
        const { count } = rows;
        for (let i = 0; i < count; i++) writer(rows, i, out);
      }
      this.#count += records.count;
      this.#written(records.offsets());
      return;
    }
    const next = new Map<string, { topic: string; partition: number; offset: number }>();
    const most = options.count ?? Infinity;
    for (const rows of records.columns()) {
      const { topic, partition, count } = rows;
      const stopAt = this.ends.stopAt(topic, partition);
      let i = 0;
      for (; i < count && this.#count < most && rows.offset(i) < stopAt; i++) {
        writer(rows, i, out);
        this.#count++;
        if (options.unbuffered === true) await out.pressure();
      }
      // A record beyond the end is not written, but it shows that the end was reached.
      if (i < count && rows.offset(i) >= stopAt)
        next.set(`${topic}/${partition}`, { topic, partition, offset: stopAt });
      else if (i > 0) next.set(`${topic}/${partition}`, { topic, partition, offset: rows.offset(i - 1) + 1 });
    }
    this.#written([...next.values()]);
  }

  #written(offsets: readonly { topic: string; partition: number; offset: number }[]): void {
    this.ends.wrote(offsets);
    this.#run.commits?.wrote(offsets);
  }

  #tellEnds(empty: boolean): void {
    if (!this.ends.awaitingEof) return;
    const { consumer, options } = this.#run;
    const last = (): boolean => this.ends.finished(options.exit === true);
    const reached = this.ends.confirmEofs(empty, (partition) => consumer.position(partition));
    reached.forEach(({ topic, partition, offset }, index) => {
      const exiting = index === reached.length - 1 && last() ? ': exiting' : '';
      note(`% Reached end of topic ${topic} [${partition}] at offset ${offset}${exiting}`);
    });
  }
}
