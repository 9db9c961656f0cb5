import type { AdminClient, GroupOffset, ListedOffset, OffsetSpec, Outcome } from 'kafka-napi';
import type { PlanRow, PlanTarget } from '../../shared/admin-api';
import type { Fault, Tp } from '../../shared/api';
import { FaultError } from '../../shared/fault-error';
import { faultOf } from '../fault';
import { int64Of, int64OrNull, offsetOf } from './outcomes';

export interface Planned {
  rows: PlanRow[];
  faults: (Tp & { fault: Fault })[];
}

export const tpName = ({ topic, partition }: Tp): string => `${topic}-${partition}`;

/** What resetting these partitions to the target would do. Only asks. */
export async function planReset(
  admin: AdminClient,
  partitions: readonly Tp[],
  to: PlanTarget,
  committed: ReadonlyMap<string, GroupOffset>,
  signal: AbortSignal,
): Promise<Planned> {
  if (partitions.length === 0) return { rows: [], faults: [] };
  const ask = (spec: OffsetSpec): Promise<Outcome<ListedOffset>[]> =>
    admin.listOffsets(
      partitions.map(({ topic, partition }) => ({ topic, partition, spec })),
      { settled: true, signal },
    );
  const since = timeOf(to);
  const [earliest, latest, atTime] = await Promise.all([
    ask('earliest'),
    ask('latest'),
    since === null ? [] : ask({ timestamp: since }),
  ]);
  const wanted = wantedOf(to, committed);
  const planned: Planned = { rows: [], faults: [] };
  for (const [i, { topic, partition }] of partitions.entries()) {
    try {
      const first = valueIn(earliest[i]!).offset ?? 0;
      const end = valueIn(latest[i]!).offset ?? 0;
      // No record is that late: the group then reads what comes from now on.
      const found = since === null ? null : (valueIn(atTime[i]!).offset ?? end);
      const asked = found ?? wanted({ topic, partition }, first, end);
      const next = Math.min(Math.max(asked, first), end);
      const previous = committed.get(tpName({ topic, partition }))?.offset ?? null;
      planned.rows.push({
        topic,
        partition,
        previous: int64OrNull(previous),
        next: int64Of(next),
        ...(next === asked ? {} : { clamped: next > asked ? ('earliest' as const) : ('latest' as const) }),
        rewinds: int64Of(previous === null ? 0 : previous - next),
      });
    } catch (error) {
      planned.faults.push({ topic, partition, fault: faultOf(error) });
    }
  }
  return planned;
}

function valueIn<T>(outcome: Outcome<T>): T {
  if (outcome.status === 'rejected') throw outcome.reason;
  return outcome.value;
}

function timeOf(to: PlanTarget): number | null {
  if (typeof to === 'string') return null;
  if ('time' in to) return to.time;
  return 'ago' in to ? Math.max(0, Date.now() - to.ago) : null;
}

/** Where a partition shall go, before the log's ends are looked at. Throws what is wrong with one partition. */
function wantedOf(
  to: PlanTarget,
  committed: ReadonlyMap<string, GroupOffset>,
): (partition: Tp, first: number, end: number) => number {
  if (to === 'earliest') return (_, first) => first;
  if (typeof to === 'string' || 'time' in to || 'ago' in to) return (_, _first, end) => end;
  if ('offset' in to) {
    const offset = offsetOf(to.offset, 'to.offset');
    return () => offset;
  }
  if ('shift' in to) {
    const shift = offsetOf(to.shift, 'to.shift');
    return (partition) => {
      const offset = committed.get(tpName(partition))?.offset ?? null;
      if (offset === null)
        throw FaultError.of('CONFLICT', `${tpName(partition)} has no committed offset that could be shifted`);
      return offset + shift;
    };
  }
  const each = new Map(to.offsets.map((one, i) => [tpName(one), offsetOf(one.offset, `to.offsets[${i}].offset`)]));
  return (partition) => each.get(tpName(partition))!;
}
