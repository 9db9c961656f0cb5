import type { Consumer, TopicPartition } from '../../../index';
import type { MeasuredTask, TaskMeasures } from '../../metrics/task-measures';
import { changelogTopic } from '../../task/settings';
import { ChangelogStore } from '../stores/changelog-store';
import type { TopicGroups } from '../topics/topic-groups';
import type { TopicGroup } from '../topics/topic-group';
import { RuntimeTask, type OpenFolder, type Positions } from './runtime-task';
import { partitionName } from '../partition-name';

/** Brings tasks from their partitions to processing. */
export interface Starter {
  start(task: RuntimeTask): Promise<void>;
  /** Gives up restoring; what is restored stays. */
  suspend(task: RuntimeTask): void;
}

/** What is measured of the tasks. */
export interface TaskManagerMeasures {
  ofTask(task: MeasuredTask): TaskMeasures;
  taskCreated(): void;
  taskClosed(): void;
}

/** Which tasks are here: they come and go with the partitions that the group gives this process. */
export class TaskManager implements Positions {
  readonly #consumer: Consumer;
  readonly #groups: TopicGroups;
  readonly #settings: { readonly applicationId: string; readonly isExactlyOnce: boolean };
  readonly #starter: Starter;
  readonly #failed: (error: unknown) => void;
  readonly #openFolder: OpenFolder;
  readonly #measures: TaskManagerMeasures;
  readonly #tasks = new Map<string, RuntimeTask>();
  /** By queue name. */
  readonly #assigned = new Map<string, TopicPartition>();
  readonly #byQueue = new Map<string, RuntimeTask>();
  /** Ends of partitions that the consumer has come to. */
  readonly #ends = new Map<string, number>();
  readonly #full = new Map<string, TopicPartition>();

  /** `failed`: a task cannot be started. `openFolder`: opens the stores on disk of a task; absent: there are none. */
  constructor(parts: {
    consumer: Consumer;
    groups: TopicGroups;
    settings: { readonly applicationId: string; readonly isExactlyOnce: boolean };
    starter: Starter;
    failed: (error: unknown) => void;
    openFolder?: OpenFolder | undefined;
    measures: TaskManagerMeasures;
  }) {
    this.#consumer = parts.consumer;
    this.#groups = parts.groups;
    this.#settings = parts.settings;
    this.#starter = parts.starter;
    this.#failed = parts.failed;
    this.#measures = parts.measures;
    this.#openFolder = parts.openFolder ?? (() => undefined);
    this.#consumer.on('partitionEof', (end) => void this.#ends.set(partitionName(end), end.offset));
  }

  get all(): Iterable<RuntimeTask> {
    return this.#tasks.values();
  }

  get running(): RuntimeTask[] {
    return [...this.#tasks.values()].filter(({ state }) => state === 'RUNNING');
  }

  /** All that are assigned run. */
  get areReady(): boolean {
    return [...this.#tasks.values()].every(({ state }) => state === 'RUNNING');
  }

  taskOf(queue: string): RuntimeTask | undefined {
    return this.#byQueue.get(queue);
  }

  position(partition: TopicPartition): number | null {
    return this.#consumer.position(partition);
  }

  isAtEnd(partition: TopicPartition): boolean {
    const end = this.#ends.get(partitionName(partition));
    return end !== undefined && (this.#consumer.position(partition) ?? -1) >= end;
  }

  /** New partitions; with the classic protocol these are all, and an empty list says that there are none. */
  assigned(partitions: readonly TopicPartition[]): void {
    // Nothing may be delivered before the committed offset is known, and the stores are restored.
    this.#consumer.pause(partitions);
    for (const partition of partitions) this.#assigned.set(partitionName(partition), partition);
    for (const [id, { group, partition, here }] of this.#byTask()) {
      const task = this.#tasks.get(id) ?? this.#create(group, partition);
      const isNew = here.length !== task.partitions.length || task.state === 'SUSPENDED' || task.state === 'CREATED';
      if (!isNew) continue;
      // More topics of a pattern, or of a subtopology without stores.
      if (task.state === 'RUNNING' || task.state === 'RESTORING') this.#stop(task, 'CREATED', false);
      this.#consumer.pause(here);
      task.prepare(here);
      if (this.#isComplete(task)) this.#start(task);
    }
    // What did not come back is somewhere else now.
    for (const task of [...this.#tasks.values()]) if (task.state === 'SUSPENDED') this.#close(task);
  }

  #byTask(): Map<string, { group: TopicGroup; partition: number; here: TopicPartition[] }> {
    const tasks = new Map<string, { group: TopicGroup; partition: number; here: TopicPartition[] }>();
    for (const assigned of this.#assigned.values()) {
      const group = this.#groups.of(assigned.topic);
      if (!group) continue;
      const id = `${group.id}_${assigned.partition}`;
      const task = tasks.get(id) ?? { group, partition: assigned.partition, here: [] };
      task.here.push(assigned);
      tasks.set(id, task);
    }
    return tasks;
  }

  /** With stores, all partitions must be here; they are apart while members with another topology are in the group. */
  #isComplete({ group, partitions }: RuntimeTask): boolean {
    return group.stores.length === 0 || group.patterns.length > 0 || partitions.length === group.sources.size;
  }

  #create(group: TopicGroup, partition: number): RuntimeTask {
    const disk = this.#openFolder(`${group.id}_${partition}`, group.stores);
    const stores = group.stores.map((plan) => {
      const changelog = plan.loggingEnabled ? changelogTopic(this.#settings, plan.name) : undefined;
      const topic = plan.sourceTopic ?? changelog;
      return new ChangelogStore(plan, topic, partition, this.#settings.isExactlyOnce, disk?.of(plan));
    });
    const task = new RuntimeTask(group, partition, stores, (made) => this.#measures.ofTask(made), disk);
    this.#tasks.set(task.id, task);
    this.#measures.taskCreated();
    return task;
  }

  #start(task: RuntimeTask): void {
    for (const partition of task.partitions) {
      this.#byQueue.set(partitionName(partition), task);
      this.#ends.delete(partitionName(partition));
    }
    const { generation } = task;
    this.#starter.start(task).catch((error: unknown) => {
      // What a task asked for that was stopped meanwhile is gone with its partitions.
      if (task.generation === generation) this.#failed(error);
    });
  }

  /** These are taken away, and what was done is committed. */
  revoked(partitions: readonly TopicPartition[]): void {
    for (const task of this.#forget(partitions)) this.#stop(task, 'SUSPENDED', false);
  }

  /** These are somewhere else already: what is not committed never will be. */
  lost(partitions: readonly TopicPartition[]): void {
    for (const task of this.#forget(partitions)) this.#close(task);
  }

  #forget(partitions: readonly TopicPartition[]): Set<RuntimeTask> {
    const tasks = new Set<RuntimeTask>();
    for (const partition of partitions) {
      const name = partitionName(partition);
      const task = this.#byQueue.get(name);
      if (task) tasks.add(task);
      this.#assigned.delete(name);
      this.#byQueue.delete(name);
      this.#ends.delete(name);
      this.#full.delete(name);
    }
    return tasks;
  }

  /**
   * Goes back to the last commit. With exactly_once_v2 the stores are rolled back; otherwise their changelogs may be
   * ahead of them, and they are restored.
   */
  reset(): void {
    for (const task of [...this.#tasks.values()]) {
      if (task.state !== 'RUNNING') continue;
      const { partitions } = task;
      this.#consumer.pause(partitions);
      if (this.#settings.isExactlyOnce) this.#stop(task, 'CREATED', true);
      else {
        this.#close(task);
        this.#create(task.group, task.partition);
      }
      const again = this.#tasks.get(task.id)!;
      again.prepare(partitions);
      this.#start(again);
    }
  }

  /** Pauses partitions of which too many records wait, and resumes those that are short again. */
  balance(limit: number): void {
    for (const task of this.running) {
      for (const partition of task.partitions) {
        const name = partitionName(partition);
        const waiting = task.waiting(name);
        if (waiting > limit && !this.#full.has(name)) {
          this.#full.set(name, partition);
          this.#consumer.pause([partition]);
        } else if (waiting <= limit && this.#full.delete(name)) this.#consumer.resume([partition]);
      }
    }
  }

  closeAll(): void {
    for (const task of [...this.#tasks.values()]) this.#close(task);
  }

  #close(task: RuntimeTask): void {
    this.#tasks.delete(task.id);
    this.#measures.taskClosed();
    this.#stop(task, 'CLOSED', false);
  }

  #stop(task: RuntimeTask, state: 'CREATED' | 'SUSPENDED' | 'CLOSED', rollsBack: boolean): void {
    if (task.state === 'RESTORING') this.#starter.suspend(task);
    for (const partition of task.partitions) this.#full.delete(partitionName(partition));
    try {
      task.stop(state, rollsBack);
    } catch (error) {
      this.#failed(error);
    }
  }
}
