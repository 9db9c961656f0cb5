import { averageAndMost, Measure, rateAndTotal, type Values } from './measures';
import type { MetricsRegistry } from './registry';
import { TaskMeasures, type MeasuredTask } from './task-measures';

/** What a stream thread does with its time. */
type Activity = 'poll' | 'process' | 'punctuate' | 'commit';

const activities: readonly Activity[] = ['poll', 'process', 'punctuate', 'commit'];

/** How often something was done, and how long one of them took, in milliseconds. */
class Doings {
  readonly count = new Measure();
  readonly latency = new Measure();
  /** Within this round. */
  ms = 0;
  /** Of the last round that took some time. */
  ratio = 0;
}

/** A task with what is measured of it. */
interface MeasuredParts {
  readonly measures: TaskMeasures;
}

/** Java's stream-thread-metrics. They go on when a thread is replaced. */
export class ThreadMeasures {
  readonly #doings = Object.fromEntries(activities.map((one) => [one, new Doings()])) as Record<Activity, Doings>;
  readonly #polledRecords = new Measure();
  readonly #processedRecords = new Measure();
  readonly #created = new Measure();
  readonly #closed = new Measure();
  readonly #startTime = Date.now();
  #records = 0;
  #roundStart = performance.now();

  readonly #registry: MetricsRegistry;
  readonly #threadId: string;

  constructor(registry: MetricsRegistry, threadId: string) {
    this.#registry = registry;
    this.#threadId = threadId;
    registry.add('stream-thread-metrics', { 'thread-id': threadId }, (now) => this.#values(now));
  }

  /** `count` of them have taken so long together. */
  #did(activity: Activity, count: number, ms: number): void {
    const now = Date.now();
    const doings = this.#doings[activity];
    doings.ms += ms;
    if (count === 0) return;
    doings.count.record(count, now);
    doings.latency.record(ms / count, now);
    if (activity === 'process') this.#records += count;
  }

  polled(records: number, ms: number): void {
    this.#did('poll', 1, ms);
    this.#polledRecords.record(records, Date.now());
  }

  processed(task: MeasuredParts, count: number, ms: number): void {
    this.#did('process', count, ms);
    task.measures.processed(count, ms);
  }

  punctuated(task: MeasuredParts, ms: number): void {
    this.#did('punctuate', 1, ms);
    task.measures.punctuated(ms);
  }

  committed(ms: number): void {
    this.#did('commit', 1, ms);
  }

  ofTask(task: MeasuredTask): TaskMeasures {
    return new TaskMeasures(this.#registry, this.#threadId, task);
  }

  taskCreated(): void {
    this.#created.record(1, Date.now());
  }

  taskClosed(): void {
    this.#closed.record(1, Date.now());
  }

  /** A poll, and the work after it. */
  endRound(tasks: Iterable<MeasuredParts>): void {
    const ended = performance.now();
    const elapsed = ended - this.#roundStart;
    this.#roundStart = ended;
    const inTasks = this.#doings.process.ms;
    for (const doings of Object.values(this.#doings)) {
      if (elapsed > 0) doings.ratio = Math.min(1, doings.ms / elapsed);
      doings.ms = 0;
    }
    for (const { measures } of tasks) measures.endRound(inTasks);
    if (this.#records > 0) this.#processedRecords.record(this.#records, Date.now());
    this.#records = 0;
  }

  #values(now: number): Values {
    const values: Values = { 'thread-start-time': this.#startTime };
    for (const activity of activities) {
      const { count, latency, ratio } = this.#doings[activity];
      Object.assign(values, rateAndTotal(activity, count, now), averageAndMost(`${activity}-latency`, latency, now));
      values[`${activity}-ratio`] = ratio;
    }
    return {
      ...values,
      ...averageAndMost('poll-records', this.#polledRecords, now),
      ...averageAndMost('process-records', this.#processedRecords, now),
      ...rateAndTotal('task-created', this.#created, now),
      ...rateAndTotal('task-closed', this.#closed, now),
    };
  }
}
