import type { TopicPartition } from '../../../index';
import type { Flush } from '../../stores/disk/disk-bytes';
import type { StorePlan } from '../../stores/store-plan';
import type { StateStore } from '../../stores/store-types';
import type { PendingWork } from '../../task/pending/pending-work';
import type { RecordRun } from '../../task/queues/record-run';
import type { MeasuredTask, TaskMeasures } from '../../metrics/task-measures';
import { encodeMetadata, type CommittedTimes } from '../commit/offset-metadata';
import type { CommitOffset } from '../commit/streams-producer';
import type { ChangelogStore, OnDisk, StoreChanges } from '../stores/changelog-store';
import type { TopicGroup } from '../topics/topic-group';
import { partitionName } from '../partition-name';

/** SUSPENDED: its partitions were taken away, and may come back with the next assignment. */
export type TaskState = 'CREATED' | 'RESTORING' | 'RUNNING' | 'SUSPENDED' | 'CLOSED';

/** What a task knows of the consumer. */
export interface Positions {
  /** The next record that has not been given out. */
  position(partition: TopicPartition): number | null;
  /** Everything up to the end of the partition has been given out. */
  isAtEnd(partition: TopicPartition): boolean;
}

/** The nodes of a task, and the records that wait for them. */
export interface TaskNodes {
  readonly compiled: { queryable(name: string): StateStore | undefined };
  readonly queues: {
    readonly isEmpty: boolean;
    readonly nonEmpty: number;
    sizeOf(queue: string): number;
    headOf(queue: string): number | undefined;
    timeOf(queue: string): number;
  };
  /** Records that are not done at once. */
  readonly pending: PendingWork;
  /** By store: the final results of windows that closed by then have gone on. */
  readonly closeTimes: Map<string, number>;
  isCommitRequested: boolean;
  readonly droppedRecords: number;
  open(queue: string, topic: string, time: number): void;
  add(run: RecordRun, queue: string): void;
  process(): boolean;
  punctuateStreamTime(): boolean;
  punctuateWallClock(): boolean;
  close(): void;
}

/** Stores of a task that are on disk. */
export interface TaskFolder {
  flush(all: readonly Flush[]): void;
  release(): void;
}

/** Opens the stores on disk of a task; undefined: it has none. `of`: undefined for one that is in memory. */
export type OpenFolder = (
  taskId: string,
  plans: readonly StorePlan[],
) => (TaskFolder & { of(plan: StorePlan): OnDisk | undefined }) | undefined;

/** One subtopology for one partition of its topics: while it is assigned to this process. */
export class RuntimeTask {
  readonly id: string;
  readonly group: TopicGroup;
  readonly partition: number;
  readonly stores: readonly ChangelogStore[];
  readonly measures: TaskMeasures;
  state: TaskState = 'CREATED';
  /** Something was done since the last commit. */
  isDirty = false;
  /** Grows with each start. Work of an earlier start is dropped. */
  generation = 0;
  #partitions: readonly TopicPartition[] = [];
  #task: TaskNodes | undefined;
  readonly #disk: TaskFolder | undefined;
  /** Of the commit that is under way. */
  #offsets: CommitOffset[] = [];
  /** When the task began to wait for a partition that is at its end. */
  #idleSince: number | undefined;

  /** `disk`: the folder of its stores on disk, if it has some. */
  constructor(
    group: TopicGroup,
    partition: number,
    stores: readonly ChangelogStore[],
    measure: (task: MeasuredTask) => TaskMeasures,
    disk?: TaskFolder,
  ) {
    this.id = `${group.id}_${partition}`;
    this.group = group;
    this.partition = partition;
    this.stores = stores;
    this.#disk = disk;
    this.measures = measure(this);
  }

  get partitions(): readonly TopicPartition[] {
    return this.#partitions;
  }

  get isRestored(): boolean {
    return this.stores.every(({ isRestored }) => isRestored);
  }

  store(name: string): StateStore | undefined {
    return this.#task?.compiled.queryable(name);
  }

  /** Its partitions are here. */
  prepare(partitions: readonly TopicPartition[]): void {
    this.#partitions = partitions;
    this.state = 'CREATED';
    this.generation++;
  }

  /** Begins to process. `times`: what was committed with the partitions. */
  start(task: TaskNodes, times: ReadonlyMap<string, CommittedTimes>): void {
    this.#task = task;
    for (const partition of this.#partitions) {
      const name = partitionName(partition);
      const committed = times.get(name);
      task.open(name, partition.topic, committed?.partitionTime ?? -1);
      for (const [store, time] of committed?.closeTimes ?? [])
        task.closeTimes.set(store, Math.max(time, task.closeTimes.get(store) ?? -1));
    }
    this.state = 'RUNNING';
  }

  add(run: RecordRun, queue: string): void {
    const task = this.#task;
    // Those of a task that was stopped meanwhile are read again.
    if (!task) return;
    const dropped = task.droppedRecords;
    task.add(run, queue);
    // Dead letters may have been written, and the offset of what was left out is to be committed.
    if (task.droppedRecords !== dropped) this.isDirty = true;
  }

  /** How many records of the partition wait. */
  waiting(queue: string): number {
    return this.#task?.queues.sizeOf(queue) ?? 0;
  }

  /** How many records of all partitions wait. */
  get waitingRecords(): number {
    return this.#partitions.reduce((sum, partition) => sum + this.waiting(partitionName(partition)), 0);
  }

  get isEmpty(): boolean {
    return this.#task?.queues.isEmpty ?? true;
  }

  /**
   * Java's `max.task.idle.ms`: the record with the smallest time is known only when each partition has one, or is at
   * its end, and has been for that long. −1: never waits.
   */
  isProcessable(now: number, maxIdleMs: number, positions: Positions): boolean {
    const { pending, queues } = this.#task!;
    const { nonEmpty } = queues;
    if (nonEmpty === 0 || pending.isFull) return false;
    if (nonEmpty === this.#partitions.length) {
      this.#idleSince = undefined;
      return true;
    }
    const empty = this.#partitions.filter((partition) => queues.headOf(partitionName(partition)) === undefined);
    if (maxIdleMs < 0) return true;
    if (!empty.every((partition) => positions.isAtEnd(partition))) return false;
    this.#idleSince ??= now;
    return now - this.#idleSince >= maxIdleMs;
  }

  /** Processes a record; false: there is none. */
  process(): boolean {
    const task = this.#task!;
    if (!task.process()) return false;
    this.isDirty = true;
    task.punctuateStreamTime();
    return true;
  }

  /** Passes on what has become ready of records that are not done at once. Returns whether there was something. */
  deliver(): boolean {
    if (!this.#task!.pending.deliver()) return false;
    this.isDirty = true;
    return true;
  }

  /** Work is under way for which a commit waits. */
  get delaysCommit(): boolean {
    return this.#task?.pending.delaysCommit ?? false;
  }

  /** Returns whether something was due. */
  punctuateWallClock(): boolean {
    const hasRun = this.#task!.punctuateWallClock();
    if (hasRun) this.isDirty = true;
    return hasRun;
  }

  /** A processor has asked for a commit. */
  takeCommitRequest(): boolean {
    const task = this.#task!;
    const isRequested = task.isCommitRequested;
    task.isCommitRequested = false;
    return isRequested;
  }

  get uncommittedBytes(): number {
    return this.stores.reduce((sum, store) => sum + store.uncommittedBytes, 0);
  }

  *changes(): Generator<StoreChanges> {
    for (const store of this.stores) yield store.changes;
  }

  /** The first records that are not done, with the largest times so far. */
  offsets(positions: Positions): CommitOffset[] {
    const { pending, queues, closeTimes } = this.#task!;
    return (this.#offsets = this.#partitions.flatMap((partition) => {
      const name = partitionName(partition);
      const underWay = pending.firstOffset(partition.topic, partition.partition);
      const offset = underWay ?? queues.headOf(name) ?? positions.position(partition);
      if (offset === null) return [];
      return [{ ...partition, offset, metadata: encodeMetadata(queues.timeOf(name), closeTimes) }];
    }));
  }

  /** Only now goes what was done to the disk, in one transaction. */
  committed(): void {
    this.isDirty = false;
    const copiedTo = ({ topic }: ChangelogStore): number | undefined =>
      this.#offsets.find((one) => one.topic === topic)?.offset;
    this.#disk?.flush(this.stores.flatMap((store) => store.forDisk(copiedTo(store))));
    for (const store of this.stores) store.committed();
  }

  /** Stops processing; the stores stay. `rollsBack`: to what they were at the last commit. */
  stop(state: 'CREATED' | 'SUSPENDED' | 'CLOSED', rollsBack: boolean): void {
    this.generation++;
    this.state = state;
    this.isDirty = false;
    this.#idleSince = undefined;
    const task = this.#task;
    this.#task = undefined;
    try {
      task?.close();
    } finally {
      if (rollsBack) for (const store of this.stores) store.rollBack();
      if (state === 'CLOSED') {
        this.measures.remove();
        this.#disk?.release();
      }
    }
  }
}
