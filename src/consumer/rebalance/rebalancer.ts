import type { NativeEvent, NativePartition } from '../../binding/native';
import { librdkafkaCodes } from '../../errors/codes.generated';
import { KafkaError } from '../../errors/kafka-error';
import type { ConsumerTell } from '../consumer-events';
import type { Assignment } from '../partitions/assignment';
import type { RebalanceListeners } from './rebalance-listeners';
import type { Offsets } from '../offsets/offset-commits';
import type { PartitionState } from '../partitions/partition-state';
import type { NativeClient } from '../../client/native-client';
import { RebalanceWork, type Step } from './rebalance-steps';
import type { PrefetchedRecords } from '../records/prefetched-records';
import { Seeks, type AssignmentCalls } from '../reading/seeks';
import { toTopicPartition } from '../partitions/topic-partition';

export type RebalanceEvent = Extract<NativeEvent, { type: 'rebalance' }>;

export interface RebalanceHooks {
  /** Work on these partitions must end. Awaited before their offsets are committed. */
  beforeRevoke: Set<(states: readonly PartitionState[], lost: boolean) => void | Promise<void>>;
  /** The rebalance was answered. */
  onAnswered: () => void;
  /** Reports an error thrown by a listener to the pending poll, if there is one. */
  onListenerError: (error: KafkaError) => void;
  /** Emits the events for changes of the assignment. */
  tell: ConsumerTell;
}

/**
 * Answers rebalances. librdkafka delivers nothing until a rebalance is answered, so no record of a revoked partition
 * can arrive afterwards.
 */
export class Rebalancer implements AssignmentCalls {
  readonly #client: NativeClient;
  readonly #assignment: Assignment;
  readonly #prefetched: PrefetchedRecords;
  readonly #offsets: Offsets;
  readonly #hooks: RebalanceHooks;
  #assigning = new Set<PartitionState>();
  #eager = true;

  readonly work: RebalanceWork;
  /** The listeners of the current subscription. */
  listeners: RebalanceListeners = {};
  /** Is asked about each rebalance, and answers it by a call of CallerAssignment, at once or later. */
  decide: ((event: RebalanceEvent) => void) | undefined;
  /** The partitions were assigned by `assign`. Rebalances of an earlier subscription must not change them. */
  manual = false;
  /** Number of revocations so far. Code that holds records for the user compares it. */
  revocations = 0;

  constructor(
    client: NativeClient,
    assignment: Assignment,
    prefetched: PrefetchedRecords,
    offsets: Offsets,
    hooks: RebalanceHooks,
    maxPollIntervalMs: number,
  ) {
    this.#client = client;
    this.#assignment = assignment;
    this.#prefetched = prefetched;
    this.#offsets = offsets;
    this.#hooks = hooks;
    this.work = new RebalanceWork(client, maxPollIntervalMs, hooks.onListenerError);
  }

  get isPending(): boolean {
    return this.work.isPending;
  }

  isBeingAssigned(state: PartitionState): boolean {
    return this.#assigning.has(state);
  }

  respond(event: RebalanceEvent): void {
    this.#eager = event.protocol !== 'COOPERATIVE';
    if (this.decide !== undefined) return this.#ask(event, this.decide);
    if (event.errno === librdkafkaCodes.ERR__ASSIGN_PARTITIONS && !this.manual) this.#assigned(event);
    else if (event.errno === librdkafkaCodes.ERR__REVOKE_PARTITIONS) this.#revoked(event);
    else {
      if (!this.manual)
        this.#client.tell(
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
      this.#answer(() => this.#client.call('assign', { partitions: null }));
      this.#assignManually();
      this.#hooks.onAnswered();
    }
  }

  /** Commits before partitions are taken away, then asks the caller, whose own call is the answer. */
  #ask(event: RebalanceEvent, decide: (event: RebalanceEvent) => void): void {
    const isRevoke = event.errno === librdkafkaCodes.ERR__REVOKE_PARTITIONS && !event.lost;
    const steps: Step[] = isRevoke ? [() => this.#commit([...this.#assignment])] : [];
    steps.push(() => decide(event));
    this.work.run(steps, () => this.#hooks.onAnswered());
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
    // As in Java, every rebalance commits, also one that only adds partitions.
    if (this.#client.lifecycle.isOpen) void this.#commit(held);
    // A closing member that joins one generation after another can commit only here. The next join request is sent with
    // the answer, and on this connection the coordinator processes no commit behind a join request.
    else steps.unshift(() => this.#commit(held));
    this.work.run(steps, () => {
      this.#assigning.clear();
      const starts = states.map(startingAt);
      if (this.#eager) this.#answer(() => this.#client.call('assign', { partitions: starts }));
      else this.#answer(() => this.#client.call('incrementalAssign', { partitions: starts }));
      for (const state of states) state.seekTarget = undefined;
      this.#pauseAgain(states);
      this.#hooks.tell('assigned', partitions);
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
        this.#answer(() => this.#client.call('assign', { partitions: null }));
        this.#assignManually();
      } else {
        // Partitions assigned by `assign` meanwhile stay.
        const partitions = this.manual ? [] : event.partitions;
        this.#answer(() => this.#client.call('incrementalUnassign', { partitions }));
      }
      if (states.length > 0) this.#hooks.tell(lost ? 'lost' : 'revoked', partitions);
      this.#hooks.onAnswered();
    };
    if (states.length === 0) return answer();
    for (const state of states) this.#prefetched.drop(state);
    if (lost) for (const state of states) state.assigned = false;
    const reason = lost ? 'the partitions were lost' : 'the partitions are revoked';
    for (const abort of new Set(states.map((state) => state.abort)))
      abort?.abort(new KafkaError({ code: 'ERR_ASSIGNMENT_LOST', message: reason }));
    const name = lost && this.listeners.onPartitionsLost ? 'onPartitionsLost' : 'onPartitionsRevoked';
    const timeUp = new AbortController();
    const steps: Step[] = [...this.#hooks.beforeRevoke].map((hook) => () => hook(states, lost));
    // Also commits partitions that stay, as Java does: while the next join request is pending, nothing can be
    // committed.
    if (!lost) steps.push(() => this.#commit([...this.#assignment]));
    steps.push(() => this.work.callListener(this.listeners, name, partitions, timeUp.signal));
    this.work.run(steps, answer, timeUp);
  }

  #commit(states: readonly PartitionState[]): Promise<void> | undefined {
    return this.#offsets.beforeRevoke(states, this.work.timeLeft, this.work.sync);
  }

  #forget(states: readonly PartitionState[]): void {
    this.revocations++;
    this.#unpause(states);
    for (const state of states) this.#assignment.remove(state);
  }

  /**
   * librdkafka may keep a pause beyond the end of an assignment. The next assignment of the same partition would then
   * deliver nothing.
   */
  #unpause(states: readonly PartitionState[]): void {
    const partitions = states.filter((state) => state.isHeld).map(toTopicPartition);
    if (partitions.length > 0 && !this.#client.isDestroyed) this.#client.call('resume', { partitions });
  }

  #answer(call: () => void): void {
    if (this.#client.isDestroyed) return;
    try {
      call();
    } catch (error) {
      // After a fatal error, or a change of the protocol meanwhile: librdkafka still needs an answer.
      this.#client.tell('warning', error as KafkaError);
      try {
        this.#client.call('assign', { partitions: null });
      } catch {
        // librdkafka did not need an answer.
      }
    }
  }

  /** Every assignment resets pauses. */
  #pauseAgain(states: readonly PartitionState[]): void {
    const partitions = states.filter((state) => state.isHeld).map(toTopicPartition);
    if (partitions.length > 0 && !this.#client.isDestroyed) this.#client.call('pause', { partitions });
  }

  /** Assigns the partitions of `assign` again, at their positions. */
  #assignManually(): void {
    if (!this.manual || this.#client.isDestroyed) return;
    const states = [...this.#assignment];
    this.#answer(() => this.#client.call('assign', { partitions: states.map(startingAt) }));
    this.#pauseAgain(states);
  }

  reassign(state: PartitionState, offset: number): void {
    const one = this.manual || !this.#eager;
    const states = one ? [state] : [...this.#assignment];
    // librdkafka commits what is stored of a partition that it unassigns. It is stored again by the next poll.
    this.#offsets.forget(states);
    state.seekTarget = offset;
    if (one) {
      this.#client.call('incrementalUnassign', { partitions: [toTopicPartition(state)] });
      this.#client.call('incrementalAssign', { partitions: states.map(startingAt) });
    } else this.#client.call('assign', { partitions: states.map(startingAt) });
    this.#pauseAgain(states);
    state.seekTarget = undefined;
  }

  /** Ends the assignment without listeners: `assign` and `subscribe` replace the previous one. */
  replace(states: readonly PartitionState[] = [...this.#assignment]): void {
    this.#unpause(states);
    for (const state of states) {
      this.#prefetched.drop(state);
      state.abort?.abort(new KafkaError({ code: 'ERR_ASSIGNMENT_LOST', message: 'the assignment was replaced' }));
      this.#assignment.remove(state);
    }
  }
}

function startingAt(state: PartitionState): NativePartition {
  return { topic: state.topic, partition: state.partition, offset: Seeks.startOf(state) };
}
