import type { LeakKind } from './leak-work';
import type { Growth } from './measure-leak';

/** Bytes that the allocator and the collector wander about by over a run, however long it is. */
const WANDER = 8 * 1024 * 1024;

/** Bytes for each unit that a run may show however long it is: less than one forgotten allocation for each unit would be. */
const LEAST: Record<LeakKind, number> = { messages: 1, cycles: 1024, abandoned: 1024, failures: 8 };

/** Does nothing grow with the work done? The longer the run, the less may be seen of it. */
export function isFlat({ kind, units, perUnit }: Pick<Growth, 'kind' | 'units' | 'perUnit'>): boolean {
  const limit = Math.max(LEAST[kind], WANDER / units);
  const counts = [perUnit.threads, perUnit.files, perUnit.resources];
  return perUnit.rss < limit && perUnit.heapUsed < limit && counts.every((growth) => growth <= 0);
}
