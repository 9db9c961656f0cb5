import { isDeepStrictEqual } from 'node:util';
import { stepText, type Program, type Step } from '../programs/program';
import type { Outcome } from '../programs/run-program';

/** Where Java is bounded by a property, ours may take so much longer on a machine shared with others. */
const TIME_FACTOR = 3;
const TIME_EXTRA_MS = 500;

export interface Difference {
  readonly step: number;
  /** What was seen: "records c0", "positions c0", "error", "time" … */
  readonly field: string;
  readonly java: unknown;
  readonly ours: unknown;
}

export function compare(java: readonly Outcome[], ours: readonly Outcome[]): Difference[] {
  const differences: Difference[] = [];
  for (const [step, one] of java.entries()) {
    const other = ours[step]!;
    const fields = new Set([...Object.keys(one.seen), ...Object.keys(other.seen)]);
    for (const field of fields) {
      if (!isDeepStrictEqual(plain(one.seen[field]), plain(other.seen[field])))
        differences.push({ step, field, java: one.seen[field], ours: other.seen[field] });
    }
    // The time of what went differently, or waited for what never comes, says nothing.
    const isWaiting = JSON.stringify([one.seen, other.seen]).includes('"unknown"');
    if (differences.length === 0 && !isWaiting && other.ms > one.ms * TIME_FACTOR + TIME_EXTRA_MS)
      differences.push({ step, field: 'time', java: Math.round(one.ms), ours: Math.round(other.ms) });
  }
  return differences;
}

/** As it would be read from a file: under jest the two sides' lists are of different realms. */
function plain(value: unknown): unknown {
  return value === undefined ? undefined : (JSON.parse(JSON.stringify(value)) as unknown);
}

/** The kind of a difference: what a shrunk program must still show. */
export function kindOf(program: Program, { step, field }: Difference): string {
  return `${(program.steps[step] as Step).op}: ${field.replace(/\d+$/, '').trim()}`;
}

export function differenceText(program: Program, { step, field, java, ours }: Difference): string {
  const show = (value: unknown) => (value === undefined ? 'nothing' : JSON.stringify(value));
  return `step ${step} (${stepText(program.steps[step]!)}), ${field}:\n    Java ${show(java)}\n    ours ${show(ours)}`;
}
