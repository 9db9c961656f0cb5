import type { LeakKind } from './leak-work';
import type { Growth } from './measure-leak';

/**
 * Bytes by which allocator and collector fluctuate over a run of any length. The largest part are stacks of ended
 * threads, which glibc keeps for new ones (at most 40 MiB).
 */
const WANDER = 16 * 1024 * 1024;

/** Threads, files, handles: a connection that a broker reopened in the middle of a run is no growth. */
const FEW = 4;

/** Permitted bytes per unit for a run of any length: less than one forgotten allocation per unit. */
const LEAST: Record<LeakKind, number> = {
  messages: 1,
  cycles: 1024,
  abandoned: 1024,
  failures: 8,
  flushes: 8,
  admin: 64,
};

/** Whether nothing grows with the amount of work. The longer the run, the smaller the permitted growth per unit. */
export function isFlat({ kind, units, perUnit }: Pick<Growth, 'kind' | 'units' | 'perUnit'>): boolean {
  const limit = Math.max(LEAST[kind], WANDER / units);
  const counts = [perUnit.threads, perUnit.files, perUnit.resources];
  return perUnit.rss < limit && perUnit.heapUsed < limit && counts.every((growth) => growth * units < FEW);
}
