import { EndHistory, trendOf, type Behind } from '../../lag/index';

/** A partition of a group in one round of questions. */
export interface PartitionLag {
  topic: string;
  partition: number;
  /** Null: nothing is committed. */
  currentOffset: number | null;
  logEndOffset: number;
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

/** What several rounds of the same questions tell besides the lag: how late a group is, and whether it catches up. */
export class LagWatch {
  readonly #ends = new Map<string, EndHistory>();
  readonly #lags = new Map<string, [time: number, lag: number][]>();

  /** Takes the partitions of one topic that a group reads. @param now ms of a clock that only goes on. */
  pace(groupId: string, topic: string, partitions: readonly PartitionLag[], now: number): Pace {
    let lag = 0;
    let behind: Behind | null = null;
    for (const { partition, currentOffset, logEndOffset } of partitions) {
      const ends = this.#endsOf(`${partition} ${topic}`);
      ends.add(now, logEndOffset);
      if (currentOffset === null) continue;
      lag += logEndOffset - currentOffset;
      const own = ends.behind(currentOffset, now);
      if (own !== null && (behind === null || own.ms > behind.ms)) behind = own;
    }
    const points = this.#pointsOf(JSON.stringify([groupId, topic]));
    points.push([now, lag]);
    if (points.length > POINTS) points.shift();
    return { trend: trendOf(points), behind };
  }

  #endsOf(name: string): EndHistory {
    let ends = this.#ends.get(name);
    if (ends === undefined) this.#ends.set(name, (ends = new EndHistory(ENDS, 0)));
    return ends;
  }

  #pointsOf(name: string): [number, number][] {
    let points = this.#lags.get(name);
    if (points === undefined) this.#lags.set(name, (points = []));
    return points;
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
