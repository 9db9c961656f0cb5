import type { AdminClient, Consumer, ConsumerRecords, TopicPartition } from '../../index';
import { runsOf } from '../task/queues/record-run';
import type { RuntimeSettings } from '../config/runtime-settings';
import type { ThreadMeasures } from '../metrics/thread-measures';
import type { Committer } from './commit/commits';
import { LostWorkError } from './commit/lost-work';
import type { RecordCollectors } from './commit/record-collector';
import { sleep } from './commit/retried';
import type { CommitOffset, StreamsProducer } from './commit/streams-producer';
import type { Restorer } from './restore/restorer';
import { type Positions, type RuntimeTask } from './tasks/runtime-task';
import { UnderWay } from './tasks/under-way';
import type { RepartitionPurge } from './topics/purge';
import { partitionName } from './partition-name';

/** Records of a task before the next task has its turn. */
const RUN = 100;
/** Longest time without a turn of the event loop. */
const TURN_MS = 5;
/** Longest pause before work that was lost is done again. */
const LONGEST_PAUSE_MS = 1000;

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** What a thread needs of the tasks that are here. */
export interface ThreadTasks extends Positions {
  readonly running: readonly RuntimeTask[];
  /** All that are assigned run. */
  readonly areReady: boolean;
  taskOf(queue: string): RuntimeTask | undefined;
  assigned(partitions: readonly TopicPartition[]): void;
  revoked(partitions: readonly TopicPartition[]): void;
  lost(partitions: readonly TopicPartition[]): void;
  /** Back to the last commit. */
  reset(): void;
  /** Pauses partitions of which more records wait than that, and resumes the others. */
  balance(limit: number): void;
  closeAll(): void;
}

/** The parts of a stream thread. */
export interface ThreadParts {
  readonly consumer: Consumer;
  readonly producer: StreamsProducer;
  readonly admin: AdminClient;
  readonly collectors: RecordCollectors;
  readonly committer: Committer;
  readonly restorer: Restorer;
  readonly tasks: ThreadTasks;
  readonly purge: RepartitionPurge;
  readonly settings: RuntimeSettings;
  readonly measures: ThreadMeasures;
  readonly subscription: string[] | RegExp;
  /** Processing waits. */
  isPaused(): boolean;
  /** True: all tasks run. False: the group or a task is on its way. */
  ready(isReady: boolean): void;
}

/**
 * The loop of an application: poll, process, commit. A process has one, on the thread of JavaScript. After an error it
 * is closed and may be replaced by a new one. Java's StreamThread.
 */
export class StreamThread {
  readonly #parts: ThreadParts;
  readonly #underWay: UnderWay;
  #isStopping = false;
  /** The group has given this process its partitions, or none. */
  #hasAssignment = false;
  #failure: { error: unknown } | undefined;
  #lastCommit = Date.now();
  #lastTurn = Date.now();
  /** Work was lost, and nothing has been committed since. */
  #lost: { since: number; times: number } | undefined;
  /** A listener that is under way. It never rejects. */
  #listening: Promise<void> = Promise.resolve();

  constructor(parts: ThreadParts) {
    this.#parts = parts;
    this.#underWay = new UnderWay(parts);
  }

  /** A part of it has failed: {@link run} rejects with this error. */
  fail(error: unknown): void {
    this.#failure ??= { error };
    this.#parts.consumer.wakeup();
  }

  /** A task has something to deliver. */
  wake(): void {
    this.#underWay.changed.give();
    this.#parts.consumer.wakeup();
  }

  /** {@link run} resolves after a last commit. */
  stop(): void {
    this.#isStopping = true;
    this.#parts.consumer.wakeup();
  }

  /** Processes until {@link stop}. */
  async run(): Promise<void> {
    const { consumer, producer, subscription } = this.#parts;
    await producer.start();
    consumer.subscribe(subscription, {
      onPartitionsAssigned: (partitions) => this.#assigned(partitions),
      onPartitionsRevoked: (partitions) => (this.#listening = this.#revoked(partitions)),
      onPartitionsLost: (partitions) => (this.#listening = this.#lostPartitions(partitions)),
    });
    while (!this.#isStopping) {
      await this.#poll();
      this.#throwFailure();
      await this.#orGoBack(() => this.#work());
      this.#parts.measures.endRound(this.#parts.tasks.running);
    }
    await this.#orGoBack(() => this.#commitAll(this.#parts.settings.taskTimeoutMs, Infinity));
  }

  /** Leaves the group. What is not committed never will be. */
  async close(timeoutMs: number): Promise<void> {
    this.#isStopping = true;
    const { consumer, producer, restorer, tasks } = this.#parts;
    tasks.closeAll();
    this.#underWay.changed.give();
    await Promise.allSettled([restorer.close(timeoutMs), producer.close(timeoutMs), consumer.close({ timeoutMs })]);
  }

  #throwFailure(): void {
    if (this.#failure) throw this.#failure.error;
  }

  async #poll(): Promise<void> {
    const { consumer, measures, settings, tasks } = this.#parts;
    const untilCommit = Math.max(0, this.#lastCommit + settings.commitIntervalMs - Date.now());
    // A commit that waits for work under way comes when that wakes this poll.
    const isDirty = !this.#underWay.isDraining && tasks.running.some((task) => task.isDirty);
    const timeoutMs = this.#hasWork() ? 0 : isDirty ? Math.min(settings.pollMs, untilCommit) : settings.pollMs;
    const started = performance.now();
    try {
      const records = await consumer.poll(timeoutMs);
      measures.polled(records.count, performance.now() - started);
      this.#enqueue(records);
    } catch (error) {
      const { code, isRetriable } = error as { code?: string; isRetriable?: boolean };
      // A wake-up says that there is something else to do.
      if (code !== 'ERR_WAKEUP' && isRetriable !== true) throw error;
    }
    // A poll ends at its time, or with an error, also while a listener still runs: one that commits for longer than
    // `poll.ms`, say. Work that went on now would be in its transaction, and a second commit beside it.
    await this.#listening;
    tasks.balance(settings.bufferedRecordsPerPartition);
    this.#parts.ready(this.#isMember() && tasks.areReady);
  }

  /** With the newer protocol nobody tells a member that it gets nothing: its epoch shows that it is one. */
  #isMember(): boolean {
    if (this.#hasAssignment) return true;
    const { consumer, settings } = this.#parts;
    return settings.groupProtocol === 'consumer' && (consumer.groupMetadata().generationId ?? 0) > 0;
  }

  #enqueue(records: ConsumerRecords): void {
    for (const run of runsOf(records)) {
      const name = partitionName(run);
      this.#parts.tasks.taskOf(name)?.add(run, name);
    }
  }

  #isProcessable(task: RuntimeTask, now = Date.now()): boolean {
    const { settings, tasks, isPaused } = this.#parts;
    if (this.#underWay.isDraining) return false;
    return task.state === 'RUNNING' && !isPaused() && task.isProcessable(now, settings.maxTaskIdleMs, tasks);
  }

  #hasWork(): boolean {
    return this.#parts.tasks.running.some((task) => this.#isProcessable(task));
  }

  /** Processes what is there. The group must hear of this member in time, so this ends also while there is more. */
  async #work(): Promise<void> {
    const { collectors, producer, settings } = this.#parts;
    const until = Date.now() + settings.maxPollIntervalMs / 2;
    let isBusy = true;
    while (isBusy && !this.#isStopping && Date.now() < until) {
      isBusy = false;
      for (const task of this.#parts.tasks.running) {
        if (await this.#processSome(task)) isBusy = true;
        collectors.check();
        this.#throwFailure();
      }
      for (const task of this.#parts.tasks.running) if (!this.#parts.isPaused()) this.#punctuate(task);
      if (producer.isFull) await producer.room();
      if (this.#isCommitDue()) this.#underWay.isDraining = true;
      if (this.#underWay.isDraining && !this.#underWay.delaysCommit) await this.#commit();
    }
  }

  #punctuate(task: RuntimeTask): void {
    const started = performance.now();
    if (task.punctuateWallClock()) this.#parts.measures.punctuated(task, performance.now() - started);
  }

  async #processSome(task: RuntimeTask): Promise<boolean> {
    const { measures, producer } = this.#parts;
    const now = Date.now();
    const started = performance.now();
    task.measures.begin(now);
    let count = task.deliver() ? 1 : 0;
    while (count < RUN && this.#isProcessable(task, now) && task.process()) {
      count++;
      // Other tasks and polls wait meanwhile: a producer that is full is slower than all of them.
      if (producer.isFull) await producer.room();
    }
    measures.processed(task, count, performance.now() - started);
    if (now - this.#lastTurn >= TURN_MS) {
      await turn();
      this.#lastTurn = Date.now();
    }
    return count > 0;
  }

  #isCommitDue(): boolean {
    const { settings, tasks } = this.#parts;
    let bytes = 0;
    let isRequested = false;
    for (const task of tasks.running) {
      bytes += task.uncommittedBytes;
      if (task.takeCommitRequest()) isRequested = true;
    }
    const isTime = Date.now() - this.#lastCommit >= settings.commitIntervalMs;
    return isTime || isRequested || bytes >= settings.uncommittedMaxBytes;
  }

  /** Commits all tasks: there is one producer, and so one transaction. Nothing is processed meanwhile. */
  async #commit(timeoutMs = this.#parts.settings.taskTimeoutMs): Promise<void> {
    const { committer, measures, purge, tasks } = this.#parts;
    this.#underWay.isDraining = false;
    this.#lastCommit = Date.now();
    const dirty = tasks.running.filter((task) => task.isDirty);
    if (dirty.length === 0) return;
    const started = performance.now();
    let offsets: CommitOffset[] = [];
    const isCommitted = await committer.commit(
      {
        *changes() {
          for (const task of dirty) yield* task.changes();
        },
        offsets: () => (offsets = dirty.flatMap((task) => task.offsets(tasks))),
      },
      timeoutMs,
    );
    if (!isCommitted) return;
    for (const task of dirty) task.committed();
    measures.committed(performance.now() - started);
    this.#lost = undefined;
    purge.committed(offsets);
    this.#lastCommit = Date.now();
  }

  /** As {@link #commit}, after what is under way: for so long, where the group or a user waits. */
  async #commitAll(timeoutMs: number, waitMs: number): Promise<void> {
    await this.#underWay.settle(waitMs);
    await this.#commit(timeoutMs);
  }

  async #orGoBack(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof LostWorkError)) throw error;
      await this.#goBack(error);
    }
  }

  /** Back to the last commit. @throws the cause, if that has not helped for `task.timeout.ms`. */
  async #goBack(error: LostWorkError): Promise<void> {
    const lost = (this.#lost ??= { since: Date.now(), times: 0 });
    if (Date.now() - lost.since > this.#parts.settings.taskTimeoutMs) throw error.cause;
    await this.#discard();
    const pause = Math.min(LONGEST_PAUSE_MS, lost.times * 50);
    lost.times++;
    if (pause > 0) await sleep(pause);
  }

  /** Everything since the last commit. */
  async #discard(): Promise<void> {
    const { collectors, producer, tasks } = this.#parts;
    await producer.abort();
    collectors.reset();
    tasks.reset();
  }

  #assigned(partitions: readonly TopicPartition[]): void {
    this.#guarded(() => this.#parts.tasks.assigned(partitions));
    this.#hasAssignment = true;
    this.#parts.ready(this.#parts.tasks.areReady);
  }

  /** Runs inside of a poll: nothing is processed until it ends. */
  async #revoked(partitions: readonly TopicPartition[]): Promise<void> {
    this.#hasAssignment = false;
    this.#parts.ready(false);
    if (!this.#isStopping && !this.#failure) {
      try {
        const deadlineMs = this.#parts.settings.maxPollIntervalMs * 0.8;
        await this.#orGoBack(() => this.#commitAll(deadlineMs, deadlineMs));
      } catch (error) {
        this.fail(error);
      }
    }
    this.#guarded(() => this.#parts.tasks.revoked(partitions));
    // The newer protocol takes away only what goes elsewhere, and may have nothing to give afterwards.
    if (this.#parts.settings.groupProtocol === 'consumer') this.#assigned([]);
  }

  async #lostPartitions(partitions: readonly TopicPartition[]): Promise<void> {
    this.#hasAssignment = false;
    this.#parts.ready(false);
    try {
      this.#parts.tasks.lost(partitions);
      await this.#discard();
    } catch (error) {
      this.fail(error);
    }
  }

  #guarded(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.fail(error);
    }
  }
}
