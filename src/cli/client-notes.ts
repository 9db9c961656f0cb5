import type { KafkaError } from '../index';
import { describeError } from './exit';
import { complain, note } from './io/stderr';

interface Emitter {
  on(name: 'warning', listener: (error: KafkaError) => void): unknown;
  on(name: 'error', listener: (error: KafkaError) => void): unknown;
}

/** Shows what a client warns of, and what the user must act on. `onError` hears the latter too. */
export function showClientEvents(client: Emitter, onError: (error: KafkaError) => void = () => {}): void {
  client.on('warning', (error) => note(`% ${describeError(error)}`));
  client.on('error', (error) => {
    complain(describeError(error));
    onError(error);
  });
}
