/** What several kinds of programs are made of. */
import type { Random } from '../../../helpers/random';
import type { Argument, Special, Step, Target } from './program';

export const callback: Special = { $: 'callback' };
export const nothing: Special = { $: 'undefined' };
export const bytes = (of: string): Special => ({ $: 'bytes', of });
export const topic = (of: number): Special => ({ $: 'topic', of });
export const time = (plus: number): Special => ({ $: 'time', plus });

export const call = (on: Target, name: string, ...args: Argument[]): Step => ({
  do: 'call',
  on,
  call: name,
  args,
});

export const connect = (on: number): Step => call(on, 'connect', {}, callback);
export const disconnect = (on: number): Step => call(on, 'disconnect', callback);

export const several = <T>(random: Random, least: number, most: number, make: () => T): T[] =>
  Array.from({ length: least + random.below(most - least + 1) }, make);

/** Questions that every client answers; `offsetsForTimes` only consumers. */
export function question(random: Random, on: number, isConsumer = true): Step {
  const timeout = random.pick<Argument[]>([[], [10_000], [10_000]]);
  const asks: (() => Step)[] = [
    () => call(on, 'getMetadata', { topic: topic(0), allTopics: false, timeout: 10_000 }, callback),
    () => call(on, 'isConnected'),
    () => call(on, 'getLastError'),
  ];
  const offset = random.pick<Argument>([time(-3_598_000), time(-9e6), time(5e6), -1]);
  // Of what a producer has just sent, the brokers know sooner or later.
  if (!isConsumer) asks.push(() => call(on, 'queryWatermarkOffsets', topic(8), 0, 10_000, callback));
  else
    asks.push(
      () =>
        call(on, 'queryWatermarkOffsets', topic(random.pick([0, 0, 0, 8])), random.pick([0, 0, 5]), 10_000, callback),
      () => call(on, 'offsetsForTimes', [{ topic: topic(0), partition: 0, offset }], ...timeout, callback),
    );
  return random.pick(asks)();
}
