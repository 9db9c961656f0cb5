import { setTimeout as sleep } from 'node:timers/promises';

const LIMIT_MS = 45_000;
const STEP_MS = 100;

/** Resolves once `check` is true. At the deadline the test fails with `what`, and with the results of the checks. */
export async function eventually(what: string, check: () => Promise<boolean>): Promise<void> {
  const start = Date.now();
  let checks = 0;
  let longest = 0;
  for (;;) {
    const begin = Date.now();
    if (await check()) return;
    checks++;
    longest = Math.max(longest, Date.now() - begin);
    if (Date.now() - start > LIMIT_MS) {
      throw new Error(
        `did not happen within ${LIMIT_MS} ms (${checks} checks, the longest took ${longest} ms): ${what}`,
      );
    }
    await sleep(STEP_MS);
  }
}
