import type { KafkaError } from '../../errors/kafka-error';
import { stateError } from '../../errors/state-error';

/** Java's TransactionManager.State. */
export type TransactionState =
  | 'UNINITIALIZED'
  | 'INITIALIZING'
  | 'READY'
  | 'IN_TRANSACTION'
  | 'COMMITTING_TRANSACTION'
  | 'ABORTING_TRANSACTION'
  | 'ABORTABLE_ERROR';

/** Calls that talk to the coordinator: the states in which each may start, and its state while it runs. */
const OPERATIONS = {
  initTransactions: { from: ['UNINITIALIZED'], during: 'INITIALIZING', then: 'READY' },
  commitTransaction: { from: ['IN_TRANSACTION'], during: 'COMMITTING_TRANSACTION', then: 'READY' },
  abortTransaction: { from: ['IN_TRANSACTION', 'ABORTABLE_ERROR'], during: 'ABORTING_TRANSACTION', then: 'READY' },
} as const satisfies Record<
  string,
  { from: readonly TransactionState[]; during: TransactionState; then: TransactionState }
>;

export type TransactionOperation = keyof typeof OPERATIONS;

/** The error of a transaction call on a producer without `transactional.id`. */
export function notTransactional(operation: string): KafkaError {
  return stateError(operation, 'needs the property transactional.id; set it in the configuration of the producer', {
    code: 'ERR__NOT_CONFIGURED',
  });
}

/**
 * Knows which transaction call is legal in which state. A call that timed out continues in the background: repeating
 * the same call joins it, and no other call is legal meanwhile (Java: "the call must be retried").
 */
export class Transactions {
  #state: TransactionState = 'UNINITIALIZED';
  #error: KafkaError | undefined;
  #running: { operation: TransactionOperation; promise: Promise<void> } | undefined;
  /** The last call, if it was completed and no caller has learned so. */
  #unclaimed: TransactionOperation | undefined;
  readonly #onChange: () => void;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  get state(): TransactionState {
    return this.#state;
  }

  /** Records may be produced. */
  get inTransaction(): boolean {
    return this.#state === 'IN_TRANSACTION';
  }

  /** There is a transaction to abort before the producer is closed. */
  get isOpen(): boolean {
    return this.#state === 'IN_TRANSACTION' || this.#state === 'ABORTABLE_ERROR';
  }

  /** Why the transaction can only be aborted. */
  get error(): KafkaError | undefined {
    return this.#error;
  }

  /** The pending call, if there is one. */
  get running(): Promise<void> | undefined {
    return this.#running?.promise;
  }

  /** Throws unless records and offsets may be added now. */
  assertInTransaction(operation: string): void {
    if (this.#state !== 'IN_TRANSACTION') throw this.#refusal(operation);
  }

  /** Throws if part of the transaction failed. */
  assertNoFailure(operation: string): void {
    if (this.#error !== undefined) throw this.#failure(operation);
  }

  /** @param begin The native call. If it throws, the error is passed on and the state does not change. */
  begin(begin: () => void): void {
    if (this.#state !== 'READY') throw this.#refusal('beginTransaction');
    begin();
    this.#unclaimed = undefined;
    this.#enter('IN_TRANSACTION');
  }

  /** A record or a call failed in a way that requires an abort. */
  failed(error: KafkaError): void {
    if (this.#state !== 'IN_TRANSACTION' && this.#state !== 'COMMITTING_TRANSACTION') return;
    this.#error = error;
    this.#enter('ABORTABLE_ERROR');
  }

  /**
   * Starts the call, or joins it if it is still running from before. Resolves at once if it was completed after its
   * caller had stopped waiting, as in Java: that caller was asked to repeat the call.
   */
  run(operation: TransactionOperation, request: () => Promise<unknown>): Promise<void> {
    if (operation === this.#unclaimed) return Promise.resolve();
    const running = this.#running;
    if (running !== undefined) {
      if (running.operation === operation) return running.promise;
      throw stateError(operation, `${running.operation} is still pending; repeat that call to wait for it`, {
        code: 'ERR__PREV_IN_PROGRESS',
      });
    }
    const { from, during } = OPERATIONS[operation];
    if (this.#state !== during && !(from as readonly TransactionState[]).includes(this.#state))
      throw this.#refusal(operation);
    const before = this.#state === during ? from[0] : this.#state;
    this.#unclaimed = undefined;
    this.#enter(during);
    const promise = this.#perform(operation, request, before);
    this.#running = { operation, promise };
    // The caller may have stopped waiting.
    promise.catch(() => undefined);
    return promise;
  }

  /** A caller learns that the call was completed. */
  claim(operation: TransactionOperation): void {
    if (operation === this.#unclaimed) this.#unclaimed = undefined;
  }

  async #perform(
    operation: TransactionOperation,
    request: () => Promise<unknown>,
    before: TransactionState,
  ): Promise<void> {
    const { during, then } = OPERATIONS[operation];
    try {
      await request();
      this.#error = undefined;
      this.#running = undefined;
      this.#unclaimed = operation;
      this.#enter(then);
    } catch (thrown) {
      this.#running = undefined;
      const error = thrown as KafkaError;
      // A delivery that failed during the commit may already have set ABORTABLE_ERROR.
      if (error.txnRequiresAbort) {
        this.#error = error;
        this.#enter('ABORTABLE_ERROR');
      } else if (!error.isRetriable && this.#state === during) {
        this.#enter(before);
      }
      throw error;
    }
  }

  #enter(state: TransactionState): void {
    this.#state = state;
    this.#onChange();
  }

  #refusal(operation: string): KafkaError {
    switch (this.#state) {
      case 'UNINITIALIZED':
      case 'INITIALIZING':
        return stateError(operation, 'initTransactions() has not been completed; await it first');
      case 'READY':
        return stateError(
          operation,
          operation === 'initTransactions'
            ? 'was completed already'
            : 'no transaction is open; call beginTransaction() first',
        );
      case 'IN_TRANSACTION':
        return stateError(operation, 'a transaction is open; call commitTransaction() or abortTransaction() first');
      case 'COMMITTING_TRANSACTION':
        return stateError(operation, 'the transaction is being committed; call commitTransaction() until it is');
      case 'ABORTING_TRANSACTION':
        return stateError(operation, 'the transaction is being aborted; call abortTransaction() until it is');
      case 'ABORTABLE_ERROR':
        return this.#failure(operation);
    }
  }

  #failure(operation: string): KafkaError {
    const message = `the transaction can only be aborted, because of: ${this.#error?.message ?? 'an error'}`;
    return stateError(operation, message, { cause: this.#error });
  }
}
