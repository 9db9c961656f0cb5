/**
 * Searches for leaks and prints the figures: npm run leaks -- --messages 100e6 --cycles 10000 --abandoned 10000
 * --failures 1e6 --flushes 1e6 --admin 100000. Only the given kinds run; without arguments all run in full.
 */
import { parseArgs } from 'node:util';

import type { LeakKind } from './leak-work';
import { isFlat } from './leak-limits';
import { measureLeak } from './measure-leak';

const full: Record<LeakKind, number> = {
  messages: 100e6,
  cycles: 10_000,
  abandoned: 10_000,
  failures: 1e6,
  flushes: 1e6,
  admin: 100_000,
};

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      messages: { type: 'string' },
      cycles: { type: 'string' },
      abandoned: { type: 'string' },
      failures: { type: 'string' },
      flushes: { type: 'string' },
      admin: { type: 'string' },
    },
  });
  const wanted = Object.keys(values).length > 0 ? values : full;
  for (const [kind, units] of Object.entries(wanted) as [LeakKind, string | number][]) {
    const growth = await measureLeak(kind, Number(units));
    const flat = isFlat(growth);
    console.log(JSON.stringify({ ...growth, flat }, null, 1));
    if (!flat) process.exitCode = 1;
  }
}

void main();
