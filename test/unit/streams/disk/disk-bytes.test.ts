/** Stores on disk beside those in memory: the same calls give the same answers, whatever is committed in between. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { Stores } from '../../../../src/streams/index';
import { TrackedBytes } from '../../../../src/streams/runtime/stores/tracked-bytes';
import type { DiskBytes } from '../../../../src/streams/stores/disk/disk-bytes';
import { loadLmdb } from '../../../../src/streams/stores/disk/lmdb';
import { StoreFolder } from '../../../../src/streams/stores/disk/store-folder';
import type { KeyValueBytes, StoredEntry } from '../../../../src/streams/stores/key-value-bytes';
import type { StorePlan } from '../../../../src/streams/stores/store-plan';
import { timedStore } from '../../../../src/streams/stores/stores';
import { sessionKey, windowKey } from '../../../../src/streams/stores/timed/timed-keys';

let root: string;
beforeAll(() => void (root = mkdtempSync(path.join(tmpdir(), 'disk-stores-'))));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let folders = 0;
const newFolder = (): string => path.join(root, String(folders++));

type Step =
  | { readonly do: 'set'; readonly key: Buffer; readonly value: string | null }
  | { readonly do: 'commit' }
  | { readonly do: 'rollBack' }
  | { readonly do: 'reopen' }
  | { readonly do: 'expire' }
  | { readonly do: 'range'; readonly bounds: [Buffer | null, Buffer | null]; readonly isReverse: boolean };

const ends = fc.constantFrom<Step>({ do: 'commit' }, { do: 'rollBack' }, { do: 'reopen' }, { do: 'expire' });
const values = fc.option(fc.string({ maxLength: 4 }), { freq: 3 });

/** Zeros at the beginning and the end, and keys that begin with others. */
const plainKeys = fc.uint8Array({ maxLength: 3, max: 2 }).map((bytes) => Buffer.from(bytes));

const text = ([key, { value, timestamp }]: readonly [Buffer, StoredEntry]): string =>
  `${key.toString('hex')}=${String(value)}@${timestamp}`;

function run(plan: StorePlan, steps: readonly Step[], probes: readonly Buffer[]): void {
  const memory: KeyValueBytes & { committed(): void; rollBack(): void } = new TrackedBytes(plan.createBytes());
  const where = newFolder();
  let folder = new StoreFolder(where, 1);
  let disk: DiskBytes = folder.bytes(plan);
  const commit = (): void => {
    memory.committed();
    folder.flush([{ bytes: disk, offset: 7 }]);
  };
  let time = 0;
  for (const step of steps) {
    if (step.do === 'set') {
      const entry = step.value === null ? null : { value: Buffer.from(step.value), timestamp: time++ };
      expect(disk.set(step.key, entry) === false).toBe(memory.set(step.key, entry) === false);
    } else if (step.do === 'commit') commit();
    else if (step.do === 'rollBack') {
      memory.rollBack();
      disk.rollBack();
    } else if (step.do === 'expire') {
      if (plan.timed?.waitsForResults) [memory, disk].forEach((bytes) => bytes.expire!());
    } else if (step.do === 'reopen') {
      commit();
      folder.close();
      folder = new StoreFolder(where, 1);
      disk = folder.bytes(plan);
    } else {
      const [from, to] = step.bounds;
      const rows = (bytes: KeyValueBytes): string[] => Array.from(bytes.range(from, to, step.isReverse), text);
      expect(rows(disk)).toEqual(rows(memory));
    }
  }
  const all = (bytes: KeyValueBytes): string[] => Array.from(bytes.range(null, null, false), text);
  expect(all(disk)).toEqual(all(memory));
  for (const key of probes) expect(disk.get(key)?.value.toString()).toBe(memory.get(key)?.value.toString());
  if (plan.timed) {
    const between = (bytes: KeyValueBytes): string[] => Array.from(bytes.between!(60_000, 150_000), text);
    expect(between(disk)).toEqual(between(memory));
  } else {
    expect(disk.size).toBe(memory.size);
    for (const key of probes) {
      const found = (bytes: KeyValueBytes): string[] => Array.from(bytes.prefix(key), text);
      expect(found(disk)).toEqual(found(memory));
    }
  }
  folder.close();
}

const runs = { numRuns: 60 };

test('keys and values', () => {
  const plan = Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore('s'), 'bytes', 'bytes');
  const set = fc.record({ do: fc.constant('set' as const), key: plainKeys, value: values });
  const bounds = fc.tuple(fc.option(plainKeys), fc.option(plainKeys));
  const range = fc.record({ do: fc.constant('range' as const), bounds, isReverse: fc.boolean() });
  const steps = fc.array(fc.oneof({ weight: 5, arbitrary: set }, ends, range), { maxLength: 40 });
  const probes = [[], [0], [0, 0], [1], [1, 0], [2, 2]].map((bytes) => Buffer.from(bytes));
  fc.assert(
    fc.property(steps, (given) => run(plan, given, probes)),
    runs,
  );
});

const serdes = { keySerde: 'bytes', valueSerde: 'bytes', loggingEnabled: true, topicConfig: {}, name: 's' } as const;
const windows = { retentionMs: 130_000, windowSizeMs: 10 };

test.each([
  ['windows', { ...serdes, type: 'timestampedWindowStore', timed: windows }],
  ['duplicates', { ...serdes, type: 'timestampedWindowStore', timed: { ...windows, keepsDuplicates: true } }],
  ['final results', { ...serdes, type: 'timestampedWindowStore', timed: { ...windows, waitsForResults: true } }],
  ['short windows', { ...serdes, type: 'timestampedWindowStore', timed: { ...windows, retentionMs: 20_000 } }],
  ['sessions', { ...serdes, type: 'sessionStore', timed: { ...windows, windowSizeMs: 0 } }],
] as const)('%s', (_, parts) => {
  const plan = timedStore(parts);
  const isSession = parts.type === 'sessionStore';
  const times = fc.oneof(
    fc.integer({ min: 0, max: 6 }),
    fc.constantFrom(59_999, 60_000, 65_000, 130_000, 200_000, 410_000),
  );
  let sequence = 0;
  const key = fc.tuple(plainKeys, times, times).map(([raw, one, other]) => {
    if (isSession) return sessionKey(raw, Math.min(one, other), Math.max(one, other));
    const isDuplicate = 'keepsDuplicates' in parts.timed;
    return windowKey(raw, one, isDuplicate ? ++sequence : 0);
  });
  const ofKey = (raw: Buffer, from: number, to: number): Buffer =>
    isSession ? sessionKey(raw, 0, from) : windowKey(raw, from, to);
  const bounds = fc.oneof(
    fc.constant<[null, null]>([null, null]),
    fc
      .tuple(plainKeys, times, times)
      .map(([raw, from, to]): [Buffer, Buffer] => [ofKey(raw, from, 0), ofKey(raw, to, 9)]),
  );
  const set = fc.record({ do: fc.constant('set' as const), key, value: values });
  const range = fc.record({ do: fc.constant('range' as const), bounds, isReverse: fc.boolean() });
  const steps = fc.array(fc.oneof({ weight: 5, arbitrary: set }, ends, range), { maxLength: 40 });
  fc.assert(
    fc.property(steps, (given) => run(plan, given, [])),
    runs,
  );
});

test('many rows, over several reads of the disk', () => {
  const plan = Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore('s'), 'bytes', 'bytes');
  const folder = new StoreFolder(newFolder(), 1);
  const bytes = folder.bytes(plan);
  const keys = Array.from({ length: 450 }, (_, i) => `key-${String(i).padStart(3, '0')}`);
  for (const key of keys) bytes.set(Buffer.from(key), { value: Buffer.from('v'), timestamp: 1 });
  folder.flush([{ bytes, offset: 450 }]);
  const found = (isReverse: boolean): string[] =>
    Array.from(bytes.range(null, null, isReverse), ([key]) => String(key));
  expect(found(false)).toEqual(keys);
  expect(found(true)).toEqual([...keys].reverse());
  folder.close();
});

test('keys that are too long are told, and the longest are not', () => {
  const folder = new StoreFolder(newFolder(), 2);
  const bytes = folder.bytes(Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore('s'), 'bytes', 'bytes'));
  const entry = { value: Buffer.from('v'), timestamp: 1 };
  bytes.set(Buffer.alloc(1978, 1), entry);
  folder.flush([{ bytes, offset: 1 }]);
  expect(bytes.get(Buffer.alloc(1978, 1))).toEqual(entry);
  const tooLong = expect.objectContaining({ code: 'ERR_KEY_TOO_LONG', message: expect.stringContaining('store s') });
  expect(() => bytes.set(Buffer.alloc(1979, 1), entry)).toThrow(tooLong);
  const final = timedStore({ ...serdes, type: 'timestampedWindowStore', timed: { ...windows, waitsForResults: true } });
  const timed = folder.bytes({ ...final, name: 't', timed: final.timed, type: final.type });
  timed.set(windowKey(Buffer.alloc(1958, 1), 1), entry);
  expect(() => timed.set(windowKey(Buffer.alloc(1959, 1), 1), entry)).toThrow(
    expect.objectContaining({ code: 'ERR_KEY_TOO_LONG' }),
  );
  folder.flush([{ bytes: timed, offset: 1 }]);
  folder.close();
});

test('says how to install lmdb', () => {
  const missing = (): never => {
    throw new Error("Cannot find module 'lmdb'");
  };
  expect(() => loadLmdb(missing)).toThrow(
    expect.objectContaining({ code: 'ERR_LMDB_MISSING', message: expect.stringContaining('npm install lmdb') }),
  );
});
