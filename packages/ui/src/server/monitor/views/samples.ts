import type { Ms, SamplesView } from '../../../shared/api';
import { FINE_MS } from '../cluster/ends';
import type { Known } from '../known';
import type { Ring } from '../series/ring';

export interface SamplesQuery {
  since?: Ms;
  /** Those that a page shows: they are sampled first and finer for a minute. */
  topics?: readonly string[];
  groups?: readonly string[];
}

/** A lag that is asked for less often than this has a hole there. */
const HOLE_MS = 60_000;

/** Null: nothing is newer than `since`. */
export function samplesView({ timeline, topology, ends, groups }: Known, query: SamplesQuery): SamplesView | null {
  const now = timeline.now();
  const since = query.since === undefined || query.since === 0 ? null : timeline.fromWall(query.since);
  const shown = (query.groups ?? []).flatMap((groupId) => groups.all.get(groupId) ?? []);
  if (since !== null && Math.max(ends.changedAt, ...shown.map(({ asOf }) => asOf)) <= since) return null;
  const from = since === null ? -Infinity : ends.settledBefore(since);
  const date = (time: number): Ms => timeline.toWall(time);
  const rates = (points: [number, number][]): [Ms, number | null][] =>
    points.map(([time, value]) => [date(time), orNull(value)]);
  const under = new Map(ends.underReplicated.from(from));
  const topics = (query.topics ?? []).flatMap((name) => topology.topics.get(name) ?? []);
  return {
    now: date(now),
    from: from === -Infinity ? 0 : date(from) - 1,
    everyMs: FINE_MS,
    cluster: ends.perSec.from(from).map(([time, value]) => [date(time), orNull(value), orNull(under.get(time) ?? NaN)]),
    topics: Object.fromEntries(
      topics.map(({ name, seconds, minutes }) => [name, rates(ratePoints(seconds, minutes, from))]),
    ),
    groups: Object.fromEntries(
      shown.map(({ groupId, lags }) => [groupId, lagPoints(lags, from).map(([time, lag]) => [date(time), lag])]),
    ),
  };
}

/** Once a minute, where nothing finer is known yet. */
function ratePoints(seconds: Ring | null, minutes: Ring, from: number): [number, number][] {
  const fine = seconds?.from(from) ?? [];
  const begin = fine[0]?.[0] ?? Infinity;
  return [...minutes.from(from).filter(([time]) => time >= from && time + minutes.stepMs <= begin), ...fine];
}

/** Without the steps between two samples; a longer pause is one hole. */
function lagPoints(lags: Ring, from: number): [number, number | null][] {
  const points: [number, number | null][] = [];
  let last = -Infinity;
  for (const [time, lag] of lags.from(from)) {
    if (Number.isNaN(lag) || time < from) continue;
    if (points.length > 0 && time - last > HOLE_MS) points.push([last + lags.stepMs, null]);
    points.push([time, lag]);
    last = time;
  }
  return points;
}

const orNull = (value: number): number | null => (Number.isNaN(value) ? null : value);
