import type { ScanRequest } from '../../../shared/api';
import { limits } from '../../../shared/limits';
import type { Item } from '../paging/collector';
import { readCursor, type Cursor, type Direction } from '../paging/cursor';
import { directions } from '../reading/ranges';
import { recipeFor } from '../reading/recipe';
import { listBounds, rowOf } from '../records/rows';
import { sendEvent, type Job } from '../sending/job';
import { PagedRead } from './paged-read';
import { Pulse } from '../sending/pulse';
import { RowSender } from '../sending/row-sender';

/** Sends one page of a list of messages. */
export async function runScan(job: Job, request: ScanRequest): Promise<void> {
  const limit = Math.min(limits.rows.most, Math.max(1, request.limit ?? limits.rows.usual));
  const preview = Math.min(limits.preview.most, Math.max(1, request.preview ?? limits.preview.usual));
  const bounds = listBounds(preview);
  const from = request.mode === 'cursor' ? readCursor(request.cursor ?? '') : undefined;
  const list = listOf(request, from);
  const recipe = recipeFor(request, job.kitchen, list === 'back' ? 'newest first' : 'oldest first');
  const sender = new RowSender(job.send);
  const pulse = new Pulse(
    job,
    () => read.tally.progress,
    () => sender.tick(),
  );
  const read: PagedRead<string> = await PagedRead.begin({
    ...{ job, recipe, request, from, limit, onTick: pulse.tick },
    item: (isLate): Item<string> | undefined => {
      const isOutside = isOutsideTime(list, request, recipe.record.timestamp);
      if (isOutside && request.strictTime === true) return undefined;
      if (recipe.record.isUndecoded) read.tally.undecoded++;
      const row = rowOf(recipe.record, bounds, isLate || isOutside);
      const json = JSON.stringify(row);
      return { item: json, weight: 2 * json.length };
    },
  });
  await sendEvent(job, 'meta', read.meta());
  await pulse.during(async () => {
    // In the order of reading: against the list, the one who shows them turns them around.
    const reason = await read.run(limit, ({ item }) => sender.add(item));
    await sender.flush();
    const { gaps, notes, progress } = read.tally;
    await sendEvent(job, 'done', { reason, ...read.cursors(), gaps: String(gaps), notes, ...progress });
  });
}

/** How the list runs. */
export function listOf({ mode }: ScanRequest, from: Cursor | undefined): Direction {
  return mode === 'cursor' ? from!.list : directions[mode];
}

/** Kafka's time index knows only the maximum so far: other records may stand behind the place that it finds. */
export function isOutsideTime(list: Direction, { mode, time }: ScanRequest, timestamp: number | null): boolean {
  if (time === undefined || timestamp === null) return false;
  if (mode !== 'from-time' && mode !== 'to-time' && mode !== 'cursor') return false;
  return list === 'back' ? timestamp > time : timestamp < time;
}
