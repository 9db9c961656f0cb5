import type { EndReached, RawConsumer, Run } from '../../raw/index';
import { callLater } from '../base/client';
import { ERRORS } from '../base/codes';
import { LibrdKafkaError } from '../base/librdkafka-error';
import type { EofEvent, LibrdKafkaError as ErrorType, Message } from '../base/types';
import { messageOf } from './message';

/** After a partition end and at least one message, only what is there is taken; also after one, if it is asked for. */
const AFTER_END_MS = 1;
/** Errors that are kept for calls that may never come. */
const MOST_ERRORS = 100;
/** Records between two looks at the clock, so that the event loop gets its turn. */
const BURST = 256;

export type MessagesCallback = (err: ErrorType | null, messages?: Message[]) => void;
export type MessageCallback = (err: ErrorType | null, message?: Message) => void;

export interface ConsumingHooks {
  raw(): RawConsumer | undefined;
  emit(event: string, data: unknown): void;
  /** There are listeners for it. */
  isHeard(event: string): boolean;
  timeoutMs(): number;
  /** After its first message a request only takes what is there. */
  isOnlyForFirst(): boolean;
  /** Pause of the flowing loop after a wait that found nothing. */
  pauseMs(): number;
}

interface Request {
  max: number;
  callback: MessagesCallback;
}

const notConnected = (): LibrdKafkaError =>
  new LibrdKafkaError({ message: 'KafkaConsumer is not connected', code: ERRORS.ERR__STATE });

/** Errors with which the flowing loop goes on. */
const warnings: readonly number[] = [ERRORS.ERR_UNKNOWN_TOPIC_OR_PART, ERRORS.ERR_TOPIC_AUTHORIZATION_FAILED];

/**
 * `consume` in all its forms, over one reader: requests for a number of messages are served in their order, and the
 * flowing loop beside them.
 */
export class Consuming {
  readonly #hooks: ConsumingHooks;
  readonly #requests: Request[] = [];
  #isServing = false;
  #flow: MessageCallback | undefined;
  #pause: { end: () => void } | undefined;
  /** Errors of the consumer queue that no call has got yet. */
  #errors: LibrdKafkaError[] = [];
  #isEnding = false;
  #willStore = false;
  /** Partitions that have not been read since a seek. */
  readonly #sought = new Set<string>();

  constructor(hooks: ConsumingHooks) {
    this.#hooks = hooks;
  }

  /** Its position is unknown until it is read again. */
  sought(topic: string, partition: number): void {
    this.#sought.add(`${partition} ${topic}`);
  }

  isSought(topic: string, partition: number): boolean {
    return this.#sought.has(`${partition} ${topic}`);
  }

  #read(run: Run, index: number): Message {
    if (this.#sought.size > 0) this.#sought.delete(`${run.partition} ${run.topic}`);
    return messageOf(run, index);
  }

  /** The connection begins. */
  begin(): void {
    this.#sought.clear();
    this.#errors = [];
    this.#isEnding = false;
  }

  /** The connection ends: no call waits any longer, and the loop is over. */
  end(): void {
    this.#isEnding = true;
    this.#pause?.end();
    this.#hooks.raw()?.wake();
  }

  failed(error: LibrdKafkaError): void {
    if (this.#errors.length < MOST_ERRORS) this.#errors.push(error);
    this.#hooks.raw()?.wake();
  }

  get #isOver(): boolean {
    return this.#isEnding || this.#hooks.raw() === undefined;
  }

  take(max: number, callback: MessagesCallback): void {
    if (this.#isOver) return callLater(callback, notConnected());
    this.#requests.push({ max, callback });
    if (!this.#isServing) void this.#serve();
  }

  flow(callback: MessageCallback): void {
    if (this.#flow !== undefined) throw new Error('Consume was already called');
    if (this.#isOver) throw new Error('Connect must be called before consume');
    this.#flow = callback;
    if (!this.#isServing) void this.#serve();
  }

  /**
   * For the API of promises: waits, then hands records over at once, so that nothing that happens to a partition comes
   * between. Rejects with an error of the consumer queue. Not while other calls wait.
   */
  async fetch(
    max: number,
    timeoutMs: number,
    isInterrupted: () => boolean,
    record: (message: Message) => void,
  ): Promise<void> {
    const raw = this.#hooks.raw();
    if (raw === undefined || this.#isOver) throw notConnected();
    const isOver = () => isInterrupted() || this.#isOver || this.#errors.length > 0;
    if (!this.#isOver && (raw.reader.isReady || (await raw.reader.wait(timeoutMs, isOver))) && !this.#isOver) {
      raw.reader.take(max, {
        record: (run, index) => {
          record(this.#read(run, index));
          return true;
        },
        end: ({ topic, partition, offset }) => this.#hooks.emit('partition.eof', { topic, offset, partition }),
      });
    }
    const error = this.#errors.shift();
    if (error !== undefined) throw error;
  }

  /** One loop for both, because the reader has one place for a waiting call. */
  async #serve(): Promise<void> {
    this.#isServing = true;
    try {
      for (;;) {
        const request = this.#requests.shift();
        if (request !== undefined) await this.#serveRequest(request);
        else if (this.#flow !== undefined) await this.#serveFlow(this.#flow);
        else return;
      }
    } finally {
      this.#isServing = false;
    }
  }

  async #serveRequest({ max, callback }: Request): Promise<void> {
    const raw = this.#hooks.raw();
    const messages: Message[] = [];
    const items: { message?: Message | undefined; end?: EofEvent | undefined }[] = [];
    const sink = {
      record: (run: Run, index: number) => {
        const message = this.#read(run, index);
        messages.push(message);
        items.push({ message });
        return true;
      },
      end: (end: EndReached) => {
        if (messages.length > 0) timeout = AFTER_END_MS;
        items.push({ end: { topic: end.topic, offset: end.offset, partition: end.partition } });
      },
    };
    let timeout = this.#hooks.timeoutMs();
    // A call that waits when the connection ends has just no messages, as mostly in node-rdkafka.
    let error: LibrdKafkaError | undefined;
    while (raw !== undefined && messages.length < max && error === undefined && !this.#isOver) {
      const before = items.length;
      const isOver = () => this.#isOver || this.#errors.length > 0;
      const isThere = raw.reader.isReady || (await raw.reader.wait(timeout, isOver));
      if (isThere && !this.#isOver) {
        raw.reader.take(max - messages.length, sink);
        if (messages.length > 0 && this.#hooks.isOnlyForFirst()) timeout = AFTER_END_MS;
        this.#storeSoon(raw);
      } else error = this.#errors.shift();
      if (items.length === before && error === undefined) break;
    }
    if (messages.length > 0) {
      // Messages come before the error, which the next call gets.
      if (error !== undefined) this.#errors.unshift(error);
      error = undefined;
    }
    callLater(() => this.#answer(items, messages, error, callback));
  }

  /**
   * Once in a turn of the event loop: a call into librdkafka for each record would cost more than the record. What
   * needs the stored offsets sooner, as a commit or a rebalance, stores them itself.
   */
  #storeSoon(raw: RawConsumer): void {
    if (this.#willStore) return;
    this.#willStore = true;
    setImmediate(() => {
      this.#willStore = false;
      raw.storeTaken();
    });
  }

  #answer(
    items: readonly { message?: Message | undefined; end?: EofEvent | undefined }[],
    messages: Message[],
    error: LibrdKafkaError | undefined,
    callback: MessagesCallback,
  ): void {
    if (error !== undefined) return callback(error);
    if (items.length > messages.length || this.#hooks.isHeard('data')) {
      for (const { message, end } of items) {
        if (message) this.#hooks.emit('data', message);
        else this.#hooks.emit('partition.eof', end);
      }
    }
    callback(null, messages);
  }

  /** Returns when a request waits or the loop is over. */
  async #serveFlow(callback: MessageCallback): Promise<void> {
    const raw = this.#hooks.raw();
    const isInterrupted = () => this.#isOver || this.#requests.length > 0 || this.#errors.length > 0;
    const sink = {
      record: (run: Run, index: number) => {
        const message = this.#read(run, index);
        this.#call(() => {
          this.#hooks.emit('data', message);
          callback(null, message);
        });
        return !isInterrupted() && this.#hooks.raw() === raw;
      },
      end: ({ topic, partition, offset }: EndReached) =>
        this.#call(() => this.#hooks.emit('partition.eof', { topic, offset, partition })),
    };
    while (raw !== undefined && this.#hooks.raw() === raw && !this.#isOver && this.#requests.length === 0) {
      const error = this.#errors.shift();
      if (error !== undefined) {
        if (warnings.includes(error.code)) this.#call(() => this.#hooks.emit('warning', error));
        else {
          // As in node-rdkafka, any other error ends the loop.
          this.#flow = undefined;
          this.#call(() => callback(error));
          return;
        }
      } else if (await raw.reader.wait(this.#hooks.timeoutMs(), isInterrupted)) {
        if (this.#isOver) break;
        raw.reader.take(BURST, sink);
        if (this.#hooks.raw() === raw) raw.storeTaken();
      } else if (!isInterrupted()) await this.#sleep(this.#hooks.pauseMs(), raw);
    }
    if (this.#isOver || this.#hooks.raw() !== raw) this.#flow = undefined;
  }

  /** What a listener throws is an uncaught exception; the loop goes on. */
  #call(run: () => void): void {
    try {
      run();
    } catch (error) {
      callLater(() => {
        throw error;
      });
    }
  }

  /** Without records the loop rests, as node-rdkafka's does; a record that arrives, or a rebalance, ends the pause. */
  async #sleep(ms: number, raw: RawConsumer): Promise<void> {
    if (ms <= 0) return;
    await raw.reader.wait(ms, () => this.#isOver || this.#requests.length > 0 || this.#errors.length > 0);
  }
}
