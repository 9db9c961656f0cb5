import type {
  Cancellable,
  PunctuationType,
  Punctuator,
  ProcessorContext,
  RecordMetadata,
} from '../../records/processor';
import { Record, type RecordInput } from '../../records/record';
import type { StateStore } from '../../stores/store-types';
import type { Forward } from './context-factory';
import type { Node, RecordContext } from './node';
import type { TaskSettings } from '../settings';

/** What a context needs of its task. */
export interface ContextTask {
  readonly id: string;
  readonly record: RecordContext;
  readonly settings: TaskSettings;
  readonly streamTime: number;
  requestCommit(): void;
  connectedStore(node: Node, name: string): StateStore;
  schedule(
    node: Node,
    intervalMs: number,
    type: PunctuationType,
    callback: Punctuator,
    startTime: number | undefined,
  ): Cancellable;
}

/** The context of one processor of the user's. */
export class TaskProcessorContext implements ProcessorContext {
  readonly #task: ContextTask;
  readonly #node: Node;
  readonly #forward: Forward;

  constructor(task: ContextTask, node: Node, forward: Forward) {
    this.#task = task;
    this.#node = node;
    this.#forward = forward;
  }

  get taskId(): string {
    return this.#task.id;
  }

  get applicationId(): string {
    return this.#task.settings.applicationId;
  }

  get appConfigs(): Readonly<{ [property: string]: unknown }> {
    return this.#task.settings.configuration;
  }

  get recordMetadata(): RecordMetadata | null {
    const { isThere, topic, partition, offset } = this.#task.record;
    return isThere ? { topic, partition, offset } : null;
  }

  forward(record: RecordInput<unknown, unknown>, childName?: string): void {
    const { key, value, timestamp, headers } = record;
    const passed = record instanceof Record ? record : new Record(key ?? null, value ?? null, timestamp, headers);
    this.#forward(passed, childName);
  }

  getStateStore<S extends StateStore>(name: string): S {
    return this.#task.connectedStore(this.#node, name) as S;
  }

  schedule(
    intervalMs: number,
    type: PunctuationType,
    callback: Punctuator,
    options: { readonly startTime?: number | undefined } = {},
  ): Cancellable {
    return this.#task.schedule(this.#node, intervalMs, type, callback, options.startTime);
  }

  commit(): void {
    this.#task.requestCommit();
  }

  currentStreamTimeMs(): number {
    return this.#task.streamTime;
  }

  currentSystemTimeMs(): number {
    return this.#task.settings.clock();
  }
}
