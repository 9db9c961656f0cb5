import { setTimeout as sleep } from 'node:timers/promises';

const everyMs = 50;
const mostMs = 3000;

/**
 * Asks until the answer shows a change. The controller says that it has written it; the broker that is asked next gets
 * it a moment later, and would show what was there before. After three seconds the answer is what there is.
 */
export async function askUntil<T>(ask: () => Promise<T>, shows: (answer: T) => boolean): Promise<T> {
  const end = performance.now() + mostMs;
  for (;;) {
    const answer = await ask();
    if (shows(answer) || performance.now() > end) return answer;
    await sleep(everyMs);
  }
}
