/** The folder of an application: who has it, what a crash of the machine leaves, what is deleted. */
import { existsSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Stores } from '../../../../src/streams/index';
import { StateDirectory } from '../../../../src/streams/runtime/state/state-directory';
import { bootId } from '../../../../src/streams/stores/disk/clean-mark';
import type { StoreFolder } from '../../../../src/streams/stores/disk/store-folder';

let root: string;
let open: StateDirectory[] = [];
beforeEach(() => void (root = mkdtempSync(path.join(tmpdir(), 'state-directory-'))));
afterEach(async () => {
  await Promise.all(open.map((one) => one.close()));
  open = [];
  rmSync(root, { recursive: true, force: true });
});

const plan = Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore('s'), 'string', 'string');
const key = Buffer.from('k');

function directory(cleanupDelayMs = 600_000): StateDirectory {
  const opened = new StateDirectory(root, cleanupDelayMs);
  open.push(opened);
  return opened;
}

function put(folder: StoreFolder): void {
  const bytes = folder.bytes(plan);
  bytes.set(key, { value: Buffer.from('v'), timestamp: 1 });
  folder.flush([{ bytes, offset: 5 }]);
}

const found = (folder: StoreFolder): unknown => {
  const { state } = folder.bytes(plan);
  return [folder.bytes(plan).get(key)?.value.toString(), state.offset];
};

const file = (...names: string[]): string => path.join(root, ...names);
const age = (name: string, ms: number): void => {
  const then = new Date(Date.now() - ms);
  for (const one of ['data.mdb', 'mark.json']) utimesSync(file(name, one), then, then);
};

test('a restart finds what was there, and has the same identity', async () => {
  const first = directory();
  put(first.open('0_0', 1));
  await first.close();
  const second = directory();
  expect(found(second.open('0_0', 1))).toEqual(['v', 5]);
  expect(second.processId).toBe(first.processId);
});

test('another application of this process is refused, a dead process is not', async () => {
  const first = directory();
  expect(() => new StateDirectory(root, 1000)).toThrow(
    expect.objectContaining({ code: 'ERR_STATE_DIRECTORY', message: expect.stringContaining('its own state.dir') }),
  );
  await first.close();
  // The first process of the machine lives, but with this number and another start it is not the owner.
  for (const owner of [
    { pid: 2 ** 22 + 1, bootId: bootId() },
    { pid: 1, bootId: 'before' },
  ]) {
    writeFileSync(file('lock'), JSON.stringify(owner));
    await directory().close();
  }
  writeFileSync(file('lock'), JSON.stringify({ pid: process.ppid, bootId: bootId() }));
  expect(() => new StateDirectory(root, 1000)).toThrow(expect.objectContaining({ code: 'ERR_STATE_DIRECTORY' }));
  rmSync(file('lock'));
});

test('after the end of a process everything is there; after that of the machine, nothing', async () => {
  const first = directory();
  put(first.open('0_0', 1));
  put(first.open('0_1', 1));
  const mark = readFileSync(file('0_0', 'mark.json'), 'utf8');
  await first.close();
  // As a kill leaves it.
  writeFileSync(file('0_0', 'mark.json'), mark);
  writeFileSync(file('0_1', 'mark.json'), mark.replace(bootId(), 'another'));
  const second = directory();
  expect(found(second.open('0_0', 1))).toEqual(['v', 5]);
  expect(found(second.open('0_1', 1))).toEqual([undefined, undefined]);
});

test('a folder that was not used for a day begins empty', async () => {
  const first = directory();
  put(first.open('0_0', 1));
  await first.close();
  age('0_0', 90_000_000);
  expect(found(directory().open('0_0', 1))).toEqual([undefined, undefined]);
});

test('folders of tasks that are elsewhere for long are deleted, those in use are not', async () => {
  const first = directory(60_000);
  for (const task of ['0_0', '0_1', '0_2']) put(first.open(task, 1));
  await first.close();
  const second = directory(60_000);
  second.open('0_2', 1);
  age('0_0', 70_000);
  age('0_1', 50_000);
  age('0_2', 70_000);
  second.clean();
  expect(['0_0', '0_1', '0_2'].map((task) => existsSync(file(task)))).toEqual([false, true, true]);
});

test('a folder that is opened again while it is being closed is not taken for closed', async () => {
  const first = directory();
  const folder = first.open('0_0', 1);
  put(folder);
  first.release(folder);
  expect(found(first.open('0_0', 1))).toEqual(['v', 5]);
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(JSON.parse(readFileSync(file('0_0', 'mark.json'), 'utf8'))).toMatchObject({ isClean: false });
});
