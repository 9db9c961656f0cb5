import type { AdminClient } from '../../../index';
import { endOffsets } from '../restore/end-offsets';
import type { RuntimeTask } from '../tasks/runtime-task';

/** How far a store is behind its changelog. Java's LagInfo. */
export interface LagInfo {
  /** The next record of the changelog that the store needs. */
  readonly currentOffsetPosition: number;
  /** The end of the changelog. */
  readonly endOffsetPosition: number;
  /** The difference, 0 or more; of a task that runs 0. */
  readonly offsetLag: number;
}

/**
 * By store and partition, of all tasks that are here: where they are now, and where the changelogs end afterwards.
 * Stores without a changelog are left out.
 */
export async function storeLags(
  admin: AdminClient,
  tasks: Iterable<RuntimeTask>,
): Promise<Map<string, Map<number, LagInfo>>> {
  const stores = [...tasks].flatMap(({ stores: all, state }) => {
    const isRunning = state === 'RUNNING';
    return all.flatMap((store) => (store.topic === undefined ? [] : { store, isRunning, offset: store.offset ?? 0 }));
  });
  const ends = await endOffsets(
    admin,
    stores.map(({ store: { topic, partition } }) => ({ topic: topic!, partition })),
  );
  const lags = new Map<string, Map<number, LagInfo>>();
  for (const [i, { store, isRunning, offset }] of stores.entries()) {
    const endOffsetPosition = ends[i]!;
    const currentOffsetPosition = isRunning ? endOffsetPosition : Math.min(offset, endOffsetPosition);
    const offsetLag = endOffsetPosition - currentOffsetPosition;
    const ofStore = lags.get(store.name) ?? new Map<number, LagInfo>();
    lags.set(store.name, ofStore.set(store.partition, { currentOffsetPosition, endOffsetPosition, offsetLag }));
  }
  return lags;
}
