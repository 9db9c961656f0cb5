import type { AdminClient } from 'kafka-napi';
import type { Fault, ScanRequest } from '../../../shared/api';
import { FaultError } from '../../../shared/fault-error';
import { LATE_MS, rangesOf, type Narrowing } from '../../kql/plan';
import { checkTopic, topicIdBytes, type Cursor, type Direction, type Isolation } from '../paging/cursor';
import type { Chunk } from '../paging/lane';
import { OffsetQuestions, type Answer, type Answers, type Asking } from './offsets';
import { findTopic, leaderless, type TopicPlace } from './topic';

export interface RangeRequest extends Pick<ScanRequest, 'topic' | 'partitions' | 'mode' | 'offset' | 'time'> {
  readonly isolation: Isolation;
  /** Of the mode `cursor`. */
  readonly from?: Cursor;
  /** What a condition rules out. */
  readonly narrowing?: Narrowing;
}

export interface PartitionRange {
  readonly partition: number;
  readonly earliest: number;
  readonly latest: number;
  readonly lastStable: number;
  /** All that may be read, whichever way. */
  readonly range: Chunk;
  /** Where reading begins. */
  readonly start: number;
  /** The best running time that is possible: back at most this, on at least. */
  readonly limitTime: number;
}

export interface Ranges {
  readonly place: TopicPlace;
  readonly direction: Direction;
  readonly list: Direction;
  readonly isolation: Isolation;
  /** Running time of the last row of the page before. */
  readonly clock: number | null;
  readonly partitions: readonly PartitionRange[];
  readonly skipped: readonly { p: number; fault: Fault }[];
}

/** The ways in which the modes read. */
export const directions = {
  newest: 'back',
  'to-offset': 'back',
  'to-time': 'back',
  oldest: 'on',
  'from-offset': 'on',
  'from-time': 'on',
} as const;

/**
 * Fixes what a scan reads, so that one of a busy topic ends.
 * @throws FaultError if the topic, or a partition that was asked for, is not there, or no partition can be read.
 */
export async function findRanges(admin: AdminClient, request: RangeRequest, asking: Asking): Promise<Ranges> {
  const { mode, from, isolation, time } = request;
  const bounds = new Map(from?.bounds);
  const place = await findTopic(admin, request.topic, asking);
  if (from !== undefined) checkTopic(from, topicIdBytes(place.topicId));
  if ((mode === 'from-time' || mode === 'to-time') && !place.knowsTimes)
    throw FaultError.of('UNSUPPORTED', `${mode}: this broker does not find records by time`, { field: 'mode' });
  const wanted = ruledIn(wantedPartitions(request, place), request.narrowing);
  const asked = wanted.filter((partition) => place.leaders.has(partition));
  const direction = mode === 'cursor' ? from!.direction : directions[mode];
  const answers = await askAll(
    new OffsetQuestions(admin, request.topic, asking, place.leaders),
    asked,
    request,
    direction,
    place,
  );

  const skipped = wanted.filter((partition) => !place.leaders.has(partition)).map((p) => ({ p, fault: leaderless(p) }));
  const partitions: PartitionRange[] = [];
  for (const partition of asked) {
    const fault = answers.faultOf(partition);
    if (fault !== undefined) skipped.push({ p: partition, fault });
    else {
      const range = rangeOf(partition, answers, { ...request, bound: bounds.get(partition) }, direction);
      if (range !== undefined) partitions.push(range);
    }
  }
  if (partitions.length === 0 && skipped.length > 0) throw new FaultError(skipped[0]!.fault);
  const clock = from?.clock ?? (mode === 'to-time' ? time! : null);
  return { place, direction, list: from?.list ?? direction, isolation, clock, partitions, skipped };
}

/** @throws FaultError `NOT_FOUND` for a partition that the topic does not have. */
function wantedPartitions({ partitions, offset, from, topic }: RangeRequest, place: TopicPlace): number[] {
  const there = new Set(place.partitions);
  // Those that came later are no part of the list that the cursor is of.
  if (from !== undefined) return from.bounds.map(([partition]) => partition).filter((one) => there.has(one));
  const byOffset = typeof offset === 'object' ? Object.keys(offset).map(Number) : undefined;
  const asked = partitions ?? byOffset;
  if (asked === undefined) return place.partitions;
  const missing = asked.find((partition) => !there.has(partition));
  if (missing !== undefined) {
    const message = `partitions: ${topic} has no partition ${missing}. It has ${place.partitions.length}`;
    throw FaultError.of('NOT_FOUND', message, { field: 'partitions' });
  }
  const isAsked = new Set(asked);
  return place.partitions.filter((one) => isAsked.has(one) && (byOffset === undefined || byOffset.includes(one)));
}

function ruledIn(partitions: readonly number[], narrowing: Narrowing | undefined): readonly number[] {
  if (narrowing === undefined) return partitions;
  return rangesOf(
    narrowing,
    partitions.map((p) => ({ p, earliest: 0, end: 0 })),
  ).map(({ p }) => p);
}

/** All answers about the partitions of a scan. */
interface AllAnswers {
  readonly earliest: Answers;
  readonly latest: Answers;
  readonly stable: Answers;
  /** Back: where the highest time is; on: the first record. */
  readonly limit: Answers;
  /** Of the modes of time: where it is passed. */
  readonly passed: Answers;
  readonly narrowed: { first: Answers; after: Answers };
  faultOf(partition: number): Fault | undefined;
}

const nothing: Answers = { of: new Map(), faults: new Map() };

async function askAll(
  questions: OffsetQuestions,
  asked: readonly number[],
  { mode, time, narrowing }: RangeRequest,
  direction: Direction,
  { knowsTimes }: TopicPlace,
): Promise<AllAnswers> {
  /** The first record at this time or later. Kafka knows no times before 1970. */
  const at = (ms: number) => questions.ask(asked, { timestamp: Math.max(0, Math.ceil(ms)) });
  const least = narrowing?.time.least ?? -Infinity;
  const most = narrowing?.time.most ?? Infinity;
  const [earliest, latest, stable] = await Promise.all([
    questions.ask(asked, 'earliest'),
    questions.ask(asked, 'latest'),
    questions.ask(asked, 'latest', 'committed'),
  ]);
  // After the ends are known: a record that is written meanwhile must not be later than what is said of all times.
  const [limit, passed, first, after] = await Promise.all([
    !knowsTimes
      ? nothing
      : direction === 'back'
        ? questions.ask(asked, 'maxTimestamp')
        : mode === 'oldest'
          ? at(0)
          : nothing,
    mode === 'from-time' ? at(time!) : mode === 'to-time' ? at(time! + 1) : nothing,
    knowsTimes && isInstant(least) ? at(least) : nothing,
    knowsTimes && isInstant(most + LATE_MS + 1) ? at(most + LATE_MS + 1) : nothing,
  ]);
  return {
    ...{ earliest, latest, stable, limit, passed, narrowed: { first, after } },
    faultOf: (partition) => {
      for (const { faults } of [earliest, latest, stable, passed]) {
        const fault = faults.get(partition);
        if (fault !== undefined) return fault;
      }
      return undefined;
    },
  };
}

const isInstant = (ms: number): boolean => ms > 0 && ms <= Number.MAX_SAFE_INTEGER;

/** undefined: a condition rules the partition out. */
function rangeOf(
  partition: number,
  answers: AllAnswers,
  request: RangeRequest & { bound: number | undefined },
  direction: Direction,
): PartitionRange | undefined {
  const offset = ({ of }: Answers): number => of.get(partition)?.offset ?? 0;
  const [earliest, latest, lastStable] = [offset(answers.earliest), offset(answers.latest), offset(answers.stable)];
  const end = Math.max(earliest, request.isolation === 'committed' ? lastStable : latest);
  const range = narrowedRange(partition, { earliest, end }, request.narrowing, answers);
  if (range === undefined) return undefined;
  const passed = answers.passed.of.get(partition);
  const wished = wishedStart(partition, request, { earliest, end }, passed);
  const start = Math.min(Math.max(wished, range.from), range.to);
  const limitTime = limitTimeOf(request, direction, earliest, answers.limit.of.get(partition), passed);
  return { partition, earliest, latest, lastStable, range, start, limitTime };
}

function narrowedRange(
  p: number,
  log: { earliest: number; end: number },
  narrowing: Narrowing | undefined,
  { narrowed: { first, after } }: AllAnswers,
): Chunk | undefined {
  if (narrowing === undefined) return { from: log.earliest, to: log.end };
  const times = { first: first.of.get(p)?.offset, after: after.of.get(p)?.offset };
  return rangesOf(narrowing, [{ p, ...log }], () => times)[0];
}

/** Where the request wants reading to begin. */
function wishedStart(
  partition: number,
  { mode, offset, bound }: RangeRequest & { bound: number | undefined },
  { earliest, end }: { earliest: number; end: number },
  passed: Answer | undefined,
): number {
  switch (mode) {
    case 'newest':
      return end;
    case 'oldest':
      return earliest;
    case 'from-offset':
      return offsetOf(offset, partition);
    case 'to-offset':
      return offsetOf(offset, partition) + 1;
    case 'from-time':
    case 'to-time':
      return passed?.offset ?? end;
    case 'cursor':
      return bound!;
  }
}

/** Beyond 2^53 no log has come: such an offset is behind every end. */
function offsetOf(offset: RangeRequest['offset'], partition: number): number {
  const digits = typeof offset === 'object' ? offset[partition] : offset;
  return Math.min(Number(digits ?? 0), Number.MAX_SAFE_INTEGER - 1);
}

function limitTimeOf(
  { mode, from, time }: RangeRequest,
  direction: Direction,
  earliest: number,
  limit: Answer | undefined,
  passed: Answer | undefined,
): number {
  if (direction === 'back') {
    const highest = limit?.time ?? Infinity;
    // Before the first record that is later, none is.
    return Math.min(highest, from?.clock ?? (mode === 'to-time' ? time! : Infinity));
  }
  if (mode === 'from-time') return passed?.time ?? -Infinity;
  // Records without a time may stand before the first one that has one.
  const first = limit?.offset === earliest ? limit.time : null;
  return Math.max(first ?? -Infinity, from?.clock ?? -Infinity);
}
