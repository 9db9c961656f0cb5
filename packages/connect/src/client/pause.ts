import { setTimeout as sleep } from 'node:timers/promises';
import { AbortError } from 'kafka-napi';

/** @throws AbortError when the signal aborts meanwhile. */
export async function pauseFor(ms: number, operation: string, signal: AbortSignal | undefined): Promise<void> {
  try {
    await sleep(ms, undefined, { signal });
  } catch {
    throw new AbortError(operation, signal?.reason);
  }
}
