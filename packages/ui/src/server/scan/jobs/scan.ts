import type { ScanRequest } from '../../../shared/api';
import { limits } from '../../../shared/limits';
import type { Item } from '../paging/collector';
import { readCursor, type Direction } from '../paging/cursor';
import { directions } from '../reading/ranges';
import { recipeFor } from '../reading/recipe';
import { listBounds, rowOf } from '../reading/rows';
import { sendEvent, type Job } from './job';
import { PagedRead } from './paged-read';
import { Pulse } from './pulse';
import { RowSender } from './row-sender';

/** Sends one page of a list of messages. */
export async function runScan(job: Job, request: ScanRequest): Promise<void> {
  const limit = Math.min(limits.rows.most, Math.max(1, request.limit ?? limits.rows.usual));
  const preview = Math.min(limits.preview.most, Math.max(1, request.preview ?? limits.preview.usual));
  const bounds = listBounds(preview);
  const from = request.mode === 'cursor' ? readCursor(request.cursor ?? '') : undefined;
  const list = from?.list ?? directions[request.mode as Exclude<ScanRequest['mode'], 'cursor'>];
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
  pulse.start();
  try {
    // Read against the list, the rows come in the reverse order of it.
    const isReversed = read.ranges.direction !== read.ranges.list;
    const held: string[] = [];
    const reason = await read.run(limit, ({ item }) => {
      if (isReversed) held.push(item);
      else return sender.add(item);
    });
    for (const row of held.reverse()) await sender.add(row);
    await sender.flush();
    await sendEvent(job, 'done', {
      ...{ reason, ...read.cursors(), gaps: String(read.tally.gaps), notes: read.tally.notes },
      ...read.tally.progress,
    });
  } finally {
    pulse.stop();
  }
}

/** Kafka's time index knows only the maximum so far: other records may stand behind the place that it finds. */
function isOutsideTime(list: Direction, { mode, time }: ScanRequest, timestamp: number | null): boolean {
  if (time === undefined || timestamp === null) return false;
  if (mode !== 'from-time' && mode !== 'to-time' && mode !== 'cursor') return false;
  return list === 'back' ? timestamp > time : timestamp < time;
}
