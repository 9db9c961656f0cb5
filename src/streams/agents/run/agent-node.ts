import { reasonOf, StreamsError } from '../../errors/streams-errors';
import type { ContextFactory } from '../../task/nodes/context-factory';
import { noRecord, Node, type NodeEnvironment, type NodeHeaders } from '../../task/nodes/node';
import type { PendingWork } from '../../task/pending/pending-work';
import { AgentRun } from './agent-run';
import type { AgentFunction } from './agent-types';
import type { Step } from './staged';
import type { SerializeSent } from './topic-serdes';

/** What an agent is. */
export interface AgentParts {
  readonly work: AgentFunction<unknown, unknown>;
  readonly serialize: SerializeSent;
  /** Names of its tables. */
  readonly tables: { has(table: string): boolean };
  /** Records without a key, or without a value, are left out. */
  readonly needsKey: boolean;
  readonly needsValue: boolean;
}

/** Gives the records of a task to the function of an agent, and does what it has acknowledged. */
export class AgentNode extends Node implements PendingWork {
  readonly #parts: AgentParts;
  #run: AgentRun | undefined;

  constructor(name: string, parts: AgentParts) {
    super(name);
    this.#parts = parts;
  }

  override init(environment: NodeEnvironment): void {
    super.init(environment);
    environment.pending.add(this);
    const task = environment as NodeEnvironment & ContextFactory;
    const context = task.contextFor(this, () => undefined);
    const { defaults } = environment.settings;
    this.#run = new AgentRun(this.name, this.#parts.work, {
      taskId: context.taskId,
      now: () => context.currentSystemTimeMs(),
      after: (ms, callback) => {
        const timer = context.schedule(Math.max(1, ms), 'WALL_CLOCK_TIME', () => {
          timer.cancel();
          callback();
        });
        return () => timer.cancel();
      },
      store: (table) => this.#store(table),
      serialize: (...sent) => this.#parts.serialize(defaults, ...sent),
      requestCommit: () => context.commit(),
      wake: () => environment.wake(),
    });
    this.#run.start();
  }

  process(key: unknown, value: unknown, _old: unknown, timestamp: number, headers: NodeHeaders): void {
    const { needsKey, needsValue } = this.#parts;
    if ((needsKey && key === null) || (needsValue && value === null)) return this.environment.dropped();
    const context = { ...this.environment.record };
    const { topic, partition, offset } = context;
    this.#run!.add({ key, value, timestamp, headers: headers ?? [], topic, partition, offset }, context);
  }

  get isFull(): boolean {
    return this.#run!.isFull;
  }

  /** A commit takes what is acknowledged. */
  get delaysCommit(): boolean {
    return false;
  }

  get isSettled(): boolean {
    return this.#run!.isSettled;
  }

  firstOffset(topic: string, partition: number): number | undefined {
    return this.#run!.firstOffset(topic, partition);
  }

  /** All that is acknowledged at once: no commit comes in between. */
  deliver(): boolean {
    const steps = this.#run!.takeSteps();
    for (const step of steps) this.#do(step);
    const failure = this.#run!.takeFailure();
    if (failure) this.#fail(failure);
    return steps.length > 0 || failure !== undefined;
  }

  override close(): void {
    this.#run?.end();
  }

  #do(step: Step): void {
    if (step.kind === 'done') return this.#run!.done(step.taken);
    if (step.kind === 'write') {
      const { store, key, value, timestamp } = step;
      if (!store.writeRaw(key, value, timestamp, timestamp)) this.environment.dropped();
      return;
    }
    const { record, taken } = step;
    const { timestamp } = record;
    const headers = record.headers.length === 0 ? undefined : record.headers;
    Object.assign(this.environment.record, taken?.context ?? { ...noRecord(), isThere: true });
    try {
      this.forward(record.key, record, null, timestamp, headers);
    } catch (error) {
      this.environment.failed(this, error, { key: record.key, value: record.value, timestamp, headers });
    }
  }

  #fail({ error, first }: NonNullable<ReturnType<AgentRun['takeFailure']>>): void {
    // Without an item there is nothing that could be left out: the next call would fail in the same way.
    if (!first)
      throw error instanceof StreamsError
        ? error
        : new StreamsError(`${this.name} failed: ${reasonOf(error)}`, { node: this.name, cause: error });
    const { key, value, timestamp, headers } = first.item;
    Object.assign(this.environment.record, first.context);
    this.environment.failed(this, error, { key, value, timestamp, headers });
    this.#run!.skip();
  }

  #store(table: string): ReturnType<NodeEnvironment['store']> {
    if (this.#parts.tables.has(table)) return this.environment.store(table);
    throw new StreamsError(`agent ${this.name}: the table ${table} is not one of its tables. Name it in tables`);
  }
}
