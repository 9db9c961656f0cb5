import type { NativeEvent, NativePartition } from '../binding/native';
import { librdkafkaCodes } from '../errors/codes.generated';
import { KafkaError } from '../errors/kafka-error';
import type { Assignment } from './assignment';
import type { RebalanceListeners } from './listeners';
import type { Offsets } from './offsets';
import type { PartitionState } from './partition-state';
import type { Port } from './port';
import { RebalanceWork, type Step } from './rebalance-work';
import type { Rest } from './rest';
import { Seeks, type AssignmentCalls } from './seeks';
import { toTopicPartition } from './topic-partition';

export type RebalanceEvent = Extract<NativeEvent, { type: 'rebalance' }>;

export interface RebalanceHooks {
  /** Work on these partitions is to end; awaited before they are committed. */
  beforeRevoke: Set<(states: readonly PartitionState[], lost: boolean) => void | Promise<void>>;
  /** The rebalance was answered. */
  onAnswered: () => void;
  /** For the poll that is waiting, else for nobody: the error that a listener threw. */
  onListenerError: (error: KafkaError) => void;
}

/** Answers rebalances. librdkafka hands nothing out until one is answered, so nothing of a partition that goes can come after it went. */
export class Rebalancer implements AssignmentCalls {
  readonly #port: Port;
  readonly #assignment: Assignment;
  readonly #rest: Rest;
  readonly #offsets: Offsets;
  readonly #hooks: RebalanceHooks;
  #assigning = new Set<PartitionState>();
  #eager = true;

  readonly work: RebalanceWork;
  /** Those of the present subscription. */
  listeners: RebalanceListeners = {};
  /** Partitions assigned by hand: no rebalance of an earlier subscription may touch them. */
  manual = false;
  /** How often partitions went: whoever holds records of them for the user looks. */
  revocations = 0;

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
    this.work = new RebalanceWork(port, maxPollIntervalMs, hooks.onListenerError);
  }

  get isPending(): boolean {
    return this.work.isPending;
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
    const held = [...this.#assignment];
    const states = event.partitions.map((partition) => {
      const state = this.#assignment.add(partition);
      state.abort = abort;
      this.#assigning.add(state);
      return state;
    });
    const partitions = states.map(toTopicPartition);
    const steps: Step[] = [
      () => this.work.callListener(this.listeners, 'onPartitionsAssigned', partitions, abort.signal),
    ];
    // A closing member that joins generation after generation can commit here only: the next request to join goes out with the answer,
    // and the coordinator lets no commit pass a request to join on the same connection.
    if (!this.#port.lifecycle.isOpen) steps.unshift(() => this.#commit(held));
    this.work.run(steps, () => {
      this.#assigning.clear();
      const starts = states.map(startingAt);
      if (this.#eager) this.#answer(() => this.#port.call('assign', { partitions: starts }));
      else this.#answer(() => this.#port.call('incrementalAssign', { partitions: starts }));
      for (const state of states) state.seekTarget = undefined;
      this.#pauseAgain(states);
      this.#port.emit('assigned', partitions);
      this.#hooks.onAnswered();
    });
  }

  #revoked(event: RebalanceEvent): void {
    const states = event.partitions.flatMap(({ topic, partition }) => this.#assignment.get(topic, partition) ?? []);
    if (this.manual) states.length = 0;
    const partitions = states.map(toTopicPartition);
    const { lost } = event;
    const answer = () => {
      this.#forget(states);
      if (this.#eager) {
        this.#answer(() => this.#port.call('assign', { partitions: null }));
        this.#assignManually();
      } else {
        // Of what is assigned by hand meanwhile nothing goes.
        const partitions = this.manual ? [] : event.partitions;
        this.#answer(() => this.#port.call('incrementalUnassign', { partitions }));
      }
      if (states.length > 0) this.#port.emit(lost ? 'lost' : 'revoked', partitions);
      this.#hooks.onAnswered();
    };
    if (states.length === 0) return answer();
    for (const state of states) this.#rest.drop(state);
    if (lost) for (const state of states) state.assigned = false;
    const reason = lost ? 'the partitions were lost' : 'the partitions are revoked';
    for (const abort of new Set(states.map((state) => state.abort)))
      abort?.abort(new KafkaError({ code: 'ERR_ASSIGNMENT_LOST', message: reason }));
    const name = lost && this.listeners.onPartitionsLost ? 'onPartitionsLost' : 'onPartitionsRevoked';
    const timeUp = new AbortController();
    const steps: Step[] = [...this.#hooks.beforeRevoke].map((hook) => () => hook(states, lost));
    // Of those that stay as well, as Java does: while the next request to join is under way, nothing can be committed.
    if (!lost) steps.push(() => this.#commit([...this.#assignment]));
    steps.push(() => this.work.callListener(this.listeners, name, partitions, timeUp.signal));
    this.work.run(steps, answer, timeUp);
  }

  #commit(states: readonly PartitionState[]): Promise<void> | undefined {
    return this.#offsets.beforeRevoke(states, this.work.timeLeft, this.work.sync);
  }

  #forget(states: readonly PartitionState[]): void {
    this.revocations++;
    for (const state of states) this.#assignment.remove(state);
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
