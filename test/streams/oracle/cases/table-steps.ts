import type { Pool } from './pool';

/** Steps on tables, and joins. */

const predicates = ['some', 'most', 'present', 'byKey'];
const mappers = ['both', 'first', 'tail', 'someNull'];
const joiners = ['plus', 'plus', 'someNull'];

export function addTableStep(pool: Pool): void {
  const on = pool.of('table');
  if (!on) return;
  const { random } = pool;
  const { k } = on;
  const op = random.pick(['tableFilter', 'tableFilterNot', 'tableMapValues']);
  const isMap = op === 'tableMapValues';
  const v = isMap ? pool.type() : on.v;
  // With options, Java takes nothing over for the store.
  const materialized = random.chance(0.5) ? null : pool.materialized(k, v, { key: true, value: true });
  const storeName = materialized?.storeName ?? null;
  const fn = isMap ? pool.function(mappers) : pool.function(predicates);
  pool.add(
    { op, on: on.as, name: pool.name(), fn, v, materialized },
    {
      kind: 'table',
      k,
      v,
      knowsKey: on.knowsKey || Boolean(materialized?.key),
      knowsValue: (!isMap && on.knowsValue) || Boolean(materialized?.value),
      storeName,
    },
  );
}

export function addToStream(pool: Pool): void {
  const on = pool.of('table');
  if (!on) return;
  const { v } = on;
  const isMapped = pool.random.chance(0.2);
  const k = isMapped ? pool.type() : on.k;
  const step = { op: 'toStream', on: on.as, name: pool.name(), fn: isMapped ? pool.random.pick(mappers) : null, k };
  pool.add(step, { kind: 'stream', k, v, knowsKey: !isMapped && on.knowsKey, knowsValue: on.knowsValue });
}

export function addTableGroup(pool: Pool): void {
  const on = pool.of('table');
  if (!on) return;
  const [k, v] = [pool.type(), pool.type()];
  const isGiven = k === 'I' || v === 'I' || pool.random.chance(0.3);
  const grouped = isGiven ? { name: pool.name(), key: pool.serde(k, false), value: pool.serde(v, false) } : null;
  const fn = pool.random.pick([...mappers, 'nullPair']);
  pool.add(
    { op: 'tableGroupBy', on: on.as, fn, k, v, grouped },
    {
      kind: 'tableGroup',
      k,
      v,
      knowsKey: Boolean(grouped?.key),
      knowsValue: Boolean(grouped?.value),
    },
  );
}

export function addTableJoin(pool: Pool): void {
  const on = pool.of('table');
  const other = on && pool.of('table', (one) => one.k === on.k);
  if (!other) return;
  const { k } = on;
  const v = pool.type();
  const op = pool.random.pick(['tableJoin', 'tableLeftJoin', 'tableOuterJoin']);
  const materialized = pool.random.chance(0.5) ? null : pool.materialized(k, v, { key: !on.knowsKey, value: true });
  const step = { op, on: on.as, other: other.as, name: pool.name(), fn: pool.random.pick(joiners), v, materialized };
  pool.add(step, {
    kind: 'table',
    k,
    v,
    knowsKey: on.knowsKey || Boolean(materialized?.key),
    knowsValue: Boolean(materialized?.value),
    storeName: materialized?.storeName ?? null,
  });
}

export function addStreamTableJoin(pool: Pool): void {
  const on = pool.of('stream');
  const other = on && pool.of('table', (one) => one.k === on.k);
  if (!other) return;
  const { k } = on;
  const v = pool.type();
  const op = pool.random.pick(['join', 'leftJoin']);
  const isPlain = (k === 'S' || on.knowsKey) && (on.v === 'S' || on.knowsValue) && pool.random.chance(0.5);
  const key = pool.serde(k, on.knowsKey);
  const value = pool.serde(on.v, on.knowsValue);
  const step = {
    ...{ op, on: on.as, other: other.as, fn: pool.random.pick(joiners), v },
    ...{ isPlain, key, value, name: isPlain ? null : pool.name() },
  };
  pool.add(step, {
    kind: 'stream',
    k,
    v,
    knowsKey: on.knowsKey || (!isPlain && key !== null),
    knowsValue: false,
  });
}

export function addGlobalJoin(pool: Pool): void {
  const on = pool.of('stream');
  const other = pool.of('global');
  if (!on || !other) return;
  const v = pool.type();
  const op = pool.random.pick(['globalJoin', 'globalLeftJoin']);
  const step = {
    ...{ op, on: on.as, other: other.as, name: pool.name(), fn: pool.random.pick(joiners), v },
    ...{ keyFn: pool.random.pick(['first', 'tail', 'someNull', 'keepNull']), tableKey: other.k },
  };
  pool.add(step, { kind: 'stream', k: on.k, v, knowsKey: on.knowsKey, knowsValue: false });
}
