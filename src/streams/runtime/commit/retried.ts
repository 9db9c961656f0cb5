import { isRetriable } from './lost-work';

/** Pause before a call is made again. */
const AGAIN_MS = 100;

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Repeats a call while its error is retriable, or what `again` says, until the time is over. */
export async function retried<T>(
  timeoutMs: number,
  call: () => Promise<T>,
  again: (error: unknown) => boolean = isRetriable,
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    try {
      return await call();
    } catch (error) {
      if (!again(error) || Date.now() + AGAIN_MS > deadline) throw error;
      await sleep(AGAIN_MS);
    }
  }
}
