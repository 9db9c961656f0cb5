import { Node, type NodeEnvironment, type NodeHeaders, type RecordContext } from '../../task/nodes/node';
import type { PendingWork } from '../../task/pending/pending-work';

/** A call of the user's function, and the record that it is for. */
interface Call {
  readonly key: unknown;
  readonly value: unknown;
  readonly timestamp: number;
  readonly headers: NodeHeaders;
  readonly context: RecordContext;
  isStarted: boolean;
  outcome: { readonly result: unknown } | { readonly error: unknown } | undefined;
}

/** What the function is called with, and which value goes on. */
export interface AsyncForm {
  call(key: unknown, value: unknown): unknown;
  /** The value that follows from the result. */
  next(result: unknown, value: unknown): unknown;
}

/**
 * Calls a function that returns promises, for several records at once. Results go on in the order of the records, each
 * with the context of its own, when the task asks for them: never in the middle of something else.
 */
export class AsyncNode extends Node implements PendingWork {
  readonly #form: AsyncForm;
  readonly #concurrency: number;
  /** In the order of the records. The first `concurrency` of them are started. */
  readonly #calls: Call[] = [];
  #isClosed = false;
  /** The task knows that there is something to pass on. */
  #isAnnounced = false;

  constructor(name: string, form: AsyncForm, concurrency: number) {
    super(name);
    this.#form = form;
    this.#concurrency = concurrency;
  }

  override init(environment: NodeEnvironment): void {
    super.init(environment);
    environment.pending.add(this);
  }

  process(key: unknown, value: unknown, _old: unknown, timestamp: number, headers: NodeHeaders): void {
    const context = { ...this.environment.record };
    this.#calls.push({ key, value, timestamp, headers, context, isStarted: false, outcome: undefined });
    this.#start();
  }

  get isFull(): boolean {
    return this.#calls.length >= this.#concurrency;
  }

  get delaysCommit(): boolean {
    return this.#calls.length > 0;
  }

  get isSettled(): boolean {
    return this.#calls.length === 0;
  }

  firstOffset(topic: string, partition: number): number | undefined {
    return this.#calls.find(({ context }) => context.topic === topic && context.partition === partition)?.context
      .offset;
  }

  deliver(): boolean {
    this.#isAnnounced = false;
    let isSome = false;
    for (let first = this.#calls[0]; first?.outcome; first = this.#calls[0]) {
      this.#calls.shift();
      this.#start();
      this.#pass(first, first.outcome);
      isSome = true;
    }
    return isSome;
  }

  override close(): void {
    this.#isClosed = true;
    this.#calls.length = 0;
  }

  #start(): void {
    for (let i = 0; i < this.#calls.length && i < this.#concurrency; i++) {
      const call = this.#calls[i]!;
      if (!call.isStarted) this.#begin(call);
    }
  }

  #begin(call: Call): void {
    call.isStarted = true;
    const ended = (outcome: Call['outcome']): void => {
      call.outcome = outcome;
      if (this.#isClosed || this.#isAnnounced || this.#calls[0] !== call) return;
      this.#isAnnounced = true;
      this.environment.wake();
    };
    // What it throws at once is a rejection, too.
    new Promise((resolve) => resolve(this.#form.call(call.key, call.value))).then(
      (result) => ended({ result }),
      (error: unknown) => ended({ error }),
    );
  }

  #pass({ key, value, timestamp, headers, context }: Call, outcome: NonNullable<Call['outcome']>): void {
    Object.assign(this.environment.record, context);
    try {
      if ('error' in outcome) throw outcome.error;
      this.forward(key, this.#form.next(outcome.result, value) ?? null, null, timestamp, headers);
    } catch (error) {
      this.environment.failed(this, error, { key, value, timestamp, headers });
    }
  }
}
