import { checkWait } from '../../client/options';
import { LogicalOffset, type NativePartition } from '../../binding/native';
import { now, throwIfAborted, wait, type WaitOptions } from '../../client/waiting';
import { TimeoutError, tooLate } from '../../errors/waiting-errors';
import { checkListeners } from '../rebalance/rebalance-listeners';
import { requireGroup } from '../consumer-errors';
import type { NativeClient } from '../../client/native-client';
import type { ConsumerTell } from '../consumer-events';
import type { ConsumerSettings } from '../settings';
import type { Offsets } from '../offsets/offset-commits';
import type { Assignment } from '../partitions/assignment';
import type { Poller } from '../reading/poller';
import type { Seeks } from '../reading/seeks';
import type { Rebalancer } from '../rebalance/rebalancer';
import { stateError } from '../../errors/state-error';
import { checkTopics, isSame } from './topic-arguments';
import {
  assertDistinct,
  checkTopicPartitions,
  toNativeOffset,
  toTopicPartition,
  type AssignPartition,
  type TopicPartition,
} from '../partitions/topic-partition';

export interface SubscriptionParts {
  client: NativeClient;
  tell: ConsumerTell;
  assignment: Assignment;
  offsets: Offsets;
  seeks: Seeks;
  rebalancer: Rebalancer;
  poller: Poller;
  settings: Pick<ConsumerSettings, 'groupId' | 'reset'>;
}

/** How this consumer gets its partitions: from its group or by `assign`. Each way replaces the other. */
export class Subscription {
  readonly #parts: SubscriptionParts;
  #mode: 'none' | 'group' | 'manual' = 'none';
  #topics: readonly string[] = [];
  /** As passed to librdkafka, with a pattern in librdkafka's form. */
  #names: readonly string[] = [];
  /** Pending calls of `assigned()` and `unsubscribe()`. */
  readonly #watchers = new Set<() => void>();

  constructor(parts: SubscriptionParts) {
    this.#parts = parts;
  }

  get mode(): 'none' | 'group' | 'manual' {
    return this.#mode;
  }

  /** The subscribed topics; with a pattern, the topics of the assigned partitions. */
  get topics(): string[] {
    if (this.#mode !== 'group') return [];
    if (this.#topics.length > 0) return [...this.#topics];
    return [...new Set([...this.#parts.assignment].map(({ topic }) => topic))];
  }

  changed(): void {
    for (const watcher of [...this.#watchers]) watcher();
  }

  assertAny(operation: string): void {
    if (this.#mode === 'none')
      throw stateError(operation, 'there is no subscription and no assignment: call subscribe() or assign() first');
  }

  subscribe(topics: unknown, listeners: unknown): void {
    const { client, settings, rebalancer, offsets } = this.#parts;
    client.lifecycle.assertOpen('subscribe');
    const names = checkTopics(topics);
    const checked = checkListeners('subscribe', listeners);
    requireGroup('subscribe', settings.groupId);
    if (this.#mode === 'manual') {
      offsets.asked();
      offsets.store(true);
      rebalancer.replace();
      rebalancer.manual = false;
      client.call('assign', { partitions: null });
    }
    // As in Java, subscribing to the same topics again causes no rebalance; only the listeners are replaced.
    if (this.#mode !== 'group' || !isSame(names, this.#names)) client.call('subscribe', { topics: names });
    this.#mode = 'group';
    this.#names = names;
    offsets.subscribed = true;
    this.#topics = Array.isArray(topics) ? names : [];
    rebalancer.listeners = checked;
  }

  assign(partitions: unknown): void {
    const { client, rebalancer, offsets } = this.#parts;
    client.lifecycle.assertOpen('assign');
    const list = checkTopicPartitions<AssignPartition>('assign', partitions);
    assertDistinct('assign', list);
    const starts = list.map((element) => this.#startOf('assign', element));
    offsets.asked();
    offsets.store(true);
    if (this.#mode === 'manual' && list.length > 0) return this.#reassign(list, starts);
    if (this.#mode === 'group') client.call('unsubscribe', null);
    rebalancer.replace();
    rebalancer.manual = true;
    rebalancer.listeners = {};
    this.#mode = list.length > 0 ? 'manual' : 'none';
    this.#topics = [];
    offsets.subscribed = false;
    const native = this.#add(list, starts);
    client.call('assign', { partitions: native.length > 0 ? native : null });
    this.changed();
  }

  /** Java's `assign`: partitions that stay continue at their position, unless an offset is given. */
  #reassign(list: readonly AssignPartition[], starts: readonly number[]): void {
    const { client, rebalancer, assignment, seeks, poller } = this.#parts;
    const stays = new Set(list.flatMap(({ topic, partition }) => assignment.get(topic, partition) ?? []));
    const goes = [...assignment].filter((state) => !stays.has(state));
    if (goes.length > 0) {
      const partitions = goes.map(toTopicPartition);
      rebalancer.replace(goes);
      client.call('incrementalUnassign', { partitions });
    }
    const targets = list.flatMap((element, i) => {
      const state = assignment.get(element.topic, element.partition);
      const isGiven = element.offset !== undefined && element.offset !== null;
      return state && isGiven ? [{ state, offset: starts[i]! }] : [];
    });
    const isNew = list.map(({ topic, partition }) => assignment.get(topic, partition) === undefined);
    const native = this.#add(
      list.filter((_, i) => isNew[i]),
      starts.filter((_, i) => isNew[i]),
    );
    if (native.length > 0) client.call('incrementalAssign', { partitions: native });
    if (targets.length > 0) seeks.seek(targets);
    poller.kick();
    this.changed();
  }

  #manual(operation: string): void {
    this.#parts.client.lifecycle.assertOpen(operation);
    if (this.#mode === 'group')
      throw stateError(operation, 'the group assigns the partitions of a subscription; unsubscribe() first');
  }

  incrementalAssign(partitions: unknown): void {
    const { client, rebalancer, assignment } = this.#parts;
    const list = checkTopicPartitions<AssignPartition>('incrementalAssign', partitions);
    const starts = list.map((element) => this.#startOf('incrementalAssign', element));
    this.#manual('incrementalAssign');
    const added = list.find(({ topic, partition }) => assignment.get(topic, partition));
    if (added) throw stateError('incrementalAssign', `${added.topic}-${added.partition} is already assigned`);
    if (list.length === 0) return;
    rebalancer.manual = true;
    this.#mode = 'manual';
    client.call('incrementalAssign', { partitions: this.#add(list, starts) });
    this.changed();
  }

  incrementalUnassign(partitions: unknown): void {
    const { client, rebalancer, assignment, offsets } = this.#parts;
    const list = checkTopicPartitions('incrementalUnassign', partitions).map(toTopicPartition);
    this.#manual('incrementalUnassign');
    const states = list.map(({ topic, partition }) => {
      const state = assignment.get(topic, partition);
      if (!state)
        throw stateError(
          'incrementalUnassign',
          `${topic}-${partition} is not assigned to this consumer; assignment() lists what is`,
        );
      return state;
    });
    if (list.length === 0) return;
    offsets.asked();
    offsets.store(true);
    rebalancer.replace(states);
    client.call('incrementalUnassign', { partitions: list });
    if (assignment.size === 0) this.#mode = 'none';
  }

  #startOf(operation: string, { offset }: AssignPartition): number {
    if (offset !== undefined && offset !== null) return toNativeOffset(operation, offset);
    // Without a group there is no committed offset to fetch.
    const { reset, groupId } = this.#parts.settings;
    if (groupId !== null) return LogicalOffset.INVALID;
    return reset.kind === 'earliest'
      ? LogicalOffset.BEGINNING
      : reset.kind === 'latest'
        ? LogicalOffset.END
        : LogicalOffset.INVALID;
  }

  #add(list: readonly AssignPartition[], starts: readonly number[]): NativePartition[] {
    const abort = new AbortController();
    return list.map((element, i) => {
      const state = this.#parts.assignment.add(element);
      const start = starts[i]!;
      state.abort = abort;
      state.start = start;
      if (start >= 0) {
        state.reset(start);
        this.#parts.seeks.expect(state, start);
      }
      return { ...toTopicPartition(element), offset: start };
    });
  }

  /** Serves the queue until the group's partitions are revoked. Another call's poll serves it just as well. */
  async unsubscribe(options: WaitOptions): Promise<void> {
    const { client, assignment, rebalancer, offsets } = this.#parts;
    const { timeoutMs, signal } = checkWait('unsubscribe', options, client.defaultTimeoutMs);
    client.lifecycle.assertOpen('unsubscribe');
    throwIfAborted('unsubscribe', signal);
    if (this.#mode === 'none') return;
    rebalancer.work.goOnIfInside();
    const deadline = now() + timeoutMs;
    offsets.asked();
    if (this.#mode === 'manual') {
      const partitions = assignment.list();
      this.#mode = 'none';
      await offsets.beforeRevoke([...assignment], timeoutMs, false);
      if (this.mode !== 'none') return;
      rebalancer.replace();
      rebalancer.manual = false;
      client.call('assign', { partitions: null });
      if (partitions.length > 0) this.#parts.tell('revoked', partitions);
      return;
    }
    this.#mode = 'none';
    this.#topics = [];
    client.call('unsubscribe', null);
    await this.#serve('unsubscribe', () => assignment.size === 0 && !rebalancer.work.isPending, deadline, signal);
    offsets.subscribed = this.mode === 'group';
  }

  async assigned(options: WaitOptions): Promise<TopicPartition[]> {
    const { client, assignment, rebalancer } = this.#parts;
    const { timeoutMs, signal } = checkWait('assigned', options, client.defaultTimeoutMs);
    client.lifecycle.assertOpen('assigned');
    throwIfAborted('assigned', signal);
    this.assertAny('assigned');
    // Inside a listener, its partitions count as assigned. Waiting here for the rebalance would never end, because the
    // rebalance waits for the listener.
    if (assignment.size > 0 && rebalancer.work.isInside) return assignment.list();
    await this.#serve('assigned', () => assignment.size > 0 && !rebalancer.work.isPending, now() + timeoutMs, signal);
    if (assignment.size === 0)
      throw tooLate('assigned', `the group assigned no partition within ${timeoutMs} ms`, client.connectionError);
    return assignment.list();
  }

  /** Waits until the condition holds. This call serves the queue, or a poll that is already pending does. */
  async #serve(
    operation: string,
    isSo: () => boolean,
    deadline: number,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const { poller } = this.#parts;
    while (!isSo() && now() < deadline) {
      if (poller.isBusy) {
        await wait<void>(operation, { timeoutMs: Math.min(deadline - now(), 50), signal }, (resolve) => {
          this.#watchers.add(resolve);
          return () => this.#watchers.delete(resolve);
        }).catch((error: unknown) => {
          if (!(error instanceof TimeoutError)) throw error;
        });
        continue;
      }
      poller.begin(operation);
      try {
        await poller.serve({
          operation,
          deadline: () => deadline,
          signal,
          until: isSo,
          needsGroup: operation === 'assigned',
        });
      } finally {
        poller.end();
      }
    }
  }
}
