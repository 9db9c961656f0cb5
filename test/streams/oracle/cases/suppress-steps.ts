import type { Pool } from './pool';
import { addWindowedAggregation, addWindows } from './window-steps';

/** Steps that hold updates of tables back. */

export function addSuppress(pool: Pool): void {
  // Java has no serde for the others.
  const on = pool.of('table', (one) => (one.knowsKey || one.k === 'S') && (one.knowsValue || one.v === 'S'));
  if (!on) return;
  const { random } = pool;
  const isFinal = random.chance(on.hasWindows ? 0.7 : 0.01);
  const step = {
    ...{ op: 'suppress', on: on.as, name: pool.name(), isFinal, wait: random.pick([0, 3, 10, 40]) },
    maxRecords: random.chance(0.5) ? random.below(4) : null,
    maxBytes: random.chance(0.3) ? 20 + random.below(200) : null,
    isEager: !isFinal && random.chance(0.8),
    isLogged: random.chance(0.85),
  };
  const full = { maxRecords: step.isEager || random.chance(0.1) ? step.maxRecords : null };
  const { k, v, knowsKey, knowsValue } = on;
  pool.add({ ...step, ...full }, { kind: 'table', k, v, knowsKey, knowsValue, storeName: null });
}

/** A windowed aggregation and what holds its updates back, at the beginning. */
export function addSuppressing(pool: Pool): void {
  addWindows(pool);
  addWindowedAggregation(pool);
  for (let count = 1 + pool.random.below(2); count > 0; count--) addSuppress(pool);
}
