import { isPlain, type Plain, type Type } from './case';
import { addGroup } from './stream-steps';
import type { Made, Pool, WindowsOfCase } from './pool';

/** Steps with time: windowed aggregations. */

export function windowsFor(pool: Pool): WindowsOfCase {
  const { random } = pool;
  const kind = random.pick(['time', 'time', 'sliding', 'session'] as const);
  const size = random.pick(kind === 'session' ? [0, 2, 5, 10] : [1, 5, 10, 20]);
  const advance = kind === 'time' && random.chance(0.5) ? 1 + random.below(size) : null;
  return { kind, size, advance, grace: random.pick([0, 3, 20]) };
}

export function addWindows(pool: Pool): void {
  const on = pool.of('group', (one) => isPlain(one.k));
  if (!on) return;
  const given = { ...windowsFor(pool), isFinal: pool.random.chance(0.3) };
  pool.add({ op: 'windowedBy', on: on.as, windows: given }, { ...on, kind: 'windowed', windows: given });
}

export const windowed = ({ kind, size }: WindowsOfCase, k: Plain): Type =>
  kind === 'session' ? `X:${k}` : `T${size}:${k}`;

/** How long the store must keep a window. */
export function retention(pool: Pool, { kind, size, grace, isFinal }: WindowsOfCase): number | null {
  // Java loses final results of windows that expire before they have gone on.
  if (isFinal) return 100_000;
  if (!pool.random.chance(0.3)) return null;
  // Sometimes too little, which both refuse.
  return (
    (kind === 'sliding' ? 2 : 1) * size +
    grace +
    pool.random.pick([0, 0, 5, 5, 40, 40]) -
    (pool.random.chance(0.03) ? 41 : 0)
  );
}

export function addWindowedAggregation(pool: Pool, given?: Made): void {
  const on = given ?? pool.of('windowed');
  if (!on) return;
  const { random } = pool;
  const op = random.pick(['count', 'reduce', 'aggregate']);
  const k = on.k as Plain;
  const v = op === 'count' ? 'I' : op === 'reduce' ? on.v : pool.type();
  const mustKey = !on.knowsKey;
  const isForced = mustKey || on.windows!.isFinal === true;
  const needs = { key: mustKey, value: op === 'aggregate' || (op === 'reduce' && !on.knowsValue), isForced };
  const options = pool.materialized(k, v, needs);
  // Java writes windowed keys only with a serde that it knows.
  const materialized = options && {
    ...options,
    key: mustKey ? k : options.key,
    retention: retention(pool, on.windows!),
  };
  const functions = ['append', 'withKey', 'someNull', 'keep'];
  const step = {
    ...{ op, on: on.as, name: pool.name(), isTable: false, v, materialized, isSession: on.windows!.kind === 'session' },
    ...{ fn: random.pick(functions), merge: random.pick(functions), initial: random.pick(['', 'i', 'null']) },
  };
  const knowsValue = op === 'count' || (op === 'reduce' && on.knowsValue) || Boolean(materialized?.value);
  pool.add(step, { kind: 'table', k: windowed(on.windows!, k), v, knowsKey: true, knowsValue });
}

/** A group in windows with an aggregation, at the beginning: by single steps there would be few. */
export function addWindowing(pool: Pool): void {
  for (let i = 0; i < 4 && !pool.of('group'); i++) addGroup(pool);
  addWindows(pool);
  for (let count = 1 + pool.random.below(2); count > 0; count--) addWindowedAggregation(pool);
}
