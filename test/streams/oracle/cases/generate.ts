import { Random } from '../../../helpers/random';
import type { Case, Input, Type } from './case';
import { Pool, type SourceTopic } from './pool';
import { addGlobalStore, addGlobalTable, addPattern, addStore, addStream, addTable, addThrough } from './sources';
import {
  addAggregation,
  addGroup,
  addMerge,
  addProcess,
  addRepartition,
  addSplit,
  addStateless,
  addToTable,
} from './stream-steps';
import { addStreamJoin, addStreamJoining } from './stream-join-steps';
import { addSuppress, addSuppressing } from './suppress-steps';
import { addForeignJoin, addForeignJoining } from './foreign-key-steps';
import { addCogroup } from './cogroup-steps';
import { addWindowedAggregation, addWindowing, addWindows } from './window-steps';
import {
  addGlobalJoin,
  addStreamTableJoin,
  addTableGroup,
  addTableJoin,
  addTableStep,
  addToStream,
} from './table-steps';

const anyGroup = (pool: Pool): void =>
  addAggregation(pool, pool.random.chance(0.5) ? pool.of('group') : pool.of('tableGroup'));

/** Steps by how often they are tried. */
const walk: readonly (readonly [weight: number, add: (pool: Pool) => void])[] = [
  [3, addStream],
  [3, addTable],
  [1, addGlobalTable],
  [1, addGlobalStore],
  [4, addStore],
  [1, addPattern],
  [1, addThrough],
  [8, addStateless],
  [2, addMerge],
  [1, addSplit],
  [2, addRepartition],
  [2, addToTable],
  [4, addGroup],
  [6, anyGroup],
  [4, addWindows],
  [8, addWindowedAggregation],
  [4, addTableStep],
  [2, addToStream],
  [3, addTableGroup],
  [5, addTableJoin],
  [5, addForeignJoin],
  [4, addStreamTableJoin],
  [3, addGlobalJoin],
  [6, addStreamJoin],
  [5, addSuppress],
  [8, addCogroup],
  [6, addProcess],
];
const total = walk.reduce((sum, [weight]) => sum + weight, 0);

function addStep(pool: Pool): void {
  let at = pool.random.below(total);
  for (const [weight, add] of walk) {
    if (at < weight) return add(pool);
    at -= weight;
  }
}

/** What is open at the end goes to a topic, mostly. */
function close(pool: Pool): void {
  const { random } = pool;
  const used = new Set(pool.steps.flatMap(({ on, other }) => [on, other]));
  for (const one of [...pool.made]) {
    if (pool.taken.has(one.as) || (used.has(one.as) && !random.chance(0.2))) continue;
    if (one.kind === 'windowed') addWindowedAggregation(pool, one);
    if (one.kind === 'group' || one.kind === 'tableGroup') addAggregation(pool, one);
  }
  for (const one of [...pool.made]) {
    if (one.kind !== 'table' || !random.chance(0.7)) continue;
    const step = { op: 'toStream', on: one.as, name: pool.name(), fn: null };
    pool.add(step, { ...one, kind: 'stream' });
  }
  for (const one of [...pool.made]) {
    if (one.kind !== 'stream' || !random.chance(0.7)) continue;
    const key = pool.serde(one.k, one.knowsKey);
    const value = pool.serde(one.v, one.knowsValue);
    const topic = random.chance(0.8) ? pool.fresh('out-') : 'out-shared';
    const kind = { isDynamic: random.chance(0.1), isPartitioned: random.chance(0.1) };
    pool.add({ op: 'to', on: one.as, topic, key, value, name: pool.name(), ...kind });
  }
}

function bytes(random: Random, type: Type, texts: readonly string[], numbers: number): string {
  if (type === 'S') return Buffer.from(random.pick(texts)).toString('hex');
  const long = Buffer.alloc(8);
  long.writeBigInt64BE(BigInt(random.below(numbers) - (numbers > 3 ? 2 : 0)));
  return long.toString('hex');
}

function inputs(random: Random, topics: readonly SourceTopic[], goesOn: boolean): Input[] {
  const all: Input[] = [];
  let time = random.below(20);
  for (let count = 5 + random.below(25); count > 0; count--) {
    if (random.chance(0.08)) {
      all.push({ advance: random.pick([0, 1, 4, 9, 10, 25, 100]) });
      continue;
    }
    const { name: topic, k, v } = random.pick(topics);
    time = Math.max(0, time + random.pick([-12, -3, -1, 0, 0, 1, 1, 2, 5, 9, 30]));
    const broken = (type: Type): boolean => goesOn && type === 'I' && random.chance(0.08);
    const key = random.chance(0.1) ? null : broken(k) ? '00ff' : bytes(random, k, ['a', 'b', 'c'], 3);
    const value = random.chance(0.15) ? null : broken(v) ? '' : bytes(random, v, ['', 'v', 'w', 'xy', 'é'], 7);
    const headers: [string, string | null][] = [];
    if (random.chance(0.25)) headers.push(['h', random.pick(['01', null, ''])]);
    if (random.chance(0.1)) headers.push(['h', '02'], ['ü', '03']);
    all.push({ topic, key, value, timestamp: time, headers });
  }
  return all;
}

/** A case; the same for the same seed. */
export function generate(seed: number): Case {
  const random = new Random(seed);
  const goesOn = random.chance(0.15);
  const pool = new Pool(random, goesOn ? 0.15 : random.chance(0.05) ? 0.1 : 0);
  if (random.chance(0.7)) addStream(pool);
  if (random.chance(0.5)) addTable(pool);
  if (pool.topics.length === 0) addStream(pool);
  if (random.chance(0.6)) addWindowing(pool);
  if (random.chance(0.4)) addStreamJoining(pool);
  if (random.chance(0.4)) addSuppressing(pool);
  if (random.chance(0.4)) addForeignJoining(pool);
  for (let count = 2 + random.below(14); count > 0; count--) addStep(pool);
  close(pool);
  const [piped, clock] = [inputs(random, pool.topics, goesOn), random.below(50)];
  const reuses = random.chance(0.2);
  return { steps: pool.steps, inputs: piped, clock, goesOn, reuses, onDisk: random.chance(0.3) };
}
