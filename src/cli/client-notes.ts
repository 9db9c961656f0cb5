import type { KafkaError } from '../index';
import { describeError } from './exit';
import { complain, note } from './io/stderr';

interface Emitter {
  on(name: 'warning', listener: (error: KafkaError) => void): unknown;
  on(name: 'error', listener: (error: KafkaError) => void): unknown;
}

/** The same warning is shown again after this time at the earliest. */
const REPEAT_MS = 10_000;

/** Shows what a client warns of, each thing once in a while, and what the user must act on. `onError` hears the latter too. */
export function showClientEvents(client: Emitter, onError: (error: KafkaError) => void = () => {}): void {
  const shown = new Map<string, number>();
  client.on('warning', (error) => {
    const text = describeError(error);
    const now = Date.now();
    if (now - (shown.get(text) ?? -Infinity) < REPEAT_MS) return;
    if (shown.size > 100) shown.clear();
    shown.set(text, now);
    note(`% ${text}`);
  });
  client.on('error', (error) => {
    complain(describeError(error));
    onError(error);
  });
}
