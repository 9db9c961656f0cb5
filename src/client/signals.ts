/** Pending waits per signal. One listener serves them all: Node warns of a leak when a signal has more than ten. */
const waiting = new WeakMap<AbortSignal, { callbacks: Set<() => void>; listener: () => void }>();

/**
 * Calls `giveUp` once when the signal aborts. Returns the function that cancels that. `giveUp` must not throw. A signal
 * that has already aborted never calls it.
 */
export function onAbort(signal: AbortSignal | undefined, giveUp: () => void): () => void {
  if (signal === undefined) return () => undefined;
  let shared = waiting.get(signal);
  if (shared === undefined) {
    const callbacks = new Set<() => void>();
    const listener = () => {
      waiting.delete(signal);
      for (const each of [...callbacks]) each();
    };
    shared = { callbacks, listener };
    waiting.set(signal, shared);
    signal.addEventListener('abort', listener, { once: true });
  }
  const { callbacks, listener } = shared;
  // A function of its own, because the same `giveUp` may be registered twice.
  const entry = () => giveUp();
  callbacks.add(entry);
  return () => {
    if (!callbacks.delete(entry) || callbacks.size > 0) return;
    if (waiting.get(signal)?.callbacks === callbacks) waiting.delete(signal);
    signal.removeEventListener('abort', listener);
  };
}
