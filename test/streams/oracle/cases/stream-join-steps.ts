import type { Pool } from './pool';
import { addStream } from './sources';

/** Joins of two streams. */

export function addStreamJoin(pool: Pool): void {
  const on = pool.of('stream');
  const other = on && pool.of('stream', (one) => one.k === on.k);
  if (!other) return;
  const { random } = pool;
  const { k } = on;
  const v = pool.type();
  const op = random.pick(['streamJoin', 'streamLeftJoin', 'streamOuterJoin']);
  const isPlain = k === 'S' && on.v === 'S' && other.v === 'S' && random.chance(0.4);
  // Java takes no serde over from the streams.
  const [key, value, otherValue] = [k, on.v, other.v].map((type) => (isPlain ? null : pool.serde(type, false)));
  const difference = random.pick([0, 2, 5, 10]);
  // Seldom a window that ends before it begins, which both refuse.
  const least = random.chance(0.02) ? -3 : -difference;
  const moved = (): number | null => (random.chance(0.3) ? Math.max(least, random.pick([-3, 0, 4])) : null);
  const windows = { difference, grace: random.pick([0, 3, 20]), before: moved(), after: moved() };
  const step = {
    ...{ op, on: on.as, other: other.as, fn: random.pick(['plus', 'plus', 'someNull']), v, windows },
    ...{ isPlain, key, value, otherValue, isLogged: isPlain || random.chance(0.9) },
    name: isPlain ? null : pool.name(),
    storeName: !isPlain && random.chance(0.4) ? pool.fresh('joined-') : null,
  };
  pool.add(step, { kind: 'stream', k, v, knowsKey: Boolean(key), knowsValue: false });
}

/** Two streams and their join, at the beginning: by single steps there would be few. */
export function addStreamJoining(pool: Pool): void {
  for (let i = 0; i < 3 && !pool.of('stream', (one) => one !== pool.made[0]); i++) addStream(pool);
  for (let count = 1 + pool.random.below(2); count > 0; count--) addStreamJoin(pool);
}
