import { errorNumber } from '../../errors/codes';
import { KafkaError } from '../../errors/kafka-error';
import { fulfilled, rejected, type Outcome } from '../../errors/partial-failure-error';
import { partitionName, show, type Arguments, type TopicPartition } from '../calls/arguments';
import type { AdminCall } from '../calls/call';
import { describeGroup } from './group-lag';
import { unknownGroup } from './groups';
import { alterConsumerGroupOffsets, listConsumerGroupOffsets } from './group-offsets';
import { listOffsets, type OffsetSpec } from '../topics/offsets';
import { allFulfilled } from '../calls/outcomes';
import { askTopics } from '../topics/topics';

/** `{ timestamp }`: ms since the epoch. `{ shift }`: this many records forward, or backward if negative. */
export type ResetTarget = 'earliest' | 'latest' | { timestamp: number } | { offset: number } | { shift: number };

export interface ResetRequest {
  to: ResetTarget;
  /** Only these topics, with all their partitions. */
  topics?: readonly string[] | undefined;
  /**
   * Only these partitions. Without `partitions` and `topics`: all partitions for which the group has a committed
   * offset.
   */
  partitions?: readonly TopicPartition[] | undefined;
  /** Only returns what would change. */
  dryRun?: boolean | undefined;
}

export interface OffsetReset extends TopicPartition {
  /** The offset before the reset; null: none. */
  previousOffset: number | null;
  newOffset: number;
}

interface Target {
  spec: OffsetSpec | undefined;
  offset?: number | undefined;
  shift?: number | undefined;
}

function target(check: Arguments, to: unknown): Target {
  if (to === 'earliest' || to === 'latest') return { spec: to };
  if (typeof to === 'object' && to !== null) {
    const given = check.object('to', to, ['timestamp', 'offset', 'shift']);
    const names = Object.keys(given);
    if (names.length === 1) {
      if (names[0] === 'timestamp') return { spec: { timestamp: check.whole('to.timestamp', given.timestamp, 0) } };
      if (names[0] === 'offset') return { spec: undefined, offset: check.whole('to.offset', given.offset, 0) };
      return { spec: undefined, shift: check.whole('to.shift', given.shift, Number.MIN_SAFE_INTEGER) };
    }
  }
  throw check.bad(`to must be 'earliest', 'latest', { timestamp }, { offset } or { shift }; got ${show(to)}`);
}

/**
 * Moves a group's committed offsets, like kafka-consumer-groups --reset-offsets. The group must have no members. An
 * offset outside of a partition's log becomes the nearer end; a time after the last record becomes the end.
 */
export async function resetOffsets(
  call: AdminCall,
  groupId: unknown,
  request: unknown,
): Promise<Outcome<OffsetReset>[]> {
  const check = call.arguments;
  const group = check.name('groupId', groupId);
  const given = check.object('the request', request, [
    'to',
    'topics',
    'partitions',
    'dryRun',
    'timeoutMs',
    'signal',
    'settled',
  ]);
  const to = target(check, given.to);
  const dryRun = check.boolean('dryRun', given.dryRun);
  const topics = given.topics === undefined ? undefined : check.names('topics', given.topics);
  const named = given.partitions === undefined ? undefined : check.partitions('partitions', given.partitions);
  if (topics !== undefined && named !== undefined) throw check.bad('takes topics or partitions, not both');
  if (named !== undefined) check.distinct('partitions', named.map(partitionName));

  const [description, committedOutcomes] = await Promise.all([
    describeGroup(call, group),
    listConsumerGroupOffsets(call, group, {}),
  ]);
  const committed = allFulfilled(call.operation, committedOutcomes);
  if (description !== null && description.members.length > 0) throw activeGroup(call, group, description.groupState);
  const partitions = named ?? (topics === undefined ? committed : await partitionsOf(call, topics));
  if (partitions.length === 0 && topics === undefined && named === undefined) throw unknownGroup(call, group);

  const before = new Map(committed.map((offset) => [partitionName(offset), offset.offset]));
  const planned = await plan(call, partitions, to, before);
  const wanted = planned.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
  if (dryRun || wanted.length === 0) return planned;
  const written = await alterConsumerGroupOffsets(
    call,
    group,
    wanted.map(({ topic, partition, newOffset }) => ({ topic, partition, offset: newOffset })),
  );
  const next = written[Symbol.iterator]();
  return planned.map((outcome) => {
    if (outcome.status === 'rejected') return outcome;
    const result = next.next().value!;
    return result.status === 'rejected' ? rejected<OffsetReset>(result.reason) : outcome;
  });
}

function activeGroup(call: AdminCall, group: string, state: string): KafkaError {
  return new KafkaError({
    code: 'ERR_NON_EMPTY_GROUP',
    errno: errorNumber('ERR_NON_EMPTY_GROUP'),
    operation: call.operation,
    message: `${call.operation}: group ${group} has members (its state is ${state}): offsets can be reset only in a group without members`,
  });
}

async function partitionsOf(call: AdminCall, topics: readonly string[]): Promise<TopicPartition[]> {
  const described = await askTopics(call, topics);
  return described.flatMap(({ name, error, partitions }) => {
    if (error !== null)
      throw KafkaError.fromNative({
        ...error,
        operation: call.operation,
        message: `${call.operation}: topic ${name}: ${error.message}`,
      });
    return partitions.map(({ partition }) => ({ topic: name, partition }));
  });
}

async function plan(
  call: AdminCall,
  partitions: readonly TopicPartition[],
  to: Target,
  before: ReadonlyMap<string, number | null>,
): Promise<Outcome<OffsetReset>[]> {
  const ask = (spec: OffsetSpec) =>
    listOffsets(
      call,
      partitions.map(({ topic, partition }) => ({ topic, partition, spec })),
      {},
    );
  const [starts, ends, found] = await Promise.all([ask('earliest'), ask('latest'), ask(to.spec ?? 'latest')]);
  return partitions.map(({ topic, partition }, i) => {
    const [start, end, answer] = [starts[i]!, ends[i]!, found[i]!];
    if (start.status === 'rejected') return rejected<OffsetReset>(start.reason);
    if (end.status === 'rejected') return rejected<OffsetReset>(end.reason);
    if (answer.status === 'rejected') return rejected<OffsetReset>(answer.reason);
    const previousOffset = before.get(partitionName({ topic, partition })) ?? null;
    const [first, last] = [start.value.offset ?? 0, end.value.offset ?? 0];
    let wanted = to.offset ?? answer.value.offset ?? last;
    if (to.shift !== undefined) {
      if (previousOffset === null) {
        return rejected<OffsetReset>(
          new KafkaError({
            code: 'ERR__NO_OFFSET',
            errno: errorNumber('ERR__NO_OFFSET'),
            operation: call.operation,
            message: `${call.operation}: partition ${topic}-${partition}: there is no committed offset to shift`,
          }),
        );
      }
      wanted = previousOffset + to.shift;
    }
    return fulfilled({ topic, partition, previousOffset, newOffset: Math.min(Math.max(wanted, first), last) });
  });
}
