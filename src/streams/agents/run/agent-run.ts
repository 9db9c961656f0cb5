import { StreamsError } from '../../errors/streams-errors';
import { Channel } from './channel';
import type { AgentContext, AgentFunction, AgentStream, SendOptions, TakeOptions } from './agent-types';
import { runIn, type Scope } from './current';
import type { AgentItem, Taken } from './item';
import { Staged, type Sent, type Step } from './staged';
import type { StoreCore } from '../../stores/store-core';

/** What the function of an agent needs of its task. */
export interface RunTask {
  readonly taskId: string;
  /** Milliseconds since the epoch. */
  now(): number;
  after(ms: number, callback: () => void): () => void;
  store(table: string): StoreCore;
  /** The record as bytes. @throws whatever the serializers throw. */
  serialize(topic: string, key: unknown, value: unknown, options: SendOptions, timestamp: number): Sent;
  requestCommit(): void;
  /** There is something to deliver. */
  wake(): void;
}

/** One call of the function. What it does after its end counts no more. */
interface Call {
  readonly scope: Scope;
  isOver: boolean;
  hasTaken: boolean;
}

/** The function of an agent for one task: its items, and what it does with them. */
export class AgentRun {
  readonly #name: string;
  readonly #work: AgentFunction<unknown, unknown>;
  readonly #task: RunTask;
  readonly #channel: Channel;
  readonly #staged = new Staged();
  readonly #abort = new AbortController();
  /** In hand. */
  #taken: Taken[] = [];
  /** Acknowledged, but not done by the task. */
  #sealed: Taken[] = [];
  #call: Call | undefined;
  #failure: { readonly error: unknown; readonly first: Taken | undefined } | undefined;
  #isEnded = false;
  #isAnnounced = false;

  constructor(name: string, work: AgentFunction<unknown, unknown>, task: RunTask) {
    this.#name = name;
    this.#work = work;
    this.#task = task;
    this.#channel = new Channel(name, (ms, callback) => task.after(ms, callback));
  }

  get isFull(): boolean {
    return this.#channel.isFull;
  }

  /** Only more items, or the clock, make it go on. */
  get isSettled(): boolean {
    if (this.#isEnded) return true;
    if (this.#staged.hasSealed || this.#failure) return false;
    return this.#call ? this.#channel.isAwaited : this.#channel.size === 0;
  }

  firstOffset(topic: string, partition: number): number | undefined {
    for (const items of [this.#sealed, this.#taken, this.#channel.items])
      for (const { context } of items)
        if (context.topic === topic && context.partition === partition) return context.offset;
    return undefined;
  }

  add(item: Omit<AgentItem<unknown, unknown>, 'ack'>, context: Taken['context']): void {
    const taken: Taken = { context, item: { ...item, ack: () => this.#acknowledge(taken) } };
    this.#channel.add(taken);
    if (!this.#call && !this.#failure) this.start();
  }

  /** Calls the function. */
  start(): void {
    if (this.#call || this.#isEnded) return;
    const call: Call = { scope: this.#scope(() => call), isOver: false, hasTaken: false };
    this.#call = call;
    const run = async (): Promise<void> => {
      // Not within that of the caller, who is in the middle of something.
      await Promise.resolve();
      await this.#work(this.#stream(call), this.#context(call));
    };
    runIn(call.scope, run).then(
      () => this.#returned(call),
      (error: unknown) => this.#threw(call, error),
    );
  }

  /** What is acknowledged. The task has done it when it returns to its loop. */
  takeSteps(): readonly Step[] {
    this.#isAnnounced = false;
    return this.#staged.takeSealed();
  }

  /** The task has done it. */
  done(taken: Taken): void {
    if (this.#sealed[0] === taken) this.#sealed.shift();
  }

  /** An error of the function, and the first item in hand. */
  takeFailure(): { readonly error: unknown; readonly first: Taken | undefined } | undefined {
    const failure = this.#failure;
    this.#failure = undefined;
    return failure;
  }

  /** Goes on without the items that were in hand. */
  skip(): void {
    this.#taken = [];
    this.start();
  }

  end(): void {
    this.#isEnded = true;
    if (this.#call) this.#call.isOver = true;
    this.#channel.end();
    this.#abort.abort();
  }

  #returned(call: Call): void {
    if (call.isOver) return;
    if (!call.hasTaken)
      return this.#threw(
        call,
        new StreamsError(`agent ${this.#name}: its function returned without reading its stream`),
      );
    this.#acknowledge();
    this.#over(call);
    if (this.#channel.size > 0) this.start();
    this.#announce();
  }

  #threw(call: Call, error: unknown): void {
    if (call.isOver) return;
    this.#over(call);
    this.#staged.drop();
    this.#failure = { error, first: this.#taken[0] };
    this.#announce();
  }

  #over(call: Call): void {
    call.isOver = true;
    this.#call = undefined;
    this.#channel.forget();
  }

  /** All in hand, or up to that item. */
  #acknowledge(last?: Taken): void {
    const count = last ? this.#taken.indexOf(last) + 1 : this.#taken.length;
    if (count === 0) return;
    const items = this.#taken.splice(0, count);
    this.#sealed.push(...items);
    this.#staged.seal(items);
    this.#announce();
  }

  #announce(): void {
    if (this.#isAnnounced || this.#isEnded) return;
    this.#isAnnounced = true;
    this.#task.wake();
  }

  async #pull(call: Call, most: number, withinMs: number): Promise<Taken[]> {
    this.#check(call);
    this.#acknowledge();
    return new Promise((resolve) => {
      this.#channel.pull(most, withinMs, (items) => {
        // At once: from now on they are in hand, even if the function ends before it sees them.
        this.#taken.push(...items);
        call.hasTaken = true;
        resolve(items);
      });
      if (this.#channel.isAwaited) this.#announce();
    });
  }

  /** @throws StreamsError when the function has returned or thrown; when the task has gone, there is nobody to tell. */
  #check(call: Call): void {
    if (call.isOver && !this.#isEnded)
      throw new StreamsError(`agent ${this.#name}: its function has ended. Await what it calls before it returns`);
  }

  #stream(call: Call): AgentStream<unknown, unknown> {
    const rounds = <T>(most: number, withinMs: number, read: (items: AgentItem<unknown, unknown>[]) => T) => ({
      [Symbol.asyncIterator]: (): AsyncIterator<T, undefined> => ({
        next: async (): Promise<IteratorResult<T, undefined>> => {
          const taken = await this.#pull(call, most, withinMs);
          if (taken.length === 0) return { done: true, value: undefined };
          return { done: false, value: read(taken.map(({ item }) => item)) };
        },
        return: () => Promise.resolve({ done: true, value: undefined }),
      }),
    });
    return {
      ...rounds(1, 0, ([first]) => first!),
      take: (most: number, { withinMs = 0 }: TakeOptions = {}) => {
        if (!Number.isInteger(most) || most < 1)
          throw new StreamsError(`take: the number of items must be a whole number above 0, not ${most}`);
        if (!(withinMs >= 0)) throw new StreamsError(`take: withinMs must be 0 or more, not ${withinMs}`);
        return rounds(most, withinMs, (items) => items);
      },
    };
  }

  #context(call: Call): AgentContext {
    return {
      taskId: this.#task.taskId,
      signal: this.#abort.signal,
      send: (topic, key, value, options = {}) => call.scope.send(topic, key, value, options),
      commit: () => this.#task.requestCommit(),
    };
  }

  #scope(call: () => Call): Scope {
    const run = this as AgentRun;
    const task = this.#task;
    return {
      name: this.#name,
      staged: this.#staged,
      get timestamp() {
        const times = run.#taken.map(({ item }) => item.timestamp);
        return times.length === 0 ? task.now() : Math.max(...times);
      },
      get now() {
        return task.now();
      },
      store: (table) => {
        this.#check(call());
        return task.store(table);
      },
      send: (topic, key, value, options) => {
        this.#check(call());
        const timestamp = options.timestamp ?? call().scope.timestamp;
        this.#staged.send(task.serialize(topic, key, value, options, timestamp), this.#taken.at(-1));
      },
    };
  }
}
