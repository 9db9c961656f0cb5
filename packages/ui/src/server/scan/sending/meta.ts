import type { StreamEvents } from '../../../shared/api';
import type { Ranges } from '../reading/ranges';
import type { Recipe } from '../reading/recipe';

/** Partitions that are listed. */
const MAX_LISTED = 200;

/** What is read: the first event of a scan. @param stretches Of the partitions of the ranges, in their order. */
export function metaOf(
  scanId: string,
  { place, isolation, partitions, skipped }: Ranges,
  stretches: readonly { p: number; from: number; to: number }[],
  recipe?: Recipe,
): StreamEvents['meta'] {
  return {
    scanId,
    topicId: place.topicId,
    isolation,
    partitions: partitions.slice(0, MAX_LISTED).map(({ partition, earliest, latest, lastStable }, i) => ({
      p: partition,
      earliest: String(earliest),
      from: String(stretches[i]!.from),
      to: String(stretches[i]!.to),
      lastStable: String(lastStable),
      latest: String(latest),
    })),
    partitionCount: partitions.length,
    span: String(stretches.reduce((sum, { from, to }) => sum + (to - from), 0)),
    skipped: skipped.slice(0, MAX_LISTED),
    plan: recipe?.plan(stretches) ?? null,
  };
}
