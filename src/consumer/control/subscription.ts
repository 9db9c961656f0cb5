import { LogicalOffset, type NativePartition } from '../binding/native';
import { checkSignal, checkTimeout, now, throwIfAborted, wait, type WaitOptions } from '../client/waiting';
import { InvalidArgumentError } from '../errors/usage-errors';
import { TimeoutError } from '../errors/waiting-errors';
import { checkListeners } from './listeners';
import { requireGroup } from './offsets';
import type { Parts } from './parts';
import { stateError } from './state-error';
import { topicPattern } from './topic-pattern';
import {
  assertDistinct,
  checkTopic,
  checkTopicPartitions,
  toNativeOffset,
  toTopicPartition,
  type AssignPartition,
  type TopicPartition,
} from './topic-partition';

/** How this consumer gets its partitions: from its group, or by hand. Each way replaces the other. */
export class Subscription {
  readonly #parts: Parts<never, never>;
  #mode: 'none' | 'group' | 'manual' = 'none';
  #topics: readonly string[] = [];
  /** Waits for `assigned()` and `unsubscribe()`. */
  readonly #watchers = new Set<() => void>();

  constructor(parts: Parts<never, never>) {
    this.#parts = parts;
  }

  get mode(): 'none' | 'group' | 'manual' {
    return this.#mode;
  }

  /** The topics; of a pattern, those of the partitions assigned. */
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
    const { port, settings, rebalancer, offsets } = this.#parts;
    port.lifecycle.assertOpen('subscribe');
    const names = checkTopics(topics);
    const checked = checkListeners('subscribe', listeners);
    requireGroup('subscribe', settings.groupId);
    if (this.#mode === 'manual') {
      offsets.asked();
      offsets.store(true);
      rebalancer.replace();
      rebalancer.manual = false;
      port.call('assign', { partitions: null });
    }
    port.call('subscribe', { topics: names });
    this.#mode = 'group';
    offsets.subscribed = true;
    this.#topics = typeof topics === 'string' || Array.isArray(topics) ? names : [];
    rebalancer.listeners = checked;
  }

  assign(partitions: unknown): void {
    const { port, rebalancer, offsets } = this.#parts;
    port.lifecycle.assertOpen('assign');
    const list = checkTopicPartitions<AssignPartition>('assign', partitions);
    assertDistinct('assign', list);
    const starts = list.map((element) => this.#startOf('assign', element));
    offsets.asked();
    offsets.store(true);
    if (this.#mode === 'group') port.call('unsubscribe', null);
    rebalancer.replace();
    rebalancer.manual = true;
    rebalancer.listeners = {};
    this.#mode = list.length > 0 ? 'manual' : 'none';
    this.#topics = [];
    offsets.subscribed = false;
    const native = this.#add(list, starts);
    port.call('assign', { partitions: native.length > 0 ? native : null });
    this.changed();
  }

  #manual(operation: string): void {
    this.#parts.port.lifecycle.assertOpen(operation);
    if (this.#mode === 'group')
      throw stateError(operation, 'the group assigns the partitions of a subscription; unsubscribe() first');
  }

  incrementalAssign(partitions: unknown): void {
    const { port, rebalancer, assignment } = this.#parts;
    const list = checkTopicPartitions<AssignPartition>('incrementalAssign', partitions);
    const starts = list.map((element) => this.#startOf('incrementalAssign', element));
    this.#manual('incrementalAssign');
    const added = list.find(({ topic, partition }) => assignment.get(topic, partition));
    if (added) throw stateError('incrementalAssign', `${added.topic}-${added.partition} is assigned already`);
    if (list.length === 0) return;
    rebalancer.manual = true;
    this.#mode = 'manual';
    port.call('incrementalAssign', { partitions: this.#add(list, starts) });
    this.changed();
  }

  incrementalUnassign(partitions: unknown): void {
    const { port, rebalancer, assignment, offsets } = this.#parts;
    const list = checkTopicPartitions('incrementalUnassign', partitions).map(toTopicPartition);
    this.#manual('incrementalUnassign');
    const states = list.map(({ topic, partition }) => {
      const state = assignment.get(topic, partition);
      if (!state) throw stateError('incrementalUnassign', `${topic}-${partition} is not assigned to this consumer`);
      return state;
    });
    if (list.length === 0) return;
    offsets.asked();
    offsets.store(true);
    rebalancer.replace(states);
    port.call('incrementalUnassign', { partitions: list });
    if (assignment.size === 0) this.#mode = 'none';
  }

  #startOf(operation: string, { offset }: AssignPartition): number {
    if (offset !== undefined && offset !== null) return toNativeOffset(operation, offset);
    // Without a group there is nothing committed to ask for.
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
      if (start >= 0) state.reset(start);
      return { ...toTopicPartition(element), offset: start };
    });
  }

  /** Serves the queue until the group's partitions are given up; somebody else's poll does it as well. */
  async unsubscribe(options: WaitOptions): Promise<void> {
    const { port, assignment, rebalancer, offsets } = this.#parts;
    const timeoutMs = checkTimeout('unsubscribe', options.timeoutMs, port.defaultTimeoutMs);
    const signal = checkSignal('unsubscribe', options.signal);
    port.lifecycle.assertOpen('unsubscribe');
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
      port.call('assign', { partitions: null });
      if (partitions.length > 0) port.emit('revoked', partitions);
      return;
    }
    this.#mode = 'none';
    this.#topics = [];
    port.call('unsubscribe', null);
    await this.#serve('unsubscribe', () => assignment.size === 0 && !rebalancer.work.isPending, deadline, signal);
    offsets.subscribed = this.mode === 'group';
  }

  async assigned(options: WaitOptions): Promise<TopicPartition[]> {
    const { port, assignment, rebalancer } = this.#parts;
    const timeoutMs = checkTimeout('assigned', options.timeoutMs, port.defaultTimeoutMs);
    const signal = checkSignal('assigned', options.signal);
    port.lifecycle.assertOpen('assigned');
    throwIfAborted('assigned', signal);
    this.assertAny('assigned');
    // A listener's partitions count as assigned; what it waits for itself would never come.
    if (assignment.size > 0 && rebalancer.work.isInside) return assignment.list();
    await this.#serve('assigned', () => assignment.size > 0 && !rebalancer.work.isPending, now() + timeoutMs, signal);
    if (assignment.size === 0)
      throw new TimeoutError('assigned', `assigned: the group assigned no partition within ${timeoutMs} ms`);
    return assignment.list();
  }

  /** Until it is so, with this call serving the queue, or the poll that is waiting already. */
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
        await poller.serve({ operation, deadline: () => deadline, signal, until: isSo });
      } finally {
        poller.end();
      }
    }
  }
}

/** Names, or librdkafka's form of a pattern. */
function checkTopics(topics: unknown): string[] {
  if (Object.prototype.toString.call(topics) === '[object RegExp]')
    return [topicPattern('subscribe', topics as RegExp)];
  const list: unknown = typeof topics === 'string' ? [topics] : topics;
  if (!Array.isArray(list) || list.length === 0) {
    throw new InvalidArgumentError(
      'subscribe',
      'subscribe: expected a list of topics, or a RegExp; unsubscribe() gives all up',
    );
  }
  for (const topic of list) {
    checkTopic('subscribe', topic);
    if ((topic as string).startsWith('^'))
      throw new InvalidArgumentError(
        'subscribe',
        `subscribe: no topic can be named '${String(topic)}'; for a pattern give a RegExp`,
      );
    if (!/^[A-Za-z0-9._-]{1,249}$/.test(topic as string) || topic === '.' || topic === '..') {
      throw new InvalidArgumentError(
        'subscribe',
        `subscribe: '${String(topic)}' is no legal topic name: 1 to 249 of A-Z, a-z, 0-9, '.', '_' and '-'`,
        { code: 'ERR_TOPIC_EXCEPTION', errno: 17 },
      );
    }
  }
  return [...new Set(list as string[])];
}
