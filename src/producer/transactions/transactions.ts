import { errorNumber, type LibrdkafkaErrorCode } from '../errors/codes';
import { KafkaError } from '../errors/kafka-error';

/** Java's TransactionManager.State. */
export type TransactionState =
  | 'UNINITIALIZED'
  | 'INITIALIZING'
  | 'READY'
  | 'IN_TRANSACTION'
  | 'COMMITTING_TRANSACTION'
  | 'ABORTING_TRANSACTION'
  | 'ABORTABLE_ERROR';

/** Calls that talk to the coordinator, the state each may start in, and the one it is in while it runs. */
const OPERATIONS = {
  initTransactions: { from: ['UNINITIALIZED'], during: 'INITIALIZING', then: 'READY' },
  commitTransaction: { from: ['IN_TRANSACTION'], during: 'COMMITTING_TRANSACTION', then: 'READY' },
  abortTransaction: { from: ['IN_TRANSACTION', 'ABORTABLE_ERROR'], during: 'ABORTING_TRANSACTION', then: 'READY' },
} as const satisfies Record<
  string,
  { from: readonly TransactionState[]; during: TransactionState; then: TransactionState }
>;

export type TransactionOperation = keyof typeof OPERATIONS;

export function stateError(
  operation: string,
  message: string,
  options: { code?: LibrdkafkaErrorCode; cause?: KafkaError } = {},
): KafkaError {
  const code = options.code ?? 'ERR__STATE';
  return new KafkaError({
    code,
    errno: errorNumber(code),
    message: `${operation}: ${message}`,
    operation,
    txnRequiresAbort: options.cause !== undefined,
    cause: options.cause,
  });
}

/** A producer without `transactional.id` was asked for a transaction. */
export function notTransactional(operation: string): KafkaError {
  return stateError(operation, 'needs the property transactional.id', { code: 'ERR__NOT_CONFIGURED' });
}

/**
 * Which call of a transaction is legal when. A call that ran out of time goes on in the background: the same call made again
 * joins it, and no other is taken meanwhile (Java: "the call must be retried").
 */
export class Transactions {
  #state: TransactionState = 'UNINITIALIZED';
  #error: KafkaError | undefined;
  #running: { operation: TransactionOperation; promise: Promise<void> } | undefined;
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

  /** Something has to be aborted before the producer is closed. */
  get isOpen(): boolean {
    return this.#state === 'IN_TRANSACTION' || this.#state === 'ABORTABLE_ERROR';
  }

  /** Why the transaction can only be aborted. */
  get error(): KafkaError | undefined {
    return this.#error;
  }

  /** The call under way, if there is one. */
  get running(): Promise<void> | undefined {
    return this.#running?.promise;
  }

  /** Throws unless records and offsets may be added now. */
  assertInTransaction(operation: string): void {
    if (this.#state !== 'IN_TRANSACTION') throw this.#refusal(operation);
  }

  /** Throws if something of the transaction failed. */
  assertNoFailure(operation: string): void {
    if (this.#error !== undefined) throw this.#failure(operation);
  }

  /** @param begin the native call; what it throws is passed on, and nothing has changed. */
  begin(begin: () => void): void {
    if (this.#state !== 'READY') throw this.#refusal('beginTransaction');
    begin();
    this.#enter('IN_TRANSACTION');
  }

  /** A record or a call failed in a way that leaves only the abort. */
  failed(error: KafkaError): void {
    if (this.#state !== 'IN_TRANSACTION' && this.#state !== 'COMMITTING_TRANSACTION') return;
    this.#error = error;
    this.#enter('ABORTABLE_ERROR');
  }

  /** Starts the call, or joins the one that runs since it was made before. */
  run(operation: TransactionOperation, request: () => Promise<unknown>): Promise<void> {
    const running = this.#running;
    if (running !== undefined) {
      if (running.operation === operation) return running.promise;
      throw stateError(operation, `${running.operation} is still under way; make that call again to wait for it`, {
        code: 'ERR__PREV_IN_PROGRESS',
      });
    }
    const { from, during, then } = OPERATIONS[operation];
    if (this.#state !== during && !(from as readonly TransactionState[]).includes(this.#state))
      throw this.#refusal(operation);
    const before = this.#state === during ? from[0] : this.#state;
    this.#enter(during);
    const promise = this.#perform(request, before, during, then);
    this.#running = { operation, promise };
    // Whoever waited may have given up.
    promise.catch(() => undefined);
    return promise;
  }

  async #perform(
    request: () => Promise<unknown>,
    before: TransactionState,
    during: TransactionState,
    then: TransactionState,
  ): Promise<void> {
    try {
      await request();
      this.#error = undefined;
      this.#running = undefined;
      this.#enter(then);
    } catch (thrown) {
      this.#running = undefined;
      const error = thrown as KafkaError;
      // A delivery that failed during the commit may have led to ABORTABLE_ERROR already.
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
        return stateError(operation, 'initTransactions() has not been completed');
      case 'READY':
        return stateError(
          operation,
          operation === 'initTransactions'
            ? 'was completed already'
            : 'no transaction is open; call beginTransaction() first',
        );
      case 'IN_TRANSACTION':
        return stateError(operation, 'a transaction is open');
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
