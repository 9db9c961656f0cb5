/**
 * Random and mutated queries over hostile records: each gives a result or a fault, and no path leaves the record.
 * KAFKA_NAPI_KQL_FUZZ=1000000: the long form.
 */
import { FaultError } from '../../../src/shared/fault-error';
import { parseCondition, tokens } from '../../../src/shared/kql/parser';
import { prepareCondition, prepareQuery, type PreparedQuery } from '../../../src/server/kql/query';
import { warningsOf } from '../../../src/server/kql/warnings';
import { Random, seedOfRun } from '../../../../../test/helpers/random';
import { fixture, wholeQuery } from './fixture';
import { RandomQuery } from './random-query';
import { options } from './run';
import { records, recordWith } from './trades';

const count = Number(process.env['KAFKA_NAPI_KQL_FUZZ'] ?? 20_000);
const LIMIT_MS = 60_000 + count * 5;

const deep = `${'{"a":['.repeat(250)}1${']}'.repeat(250)}`;
const hostile = [
  '{"__proto__":{"symbol":"x"},"constructor":{"prototype":{"a":1}},"toString":"t","length":7}',
  '{"symbol":{"price":1},"price":[1,"2",null,{"a":1e400}],"tags":{"length":-1},"legs":[[1],[[2]],{}]}',
  '[1,2,{"symbol":"AAPL"},[[]]]',
  '{"price":1e400,"volume":-1e-400,"id":123456789012345678901234567890.5,"name":"\\ud800 \\u0000 İΣς😀","a":true}',
  deep,
  '{"payload":"{\\"__proto__\\":[1],\\"a\\":{\\"b\\":\\"}\\"}}","timestamp":"2026-01-01T00:00:00Z","symbol":"true"}',
].map((value) => recordWith(value, { timestamp: null }));
const sample = [...records.slice(0, 7), ...hostile];

/** Runs everything that a query has. Returns what it gave. */
function use(query: PreparedQuery): unknown[] {
  const matching = sample.filter(query.matches);
  warningsOf(query, sample);
  if (query.kind === 'rows') return matching.flatMap((record) => query.cells(record));
  if (query.kind === 'top') {
    const top = query.top((record) => query.cells(record));
    for (const record of matching) top.add(record);
    return top.rows().flat();
  }
  const groups = query.groups();
  for (const record of matching) groups.add(record);
  return groups.table().rows.flat();
}

function checkFault(
  text: string,
  fault: { code: string; message: string; at?: [number, number]; fix?: { at: [number, number] } },
): void {
  const problem = (what: string): never => {
    throw new Error(`${what}: ${JSON.stringify({ text, fault })}`);
  };
  if (fault.code !== 'KQL') problem('another code');
  if (/cannot be (read|compiled)$/.test(fault.message)) problem('an error inside');
  for (const at of [fault.at, fault.fix?.at]) {
    if (at !== undefined && !(at[0] >= 0 && at[0] <= at[1] && at[1] <= text.length)) problem('a place outside');
  }
  if (fault.at === undefined) problem('no place');
}

function checkCells(text: string, cells: unknown[]): void {
  for (const cell of cells) {
    if (cell === null) continue;
    if (typeof cell !== 'string' || /[\r\n]|native code|function/.test(cell))
      throw new Error(`${text}: ${String(cell)}`);
    JSON.parse(cell);
  }
}

test(
  `${count} queries: a result or a fault, never a throw`,
  () => {
    const seed = seedOfRun();
    const random = new Random(seed);
    const make = new RandomQuery(random);
    let valid = 0;
    let text = '';
    try {
      for (let i = 0; i < count; i++) {
        const base = random.chance(0.3) ? wholeQuery(random.pick(fixture)[1]) : make.query();
        text = random.chance(0.05) ? make.noise() : random.chance(0.4) ? make.mutated(base) : base;
        const prepared = prepareQuery(text, options);
        if (prepared.ok) {
          valid++;
          checkCells(text, use(prepared.query));
          if (prepared.query.context.faults.filter > 0) throw new Error('a record failed');
        } else checkFault(text, prepared.fault);
        tokens(text);
        const condition = parseCondition(text.slice(text.indexOf('where')));
        if (!condition.ok) checkFault(text, condition.fault);
      }
    } catch (error) {
      throw new Error(`seed ${seed}, query ${JSON.stringify(text)}`, { cause: error });
    }
    // The generator is worth something.
    expect(valid).toBeGreaterThan(count / 4);
  },
  LIMIT_MS,
);

test.each([
  'constructor',
  '__proto__',
  'toString',
  'hasOwnProperty',
  'valueOf',
  'length',
  '__defineGetter__',
  'prototype',
  'at',
])('%s reaches nothing', (name) => {
  const paths = [
    name,
    `value.${name}`,
    `key.${name}`,
    `tags.${name}`,
    `symbol.${name}`,
    `headers.${name}`,
    `headers.src.${name}`,
  ];
  const steps = [
    `value['${name}']`,
    `value.${name}.${name}`,
    `tags[0].${name}`,
    `json('[]').${name}`,
    `json('{}')."${name}"`,
  ];
  const values = [
    `(1).${name}`,
    `('x').${name}`,
    `time(0).${name}`,
    `(x'00').${name}`,
    `(1e400).${name}`,
    `(9007199254740993).${name}`,
  ];
  for (const path of [...paths, ...steps, ...values]) {
    const prepared = prepareCondition(`${path} is missing`, options);
    if (!prepared.ok) throw new FaultError(prepared.fault);
    expect([path, records.filter((record) => !prepared.query.matches(record))]).toEqual([path, []]);
  }
});

test('a member that is really there is found, whatever its name', () => {
  const [record] = hostile;
  for (const condition of ["__proto__.symbol = 'x'", 'constructor.prototype.a = 1', "toString = 't'", 'length = 7']) {
    const prepared = prepareCondition(condition, options);
    expect([condition, prepared.ok && prepared.query.matches(record!)]).toEqual([condition, true]);
  }
  const grown = Object.prototype as unknown as Record<string, unknown>;
  expect(grown['symbol']).toBeUndefined();
});
