import { isPlain } from './case';
import type { Made, Pool } from './pool';
import { addTable } from './sources';

/** Joins of tables by a foreign key. */

/** Such a join has no serdes of its own. */
const isKnown = ({ k, v, knowsKey, knowsValue }: Made): boolean => (k === 'S' || knowsKey) && (v === 'S' || knowsValue);

export function addForeignJoin(pool: Pool): void {
  const { random } = pool;
  const on = pool.of('table', isKnown);
  const other = pool.of('table', (one) => isPlain(one.k) && isKnown(one));
  if (!on || !other) return;
  const v = pool.type();
  const op = random.pick(['foreignJoin', 'foreignLeftJoin']);
  const materialized = random.chance(0.5) ? null : pool.materialized(on.k, v, { key: !on.knowsKey, value: true });
  const step = {
    ...{ op, on: on.as, other: other.as, name: pool.name(), v, materialized },
    ...{ fn: random.pick(['plus', 'plus', 'someNull']), isPartitioned: random.chance(0.1) },
    // Few of the other table's keys would be met by long texts.
    ...{ keyFn: pool.function(['fewKeys', 'fewKeys', 'fewKeys', 'fewOrNull', 'someNull']), keyType: other.k },
  };
  pool.add(step, {
    kind: 'table',
    ...{ k: on.k, v, knowsKey: on.knowsKey, knowsValue: Boolean(materialized?.value) },
    storeName: materialized?.storeName ?? null,
  });
}

/** Two tables and their join, at the beginning: by single steps there would be few. */
export function addForeignJoining(pool: Pool): void {
  for (let count = 1 + pool.random.below(2); count > 0; count--) addTable(pool);
  for (let count = 1 + pool.random.below(2); count > 0; count--) addForeignJoin(pool);
}
