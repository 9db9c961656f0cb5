import type { NativeEvent, NativePartition } from '../binding/native';
import { now } from '../client/waiting';
import { librdkafkaCodes } from '../errors/codes.generated';
import { KafkaError } from '../errors/kafka-error';
import { TimeoutError } from '../errors/waiting-errors';
import type { Assignment } from './assignment';
import { isPromise, listenerError, withDeadline, type ListenerName, type RebalanceListeners } from './listeners';
import type { Offsets } from './offsets';
import type { PartitionState } from './partition-state';
import type { Port } from './port';
import type { Rest } from './rest';
import { Seeks, type AssignmentCalls } from './seeks';
import { toTopicPartition, type TopicPartition } from './topic-partition';

export type RebalanceEvent = Extract<NativeEvent, { type: 'rebalance' }>;
type Step = () => void | Promise<void>;

/** Of `max.poll.interval.ms`: what listeners may take of it. */
const LISTENERS_SHARE = 0.9;

export interface RebalanceHooks {
  /** Work on these partitions is to end; awaited before they are committed. */
  beforeRevoke: Set<(states: readonly PartitionState[], lost: boolean) => void | Promise<void>>;
  /** The rebalance was answered. */
  onAnswered: () => void;
  /** For the poll that is waiting, else for nobody: the error that a listener threw. */
  onListenerError: (error: KafkaError) => void;
}

/**
 * Answers rebalances. librdkafka hands nothing out until one is answered, so nothing of a partition that goes can come after it went, and
 * listeners may take their time: up to the deadline, at which the answer is given anyway, or the group would throw this member out.
 */
export class Rebalancer implements AssignmentCalls {
  readonly #port: Port;
  readonly #assignment: Assignment;
  readonly #rest: Rest;
  readonly #offsets: Offsets;
  readonly #hooks: RebalanceHooks;
  readonly #maxPollIntervalMs: number;
  #assigning = new Set<PartitionState>();
  #pending: Promise<void> | undefined;
  #eager = true;
  readonly #abandoned = new AbortController();

  /** Those of the present subscription. */
  listeners: RebalanceListeners = {};
  /** Partitions assigned by hand: no rebalance of an earlier subscription may touch them. */
  manual = false;
  /** How often partitions went: whoever holds records of them for the user looks. */
  revocations = 0;
  /** While `pollSync` blocks the thread. */
  sync = false;
  #deadline = Infinity;
  /** Starts the clock of the listeners at work anew. */
  #rearm: (() => void) | undefined;

  constructor(
    port: Port,
    assignment: Assignment,
    rest: Rest,
    offsets: Offsets,
    hooks: RebalanceHooks,
    maxPollIntervalMs: number,
  ) {
    this.#port = port;
    this.#assignment = assignment;
    this.#rest = rest;
    this.#offsets = offsets;
    this.#hooks = hooks;
    this.#maxPollIntervalMs = maxPollIntervalMs;
  }

  /** Ends listeners earlier than `max.poll.interval.ms` would, those at work too: `close`. In `now()`'s ms. */
  set deadline(time: number) {
    this.#deadline = time;
    this.#rearm?.();
  }

  /** Listeners are at work. */
  get isPending(): boolean {
    return this.#pending !== undefined;
  }

  /** Resolves once the rebalance at work is answered. */
  get settled(): Promise<void> {
    return this.#pending ?? Promise.resolve();
  }

  isBeingAssigned(state: PartitionState): boolean {
    return this.#assigning.has(state);
  }

  handle(event: RebalanceEvent): void {
    this.#eager = event.protocol !== 'COOPERATIVE';
    if (event.errno === librdkafkaCodes.ERR__ASSIGN_PARTITIONS && !this.manual) this.#assigned(event);
    else if (event.errno === librdkafkaCodes.ERR__REVOKE_PARTITIONS) this.#revoked(event);
    else {
      if (!this.manual)
        this.#port.emit(
          'warning',
          KafkaError.fromNative({
            errno: event.errno,
            message: event.message,
            isFatal: false,
            isRetriable: false,
            txnRequiresAbort: false,
            operation: 'rebalance',
          }),
        );
      this.#answer(() => this.#port.call('assign', { partitions: null }));
      this.#assignManually();
      this.#hooks.onAnswered();
    }
  }

  #assigned(event: RebalanceEvent): void {
    const abort = new AbortController();
    const states = event.partitions.map((partition) => {
      const state = this.#assignment.add(partition);
      state.abort = abort;
      this.#assigning.add(state);
      return state;
    });
    const partitions = states.map(toTopicPartition);
    this.#run([() => this.#callListener('onPartitionsAssigned', partitions, abort.signal)], () => {
      this.#assigning.clear();
      const starts = states.map(startingAt);
      if (this.#eager) this.#answer(() => this.#port.call('assign', { partitions: starts }));
      else this.#answer(() => this.#port.call('incrementalAssign', { partitions: starts }));
      for (const state of states) state.seekTarget = undefined;
      this.#pauseAgain(states);
      this.#port.emit('assigned', partitions);
    });
  }

  #revoked(event: RebalanceEvent): void {
    const states = event.partitions.flatMap(({ topic, partition }) => this.#assignment.get(topic, partition) ?? []);
    if (this.manual) states.length = 0;
    const partitions = states.map(toTopicPartition);
    const { lost } = event;
    const answer = () => {
      this.#forget(states);
      if (this.#eager) this.#answer(() => this.#port.call('assign', { partitions: null }));
      else this.#answer(() => this.#port.call('incrementalUnassign', { partitions: event.partitions }));
      this.#assignManually();
      if (states.length > 0) this.#port.emit(lost ? 'lost' : 'revoked', partitions);
    };
    if (states.length === 0) return this.#run([], answer);
    for (const state of states) this.#rest.drop(state);
    if (lost) for (const state of states) state.assigned = false;
    const reason = lost ? 'the partitions were lost' : 'the partitions are revoked';
    for (const abort of new Set(states.map((state) => state.abort)))
      abort?.abort(new KafkaError({ code: 'ERR_ASSIGNMENT_LOST', message: reason }));
    const name = lost && this.listeners.onPartitionsLost ? 'onPartitionsLost' : 'onPartitionsRevoked';
    const timeUp = new AbortController();
    const steps: Step[] = [...this.#hooks.beforeRevoke].map((hook) => () => hook(states, lost));
    if (!lost) steps.push(() => this.#offsets.beforeRevoke(states, this.#timeLeft(), this.sync));
    steps.push(() => this.#callListener(name, partitions, timeUp.signal));
    this.#run(steps, answer, timeUp);
  }

  #forget(states: readonly PartitionState[]): void {
    this.revocations++;
    for (const state of states) this.#assignment.remove(state);
  }

  /** Runs the steps, at once as far as they are synchronous, then answers. */
  #run(steps: Step[], answer: () => void, timeUp?: AbortController): void {
    const finish = () => {
      answer();
      this.#hooks.onAnswered();
    };
    for (let i = 0; i < steps.length; i++) {
      const awaited = this.#step(steps[i]!);
      if (!isPromise(awaited)) continue;
      const work = (async () => {
        await awaited;
        for (const step of steps.slice(i + 1)) await this.#step(step);
      })();
      // No hold: a poll that waits has its own, and a listener that waits for nothing must not keep the process alive.
      const timeoutMs = this.#timeLeft();
      this.#pending = withDeadline(
        work,
        timeoutMs,
        () => this.#timeIsUp(timeoutMs, timeUp),
        this.#abandoned.signal,
      ).then(() => {
        this.#pending = undefined;
        if (!this.#abandoned.signal.aborted && !this.#port.isDestroyed) finish();
      });
      return;
    }
    finish();
  }

  /** Whatever fails, the group waits for an answer. */
  #step(step: Step): void | Promise<void> {
    const failed = (error: unknown) => void this.#port.emit('warning', error as KafkaError);
    try {
      return step()?.catch(failed);
    } catch (error) {
      failed(error);
    }
  }

  #timeIsUp(timeoutMs: number, timeUp: AbortController | undefined): void {
    const error = new TimeoutError(
      'rebalance',
      `The rebalance listeners took longer than ${Math.round(timeoutMs)} ms (90 % of max.poll.interval.ms, or what close() left); the rebalance went on without them`,
    );
    timeUp?.abort(error);
    this.#port.emit('error', error);
  }

  #timeLeft(): number {
    // The rebalance came with a drain, which began a new interval.
    return Math.max(0, Math.min(this.#maxPollIntervalMs * LISTENERS_SHARE, this.#deadline - now()));
  }

  /** Never throws, never rejects: the group waits for an answer, whatever a listener does. */
  #callListener(name: ListenerName, partitions: TopicPartition[], signal: AbortSignal): void | Promise<void> {
    const listener = this.listeners[name];
    if (!listener) return undefined;
    const failed = (cause: unknown) => this.#hooks.onListenerError(listenerError(name, cause));
    const ended = this.#port.lifecycle.listening();
    let isAwaited = false;
    try {
      const returned = listener.call(this.listeners, partitions, { signal });
      if (!isPromise(returned)) return undefined;
      const done = Promise.resolve(returned).then(() => undefined, failed);
      isAwaited = !this.sync;
      if (isAwaited) return done.finally(ended);
      this.#port.emit(
        'error',
        new KafkaError({
          code: 'ERR_SYNC_LISTENER',
          operation: 'pollSync',
          message: `pollSync: ${name} returned a promise, which cannot be awaited while the thread is blocked; the rebalance went on without it. Use poll(), or a synchronous listener`,
        }),
      );
    } catch (error) {
      failed(error);
    } finally {
      if (!isAwaited) ended();
    }
    return undefined;
  }

  #answer(call: () => void): void {
    if (this.#port.isDestroyed) return;
    try {
      call();
    } catch (error) {
      // After a fatal error, or when the protocol changed under way: librdkafka must have an answer all the same.
      this.#port.emit('warning', error as KafkaError);
      try {
        this.#port.call('assign', { partitions: null });
      } catch {
        // It did not want one.
      }
    }
  }

  /** Pausing is undone by every assignment. */
  #pauseAgain(states: readonly PartitionState[]): void {
    const partitions = states.filter((state) => state.isHeld).map(toTopicPartition);
    if (partitions.length > 0 && !this.#port.isDestroyed) this.#port.call('pause', { partitions });
  }

  /** Assigns what was assigned by hand, where it was. */
  #assignManually(): void {
    if (!this.manual || this.#port.isDestroyed) return;
    const states = [...this.#assignment];
    this.#answer(() => this.#port.call('assign', { partitions: states.map(startingAt) }));
    this.#pauseAgain(states);
  }

  reassign(state: PartitionState, offset: number): void {
    const one = [{ topic: state.topic, partition: state.partition }];
    state.seekTarget = offset;
    if (this.manual || !this.#eager) {
      this.#port.call('incrementalUnassign', { partitions: one });
      this.#port.call('incrementalAssign', { partitions: [startingAt(state)] });
      this.#pauseAgain([state]);
    } else {
      const states = [...this.#assignment];
      this.#port.call('assign', { partitions: states.map(startingAt) });
      this.#pauseAgain(states);
    }
    state.seekTarget = undefined;
  }

  /** The client goes: a listener that is still at work must not keep the process waiting for its deadline. */
  abandon(): void {
    this.#abandoned.abort();
  }

  /** Ends the assignment without asking anybody: `assign` and `subscribe` replace what was before. */
  replace(states: readonly PartitionState[] = [...this.#assignment]): void {
    for (const state of states) {
      this.#rest.drop(state);
      state.abort?.abort(new KafkaError({ code: 'ERR_ASSIGNMENT_LOST', message: 'the assignment was replaced' }));
      this.#assignment.remove(state);
    }
  }
}

function startingAt(state: PartitionState): NativePartition {
  return { topic: state.topic, partition: state.partition, offset: Seeks.startOf(state) };
}
