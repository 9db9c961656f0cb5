import { checkWait } from '../../client/options';
import type { Requests } from '../../binding/native';
import type { ConsumerGroupMetadata } from '../../client/group-metadata';
import { asTimeout, nativeTimeout, now, remaining, wait, type WaitOptions } from '../../client/waiting';
import { KafkaError } from '../../errors/kafka-error';
import { TimeoutError } from '../../errors/waiting-errors';
import { nativeOffsets, serializedGroup, type TransactionOffset } from './offsets';
import { notTransactional, Transactions, type TransactionOperation } from './transactions';

/** Pause before a retriable commit is tried again. */
const COMMIT_AGAIN_MS = 50;

type Request = 'initTransactions' | 'sendOffsets' | 'commitTransaction' | 'abortTransaction';

/** The producer's functions that these calls need. */
export interface TransactionHost {
  /** `transactional.id` is set. */
  isTransactional: boolean;
  /** `max.block.ms`. */
  defaultTimeoutMs: number;
  /** Why no broker can be reached now. */
  connectionError: () => KafkaError | undefined;
  /** Throws once the producer was closed or has failed. */
  assertUsable(operation: string): void;
  begin(): void;
  request<Op extends Request>(operation: Op, args: Requests[Op]['in']): Promise<unknown>;
  /** Submits all accepted records, and serves the reports that this causes at once. */
  handOver(timeoutMs: number): Promise<void>;
  /** Fails the records that are not submitted yet. */
  giveUp(why: string): void;
  /** The producer has failed fatally. */
  failed(error: KafkaError): void;
  /** The answer to whether records are accepted may have changed. */
  changed(): void;
}

/** The producer's transaction calls: their waits, and the meaning of their errors. */
export class TransactionCalls {
  readonly #host: TransactionHost;
  readonly #transactions: Transactions;

  constructor(host: TransactionHost) {
    this.#host = host;
    this.#transactions = new Transactions(() => host.changed());
  }

  /** The state of the transaction allows records. */
  get mayProduce(): boolean {
    return !this.#host.isTransactional || this.#transactions.inTransaction;
  }

  /** Throws unless the state of the transaction allows records. */
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
    const { timeoutMs, signal } = checkWait(operation, options, this.#host.defaultTimeoutMs);
    this.#assertTransactional(operation);
    const groupMetadata = serializedGroup(operation, group);
    const partitions = nativeOffsets(operation, offsets);
    this.#transactions.assertInTransaction(operation);
    if (partitions.length === 0) return;
    await wait<unknown>(
      operation,
      { timeoutMs, signal, connectionError: this.#host.connectionError },
      (resolve, reject) => {
        const args = { partitions, groupMetadata, timeoutMs: nativeTimeout(timeoutMs) };
        this.#noting(operation, timeoutMs, this.#host.request('sendOffsets', args)).then(resolve, reject);
      },
    );
  }

  async commit(options: WaitOptions): Promise<void> {
    await this.#run('commitTransaction', options, async (timeoutMs) => {
      await this.#host.handOver(timeoutMs);
      // Records that were refused on submission are not among the failures that librdkafka counts for the transaction.
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

  /** Begins, calls `run`, and commits; or aborts and rethrows. */
  async around<Result>(run: () => Result | Promise<Result>, options: WaitOptions): Promise<Result> {
    const { timeoutMs, signal } = checkWait('transaction', options, this.#host.defaultTimeoutMs);
    this.begin();
    try {
      const result = await run();
      await this.#commitPatiently(timeoutMs, signal);
      return result;
    } catch (error) {
      // The caller gets the error that made the abort necessary. If the abort fails too, the next call reports that.
      if (this.#transactions.isOpen) await this.abort({}).catch(() => undefined);
      throw error;
    }
  }

  /** Waits for a pending call to end, then aborts an open transaction. Never rejects. */
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
    const { timeoutMs, signal } = checkWait(operation, options, this.#host.defaultTimeoutMs);
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
          // An earlier call timed out, and its caller may already know. This call still has time left.
          if (!joins || isOver || !(error instanceof TimeoutError) || remaining(deadline) === 0) throw error;
        }
      }
    };
    await wait<void>(
      operation,
      { timeoutMs, signal, connectionError: this.#host.connectionError },
      (resolve, reject) => {
        const completed = (): void => {
          if (!isOver) this.#transactions.claim(operation);
          resolve();
        };
        attempt().then(completed, reject);
        return () => {
          isOver = true;
        };
      },
    );
  }

  async #noting(operation: string, timeoutMs: number, reply: Promise<unknown>): Promise<unknown> {
    try {
      return await reply;
    } catch (error) {
      if (KafkaError.is(error) && error.isFatal) this.#host.failed(error);
      else if (KafkaError.is(error) && error.txnRequiresAbort) this.#transactions.failed(error);
      else throw asTimeout(error, operation, { operation, timeoutMs, connectionError: this.#host.connectionError });
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
