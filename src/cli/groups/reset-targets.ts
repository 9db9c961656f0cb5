import type { ResetTarget } from '../../index';
import { usageError } from '../exit';
import { parseIsoDuration, parseIsoTime } from '../records/times';

export interface TargetOptions {
  toEarliest?: boolean;
  toLatest?: boolean;
  toCurrent?: boolean;
  toOffset?: number;
  shiftBy?: number;
  toDatetime?: string;
  byDuration?: string;
  fromFile?: string;
}

export type Target = { kind: 'same'; to: ResetTarget } | { kind: 'current' } | { kind: 'file'; file: string };

const flags =
  '--to-earliest, --to-latest, --to-current, --to-offset, --shift-by, --to-datetime, --by-duration, --from-file';

/** The target of a reset, given by exactly one of the options. */
export function resetTarget(options: TargetOptions, now = Date.now()): Target {
  const targets: Target[] = [];
  const same = (to: ResetTarget): number => targets.push({ kind: 'same', to });
  if (options.toEarliest) same('earliest');
  if (options.toLatest) same('latest');
  if (options.toOffset !== undefined) same({ offset: options.toOffset });
  if (options.shiftBy !== undefined) same({ shift: options.shiftBy });
  if (options.toCurrent) targets.push({ kind: 'current' });
  if (options.fromFile !== undefined) targets.push({ kind: 'file', file: options.fromFile });
  if (options.toDatetime !== undefined) {
    const timestamp = parseIsoTime(options.toDatetime);
    if (timestamp === undefined)
      throw usageError(`--to-datetime ${options.toDatetime}: expected a time as 2026-01-31T08:00:00.000`);
    same({ timestamp });
  }
  if (options.byDuration !== undefined) {
    const ms = parseIsoDuration(options.byDuration);
    if (ms === undefined) throw usageError(`--by-duration ${options.byDuration}: expected PnDTnHnMnS, as PT1H or P7D`);
    same({ timestamp: Math.max(0, Math.floor(now - ms)) });
  }
  if (targets.length !== 1) throw usageError(`name the target with one of ${flags}`);
  return targets[0]!;
}
