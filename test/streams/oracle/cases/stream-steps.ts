import { isPlain } from './case';
import type { Made, Pool } from './pool';

/** Steps on streams and on grouped streams. */

const predicates = ['some', 'most', 'present', 'absent', 'byKey'];
const mappers = ['both', 'first', 'tail', 'keepNull', 'someNull'];

export function addStateless(pool: Pool): void {
  const on = pool.of('stream');
  if (!on) return;
  const { random } = pool;
  const name = pool.name();
  const { k, v } = on;
  const op = random.pick([
    ...['filter', 'filterNot', 'map', 'mapValues', 'flatMap', 'flatMapValues', 'selectKey', 'peek', 'foreach'],
  ]);
  const base = { op, on: on.as, name };
  const kept = { kind: 'stream' as const, k, v, knowsKey: on.knowsKey, knowsValue: on.knowsValue };
  switch (op) {
    case 'filter':
    case 'filterNot':
    case 'peek':
      return pool.add({ ...base, fn: pool.function(predicates) }, kept);
    case 'foreach':
      return pool.add({ ...base, fn: pool.function(predicates) });
    case 'selectKey': {
      const newKey = pool.type();
      return pool.add({ ...base, fn: pool.function(mappers), k: newKey }, { ...kept, k: newKey, knowsKey: false });
    }
    case 'mapValues':
    case 'flatMapValues': {
      const newValue = pool.type();
      return pool.add(
        { ...base, fn: pool.function(mappers), v: newValue },
        { ...kept, v: newValue, knowsValue: false },
      );
    }
    default: {
      const next = { k: pool.type(), v: pool.type() };
      const made = { ...kept, ...next, knowsKey: false, knowsValue: false };
      return pool.add({ ...base, fn: pool.function(mappers), ...next }, made);
    }
  }
}

export function addMerge(pool: Pool): void {
  const on = pool.of('stream');
  const other = on && pool.of('stream', (one) => one.k === on.k && one.v === on.v && one !== on);
  if (!other) return;
  const { k, v } = on;
  const step = { op: 'merge', on: on.as, other: other.as, name: pool.name() };
  pool.add(step, { kind: 'stream', k, v, knowsKey: false, knowsValue: false });
}

export function addSplit(pool: Pool): void {
  const on = pool.of('stream');
  if (!on) return;
  const { random } = pool;
  const given = random.chance(0.5) ? pool.fresh('split-') : null;
  const count = 1 + random.below(3);
  const results: { as: string; branch: string }[] = [];
  const branch = (index: number): object => {
    const name = random.chance(0.4) ? `-${pool.fresh('b')}` : null;
    const form = random.pick(['as', 'as', 'function', 'consumer']);
    const as = pool.fresh('x');
    // Only the branches of named splitters have names that are known here.
    if (given !== null && form !== 'consumer') results.push({ as, branch: given + (name ?? index) });
    if (given !== null || form === 'consumer') pool.made.push({ ...on, as });
    return { fn: random.pick(predicates), name, form, as };
  };
  const branches = Array.from({ length: count }, (_, i) => branch(i + 1));
  const last = random.chance(0.6) ? branch(0) : null;
  pool.add({ op: 'split', on: on.as, name: given, branches, default: last, results });
}

export function addRepartition(pool: Pool): void {
  const on = pool.of('stream');
  if (!on) return;
  const { k, v } = on;
  // Java does not take the stream's key serde over, with options or without: ours does.
  const isPlain = k === 'S' && (v === 'S' || on.knowsValue) && pool.random.chance(0.3);
  // Java compares them even of topics before a repartition step.
  const partitions = pool.random.chance(0.15) ? (pool.random.chance(0.05) ? 3 : 2) : null;
  const key = pool.serde(k, false);
  const value = pool.serde(v, on.knowsValue);
  const step = { op: 'repartition', on: on.as, name: pool.name(), key, value, partitions, isPlain };
  const knowsKey = on.knowsKey || (!isPlain && key !== null);
  pool.add(step, { kind: 'stream', k, v, knowsKey, knowsValue: on.knowsValue || (!isPlain && value !== null) });
}

export function addToTable(pool: Pool): void {
  const on = pool.of('stream');
  if (!on) return;
  const { k, v } = on;
  const isForced = (k !== 'S' && !on.knowsKey) || (v === 'I' && !on.knowsValue);
  // With options, Java does not take the stream's serdes over for the store.
  let materialized =
    isForced || pool.random.chance(0.4) ? pool.materialized(k, v, { key: true, value: true, isForced: true }) : null;
  if (materialized && materialized.storeName === null && materialized.key === null && materialized.value === null)
    materialized = { ...materialized, key: k };
  const knowsKey = on.knowsKey || Boolean(materialized?.key);
  const storeName = materialized?.storeName ?? null;
  pool.add(
    { op: 'toTable', on: on.as, name: pool.name(), materialized },
    {
      kind: 'table',
      k,
      v,
      knowsKey,
      knowsValue: on.knowsValue || Boolean(materialized?.value),
      storeName,
    },
  );
}

export function addGroup(pool: Pool): void {
  const on = pool.of('stream');
  if (!on) return;
  const { random } = pool;
  const isByKey = random.chance(0.5);
  const k = isByKey ? on.k : pool.type();
  const { v } = on;
  const knowsKey = isByKey && on.knowsKey;
  const isForced = (k !== 'S' && !knowsKey) || (v === 'I' && !on.knowsValue);
  const isGiven = isForced || random.chance(0.4);
  // With options, Java takes nothing over.
  const grouped = isGiven ? { name: pool.name(), key: pool.serde(k, false), value: pool.serde(v, false) } : null;
  const step = isByKey
    ? { op: 'groupByKey', on: on.as, grouped }
    : { op: 'groupBy', on: on.as, fn: pool.function(mappers), k, grouped };
  pool.add(step, {
    kind: 'group',
    k,
    v,
    isNamed: Boolean(grouped?.name),
    knowsKey: grouped ? grouped.key !== null : knowsKey,
    knowsValue: grouped ? grouped.value !== null : on.knowsValue,
  });
}

export function addAggregation(pool: Pool, on: Made | undefined): void {
  if (!on) return;
  const { random } = pool;
  const isTable = on.kind === 'tableGroup';
  const op = random.pick(['count', 'reduce', 'aggregate']);
  const { k } = on;
  const v = op === 'count' ? 'I' : op === 'reduce' ? on.v : pool.type();
  const needs = { key: !on.knowsKey, value: op === 'aggregate' || (op === 'reduce' && !on.knowsValue) };
  const materialized = pool.materialized(k, v, needs);
  const functions = ['append', 'withKey', 'someNull', 'keep'];
  const step = {
    ...{ op, on: on.as, name: pool.name(), isTable, v, materialized },
    ...{ fn: random.pick(functions), minus: random.pick(functions), initial: random.pick(['', 'i', 'null']) },
  };
  const storeName = materialized?.storeName ?? null;
  const knowsValue = op === 'count' || (op === 'reduce' && on.knowsValue) || Boolean(materialized?.value);
  pool.add(step, { kind: 'table', k, v, knowsKey: on.knowsKey || Boolean(materialized?.key), knowsValue, storeName });
  if (storeName !== null) pool.stores.push({ name: storeName, k, v, isTimestamped: true, isGlobal: false });
}

export function addProcess(pool: Pool): void {
  const { random } = pool;
  const stores = pool.stores;
  const store = stores.length > 0 && random.chance(0.75) ? random.pick(stores) : undefined;
  const on = pool.of('stream', (one) => isPlain(one.k) && (!store || one.k === store.k));
  if (!on) return;
  const isFixed = random.chance(0.4);
  const kinds = isFixed
    ? ['pass', 'twice', 'where']
    : ['pass', 'twice', 'where', 'rekey', 'punctuate', 'punctuateClock'];
  const kind = store ? 'store' : random.pick(kinds);
  const k = kind === 'rekey' ? pool.type() : on.k;
  const v = kind === 'where' || kind === 'store' ? pool.type() : on.v;
  const punctuation = {
    interval: random.pick([1, 5, 10, 30]),
    startTime: random.chance(0.3) ? random.below(40) : null,
  };
  const step = {
    ...{ op: isFixed ? 'processValues' : 'process', on: on.as, name: pool.name(), kind, k, v, ...punctuation },
    ...{ store: store?.name ?? null, storeValue: store?.v ?? null },
    ...{ isTimestamped: store?.isTimestamped ?? false, isGlobal: store?.isGlobal ?? false },
    ...{ storeKind: store?.kind ?? 'keyValue', duplicates: store?.duplicates ?? false },
  };
  pool.add(step, { kind: 'stream', k, v, knowsKey: isFixed && on.knowsKey, knowsValue: false });
}
