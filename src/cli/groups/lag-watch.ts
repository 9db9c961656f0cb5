import { EndHistory, trendOf, type Behind } from '../../lag/index';

/** A partition of a group in one round of questions. */
export interface PartitionLag {
  topic: string;
  partition: number;
  /** Null: nothing is committed. */
  currentOffset: number | null;
  logEndOffset: number;
}

/**
 * Records that the group has not read. Null: nothing is committed, so that only its consumers know where they will
 * begin. Where nothing was ever written there is nothing to read all the same. A commit beyond the end (the topic was
 * made anew) makes up for no other partition.
 */
export function lagOf({ currentOffset, logEndOffset }: PartitionLag): number | null {
  if (currentOffset === null) return logEndOffset === 0 ? 0 : null;
  return Math.max(0, logEndOffset - currentOffset);
}

/** The lag of those partitions where it is known, and how many these are. */
export function sumOf(partitions: readonly PartitionLag[]): { lag: number; known: number } {
  const lags = partitions.map(lagOf).filter((lag) => lag !== null);
  return { lag: lags.reduce((sum, lag) => sum + lag, 0), known: lags.length };
}

export interface Pace {
  /** Records a second by which the lag grows; below 0: it shrinks. Null: not known yet. */
  trend: number | null;
  /** How old the oldest record is that is not read, of all partitions. Null: not known yet. */
  behind: Behind | null;
}

/** Rounds from which a trend is made, and that a history of ends keeps. */
const POINTS = 60;
const ENDS = 720;

/** Sums of the lags of so many partitions. */
interface Lags {
  known: number;
  points: [time: number, lag: number][];
}

/** What several rounds of the same questions tell besides the lag: how late a group is, and whether it catches up. */
export class LagWatch {
  readonly #ends = new Map<string, EndHistory>();
  readonly #lags = new Map<string, Lags>();

  /** Takes the partitions of one topic that a group reads. @param now ms of a clock that only goes on. */
  pace(groupId: string, topic: string, partitions: readonly PartitionLag[], now: number): Pace {
    let behind: Behind | null = null;
    for (const { partition, currentOffset, logEndOffset } of partitions) {
      const ends = this.#endsOf(`${partition} ${topic}`);
      ends.add(now, logEndOffset);
      if (currentOffset === null) continue;
      const own = ends.behind(currentOffset, now);
      if (own !== null && (behind === null || own.ms > behind.ms)) behind = own;
    }
    const { lag, known } = sumOf(partitions);
    if (known === 0) return { trend: null, behind };
    const points = this.#pointsOf(JSON.stringify([groupId, topic]), known);
    points.push([now, lag]);
    if (points.length > POINTS) points.shift();
    return { trend: trendOf(points), behind };
  }

  #endsOf(name: string): EndHistory {
    let ends = this.#ends.get(name);
    if (ends === undefined) this.#ends.set(name, (ends = new EndHistory(ENDS, 0)));
    return ends;
  }

  /** A partition with its first commit changes the sum, but no record was written for that. */
  #pointsOf(name: string, known: number): [number, number][] {
    let lags = this.#lags.get(name);
    if (lags?.known !== known) this.#lags.set(name, (lags = { known, points: [] }));
    return lags.points;
  }
}

/** `+12/s`, `-0.5/s`, `steady`; `-` where it is not known. */
export function trendText(trend: number | null): string {
  if (trend === null) return '-';
  if (Math.abs(trend) < 0.05) return 'steady';
  const size = Math.abs(trend);
  return `${trend > 0 ? '+' : '-'}${size < 10 ? size.toFixed(1) : Math.round(size)}/s`;
}

/** `4s`, `>12m`: at least that; `-` where it is not known. */
export function behindText(behind: Behind | null): string {
  if (behind === null) return '-';
  const seconds = Math.round(behind.ms / 1000);
  const text =
    seconds < 120 ? `${seconds}s` : seconds < 7200 ? `${Math.round(seconds / 60)}m` : `${Math.round(seconds / 3600)}h`;
  return behind.kind === 'at least' ? `>${text}` : text;
}
