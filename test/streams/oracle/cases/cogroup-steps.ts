import { isPlain, type Plain } from './case';
import type { Made, Pool } from './pool';
import { addGroup } from './stream-steps';
import { retention, windowed, windowsFor } from './window-steps';

/** Steps that make one aggregate of several groups. */

const functions = ['append', 'withKey', 'someNull', 'keep'];

/** Java's repartition topic of such a group has the name of the store, so that only one will do. */
const takesName = ({ hasChangedKey, isNamed }: Made): boolean => hasChangedKey === true && !isNamed;

/** Such a group has been used: another step would make its repartition topic again. */
const isUsed = (pool: Pool, { as, hasChangedKey, isNamed }: Made): boolean =>
  hasChangedKey === true && isNamed === true && pool.steps.some(({ on }) => on === as);

function groups(pool: Pool, first: Made): Made[] {
  const found = [first];
  for (let count = pool.random.below(3); count > 0; count--) {
    addGroup(pool);
    const isFree = !found.some(takesName) || pool.random.chance(0.02);
    const next = pool.of(
      'group',
      (one) => one.k === first.k && !found.includes(one) && !isUsed(pool, one) && (isFree || !takesName(one)),
    );
    if (next) found.push(next);
  }
  return found;
}

export function addCogroup(pool: Pool): void {
  if (!pool.of('group')) addGroup(pool);
  const first = pool.of('group', (one) => isPlain(one.k) && !isUsed(pool, one));
  if (!first) return;
  const { random } = pool;
  const k = first.k as Plain;
  const v = pool.type();
  const windows = random.chance(0.5) ? windowsFor(pool) : null;
  // Java takes no serde over from the groups.
  const options = pool.materialized(k, v, { key: true, value: true, isForced: windows !== null });
  const materialized = options && {
    ...options,
    key: windows ? k : options.key,
    retention: windows && retention(pool, windows),
  };
  const used = groups(pool, first);
  for (const one of used) if (one.hasChangedKey && one.isNamed && pool.random.chance(0.97)) pool.taken.add(one.as);
  const step = {
    ...{ op: 'cogroup', name: pool.name(), v, windows, materialized },
    groups: used.map((one) => ({ on: one.as, fn: random.pick(functions) })),
    ...{ initial: random.pick(['', 'i', 'null']), merge: random.pick(functions) },
  };
  const knowsValue = Boolean(materialized?.value);
  if (!windows) {
    const storeName = materialized?.storeName ?? null;
    pool.add(step, { kind: 'table', k, v, knowsKey: Boolean(materialized?.key), knowsValue, storeName });
    if (storeName !== null) pool.stores.push({ name: storeName, k, v, isTimestamped: true, isGlobal: false });
    return;
  }
  // Java cannot read such a table in a join: only its stream goes on.
  const as = pool.fresh('x');
  pool.steps.push({ ...step, as });
  const made = { kind: 'stream', k: windowed(windows, k), v, knowsKey: true, knowsValue } as const;
  pool.add({ op: 'toStream', on: as, name: pool.name(), fn: null }, made);
}
