import type { Pool } from './pool';
import type { Type } from './case';

/** Steps that begin: sources, tables, global tables, stores. */

function consumed(pool: Pool, k: Type, v: Type): { key: Type | null; value: Type | null; name: string | null } {
  return { key: pool.serde(k, false), value: pool.serde(v, false), name: pool.name() };
}

const extractor = (pool: Pool): string | null =>
  pool.random.chance(0.1) ? pool.random.pick(['someNegative', 'half', 'partition']) : null;

export function addStream(pool: Pool): void {
  const { random } = pool;
  const old = pool.topics.filter(({ name }) => name.startsWith('in-'));
  // A second stream of a topic is the same source. Only alone: overlapping lists are refused.
  const again = old.length > 0 && random.chance(0.3) ? random.pick(old) : undefined;
  const k = again?.k ?? pool.type();
  const v = again?.v ?? pool.type();
  const name = again?.name ?? pool.fresh('in-');
  const topics = [name];
  if (!again) pool.topics.push({ name, k, v });
  if (!again && random.chance(0.15)) {
    const second = pool.fresh('two-');
    topics.push(second);
    pool.topics.push({ name: second, k, v });
    // Not to be read again by its first name only.
    pool.topics.find((one) => one.name === name)!;
    const index = pool.topics.findIndex((one) => one.name === name);
    pool.topics[index] = { name: (topics[0] = pool.fresh('one-')), k, v };
  }
  const serdes = consumed(pool, k, v);
  const step = { op: 'stream', topics, ...serdes, extractor: again ? null : extractor(pool) };
  pool.add(step, { kind: 'stream', k, v, knowsKey: serdes.key !== null, knowsValue: serdes.value !== null });
}

/** A stream of all topics of a pattern. */
export function addPattern(pool: Pool): void {
  const k = pool.type();
  const v = pool.type();
  const prefix = pool.fresh('re');
  const topics = [`${prefix}.a`, `${prefix}.bb`];
  for (const name of topics) pool.topics.push({ name, k, v });
  const serdes = consumed(pool, k, v);
  const step = { op: 'stream', topics, pattern: `${prefix}\\.(a|b+)`, ...serdes, extractor: extractor(pool) };
  pool.add(step, { kind: 'stream', k, v, knowsKey: serdes.key !== null, knowsValue: serdes.value !== null });
}

export function addTable(pool: Pool): void {
  const k = pool.type();
  const v = pool.type();
  const topic = pool.fresh('table-');
  pool.topics.push({ name: topic, k, v });
  const serdes = consumed(pool, k, v);
  const materialized = pool.materialized(k, v, { key: false, value: false });
  const step = { op: 'table', topic, ...serdes, materialized, extractor: extractor(pool) };
  const storeName = materialized?.storeName ?? null;
  pool.add(step, {
    kind: 'table',
    k,
    v,
    knowsKey: serdes.key !== null,
    knowsValue: serdes.value !== null,
    storeName,
  });
  if (storeName !== null) pool.stores.push({ name: storeName, k, v, isTimestamped: true, isGlobal: false });
}

export function addGlobalTable(pool: Pool): void {
  const k = pool.type();
  const v = pool.type();
  const topic = pool.fresh('global-');
  pool.topics.push({ name: topic, k, v });
  const serdes = consumed(pool, k, v);
  // Java refuses options without a name.
  const isNamed = pool.random.chance(0.5);
  const storeName = isNamed ? pool.fresh('store-') : null;
  const materialized = isNamed ? { storeName, key: null, value: null, isLogged: true } : null;
  pool.add(
    { op: 'globalTable', topic, ...serdes, materialized },
    { kind: 'global', k, v, knowsKey: true, knowsValue: true },
  );
  if (storeName !== null) pool.stores.push({ name: storeName, k, v, isTimestamped: true, isGlobal: true });
}

/** A store that a processor of its own keeps. */
export function addGlobalStore(pool: Pool): void {
  const { random } = pool;
  const k = pool.type();
  const v = pool.type();
  const topic = pool.fresh('kept-');
  pool.topics.push({ name: topic, k, v });
  const store = pool.fresh('own-');
  const fn = pool.function(['append', 'withKey', 'someNull', 'keep', 'where']);
  const shared = { store, k, v, key: k, value: v, name: pool.name(), fn, extractor: extractor(pool) };
  // Of the processors that read it.
  const isTimestamped = true;
  const kinds = { kind: 'keyValue', isTimestamped, isLogged: random.chance(0.8), most: random.chance(0.2) ? 2 : null };
  pool.add({ op: 'globalStore', topic, ...shared, ...kinds });
  pool.stores.push({ name: store, k, v, isTimestamped, isGlobal: true });
}

export function addStore(pool: Pool): void {
  const k = pool.type();
  const v = pool.type();
  const name = pool.fresh('own-');
  const isLogged = pool.random.chance(0.8);
  const kind = pool.random.pick(['keyValue', 'keyValue', 'window', 'session'] as const);
  const isTimestamped = kind !== 'session' && pool.random.chance(0.4);
  const most = pool.random.chance(0.5) ? 2 : null;
  const size = pool.random.pick([1, 5, 10]);
  const timed = { size, retention: size + pool.random.pick([0, 5, 40]), duplicates: pool.random.chance(0.2) };
  pool.add({ op: 'store', store: name, key: k, value: v, isTimestamped, isLogged, most, kind, ...timed });
  pool.stores.push({ name, k, v, isTimestamped, isGlobal: false, kind, duplicates: timed.duplicates });
}

/** To a topic, and from there into a new stream or table. */
export function addThrough(pool: Pool): void {
  const on = pool.of('stream');
  if (!on) return;
  const { k, v } = on;
  const isTable = pool.random.chance(0.3);
  const topic = pool.fresh('through-');
  const key = pool.serde(k, on.knowsKey);
  const value = pool.serde(v, on.knowsValue);
  pool.add({ op: 'to', on: on.as, topic, key, value, name: pool.name(), isDynamic: false, isPartitioned: false });
  const serdes = consumed(pool, k, v);
  const made = { k, v, knowsKey: serdes.key !== null, knowsValue: serdes.value !== null };
  if (isTable) pool.add({ op: 'table', topic, ...serdes, materialized: null }, { kind: 'table', ...made });
  else pool.add({ op: 'stream', topics: [topic], ...serdes }, { kind: 'stream', ...made });
}
