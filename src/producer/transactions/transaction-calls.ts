import type { Requests } from '../binding/native';
import type { ConsumerGroupMetadata } from '../client/group-metadata';
import {
  asTimeout,
  checkSignal,
  checkTimeout,
  nativeTimeout,
  now,
  remaining,
  wait,
  type WaitOptions,
} from '../client/waiting';
import { KafkaError } from '../errors/kafka-error';
import { TimeoutError } from '../errors/waiting-errors';
import { nativeOffsets, serializedGroup, type TransactionOffset } from './offsets';
import { notTransactional, Transactions, type TransactionOperation } from './transactions';

/** Between a commit that may be made again and the next. */
const COMMIT_AGAIN_MS = 50;

type Request = 'initTransactions' | 'sendOffsets' | 'commitTransaction' | 'abortTransaction';

/** What the calls need of the producer. */
export interface TransactionHost {
  /** `transactional.id` is set. */
  isTransactional: boolean;
  /** `max.block.ms`. */
  defaultTimeoutMs: number;
  /** Throws once the producer was closed or has failed. */
  assertUsable(operation: string): void;
  begin(): void;
  request<Op extends Request>(operation: Op, args: Requests[Op]['in']): Promise<unknown>;
  /** Hands over everything that was taken, and serves what comes of that at once. */
  handOver(timeoutMs: number): Promise<void>;
  /** Fails what is not handed over yet. */
  giveUp(why: string): void;
  /** The producer has failed for good. */
  failed(error: KafkaError): void;
  /** Whether records are taken may have changed. */
  changed(): void;
}

/** The producer's calls about transactions: what they wait for, and what their failures mean. */
export class TransactionCalls {
  readonly #host: TransactionHost;
  readonly #transactions: Transactions;

  constructor(host: TransactionHost) {
    this.#host = host;
    this.#transactions = new Transactions(() => host.changed());
  }

  /** Records may be taken, as far as transactions are concerned. */
  get mayProduce(): boolean {
    return !this.#host.isTransactional || this.#transactions.inTransaction;
  }

  /** Throws unless records may be taken. */
  assertMayProduce(operation: string): void {
    if (this.#host.isTransactional) this.#transactions.assertInTransaction(operation);
  }

  /** A record failed. */
  recordFailed(error: KafkaError): void {
    this.#transactions.failed(error);
  }

  async init(options: WaitOptions): Promise<void> {
    await this.#run('initTransactions', options, (timeoutMs) => this.#host.request('initTransactions', { timeoutMs }));
  }

  begin(): void {
    this.#assertTransactional('beginTransaction');
    this.#transactions.begin(() => this.#host.begin());
  }

  async sendOffsets(
    offsets: Iterable<TransactionOffset>,
    group: ConsumerGroupMetadata,
    options: WaitOptions,
  ): Promise<void> {
    const operation = 'sendOffsetsToTransaction';
    const timeoutMs = checkTimeout(operation, options.timeoutMs, this.#host.defaultTimeoutMs);
    const signal = checkSignal(operation, options.signal);
    this.#assertTransactional(operation);
    const groupMetadata = serializedGroup(operation, group);
    const partitions = nativeOffsets(operation, offsets);
    this.#transactions.assertInTransaction(operation);
    if (partitions.length === 0) return;
    await wait<unknown>(operation, { timeoutMs, signal }, (resolve, reject) => {
      const args = { partitions, groupMetadata, timeoutMs: nativeTimeout(timeoutMs) };
      this.#noting(operation, timeoutMs, this.#host.request('sendOffsets', args)).then(resolve, reject);
    });
  }

  async commit(options: WaitOptions): Promise<void> {
    await this.#run('commitTransaction', options, async (timeoutMs) => {
      await this.#host.handOver(timeoutMs);
      // What was refused at the hand-over librdkafka does not count among the transaction's failures.
      this.#transactions.assertNoFailure('commitTransaction');
      await this.#host.request('commitTransaction', { timeoutMs });
    });
  }

  async abort(options: WaitOptions): Promise<void> {
    await this.#run('abortTransaction', options, (timeoutMs) => {
      this.#host.giveUp('the transaction was aborted');
      return this.#host.request('abortTransaction', { timeoutMs });
    });
  }

  /** Begins, runs `work`, and commits; or aborts and rethrows. */
  async around<Result>(work: () => Result | Promise<Result>, options: WaitOptions): Promise<Result> {
    const timeoutMs = checkTimeout('transaction', options.timeoutMs, this.#host.defaultTimeoutMs);
    const signal = checkSignal('transaction', options.signal);
    this.begin();
    try {
      const result = await work();
      await this.#commitPatiently(timeoutMs, signal);
      return result;
    } catch (error) {
      // What made the abort necessary is what the caller learns; should the abort fail too, the next call tells.
      if (this.#transactions.isOpen) await this.abort({}).catch(() => undefined);
      throw error;
    }
  }

  /** Lets a call under way come to its end, and aborts what is open then. Never rejects. */
  async finish(): Promise<void> {
    await this.#transactions.running?.catch(() => undefined);
    if (!this.#transactions.isOpen) return;
    const timeoutMs = nativeTimeout(this.#host.defaultTimeoutMs);
    await this.#transactions
      .run('abortTransaction', () => this.#host.request('abortTransaction', { timeoutMs }))
      .catch(() => undefined);
  }

  #assertTransactional(operation: string): void {
    this.#host.assertUsable(operation);
    if (!this.#host.isTransactional) throw notTransactional(operation);
  }

  async #run(
    operation: TransactionOperation,
    options: WaitOptions,
    request: (timeoutMs: number) => Promise<unknown>,
  ): Promise<void> {
    const timeoutMs = checkTimeout(operation, options.timeoutMs, this.#host.defaultTimeoutMs);
    const signal = checkSignal(operation, options.signal);
    this.#assertTransactional(operation);
    const deadline = now() + timeoutMs;
    let isOver = false;
    const attempt = async (): Promise<void> => {
      for (;;) {
        const joins = this.#transactions.running !== undefined;
        const left = nativeTimeout(remaining(deadline));
        try {
          return await this.#transactions.run(operation, () => this.#noting(operation, timeoutMs, request(left)));
        } catch (error) {
          // Of a call made before, whose caller may have heard of it already: its time has run out, not this one's.
          if (!joins || isOver || !(error instanceof TimeoutError) || remaining(deadline) === 0) throw error;
        }
      }
    };
    await wait<void>(operation, { timeoutMs, signal }, (resolve, reject) => {
      attempt().then(resolve, reject);
      return () => {
        isOver = true;
      };
    });
  }

  async #noting(operation: string, timeoutMs: number, reply: Promise<unknown>): Promise<unknown> {
    try {
      return await reply;
    } catch (error) {
      if (KafkaError.is(error) && error.isFatal) this.#host.failed(error);
      else if (KafkaError.is(error) && error.txnRequiresAbort) this.#transactions.failed(error);
      else throw asTimeout(error, operation, { operation, timeoutMs });
      throw error;
    }
  }

  async #commitPatiently(timeoutMs: number, signal: AbortSignal | undefined): Promise<void> {
    const deadline = now() + timeoutMs;
    for (;;) {
      try {
        await this.commit({ timeoutMs: remaining(deadline), signal });
        return;
      } catch (error) {
        const again = KafkaError.is(error) && error.isRetriable && !error.isFatal && !error.txnRequiresAbort;
        if (!again || remaining(deadline) <= COMMIT_AGAIN_MS) throw error;
        await new Promise((resolve) => setTimeout(resolve, COMMIT_AGAIN_MS));
      }
    }
  }
}
