/** Restoring with a consumer that is not there. */
import type { Consumer, ConsumerRecord } from '../../../src/index';
import { Stores } from '../../../src/streams/index';
import { Restorer } from '../../../src/streams/runtime/restore/restorer';
import { ChangelogStore } from '../../../src/streams/runtime/stores/changelog-store';

interface Assigned {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number | 'beginning';
}

/** Gives out two records of a changelog with each poll, from where it was told to begin. */
class Changelog {
  records: (readonly [key: string, value: string])[] = [];
  /** Where it was told to begin. */
  readonly begun: unknown[] = [];
  afterPoll: () => void = () => undefined;
  /** Each is thrown by one poll. */
  errors: Error[] = [];
  #partition: Assigned | undefined;
  #position = 0;

  assignment(): Assigned[] {
    return this.#partition ? [this.#partition] : [];
  }

  incrementalAssign([partition]: [Assigned]): void {
    this.#partition = partition;
    this.begun.push(partition.offset);
    this.#position = partition.offset === 'beginning' ? 0 : partition.offset;
  }

  incrementalUnassign(): void {
    this.#partition = undefined;
  }

  position(): number {
    return this.#position;
  }

  async poll(): Promise<unknown[]> {
    const error = this.errors.shift();
    if (error) throw error;
    const from = this.#position;
    const given = this.records.slice(from, from + 2).map(([key, value], i): Partial<ConsumerRecord> => {
      const at = { topic: 'changelog', partition: 0, offset: from + i, timestamp: 1 };
      return { ...at, key: Buffer.from(key), value: Buffer.from(value) };
    });
    this.#position += given.length;
    await new Promise((resolve) => setImmediate(resolve));
    setImmediate(this.afterPoll);
    return given;
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

function parts() {
  const changelog = new Changelog();
  const restorer = new Restorer(
    () => changelog as unknown as Consumer,
    () => ({}),
  );
  const plan = Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore('s'), 'string', 'string');
  const store = new ChangelogStore(plan, 'changelog', 0, true);
  const contents = () => Array.from(store.bytes.range(null, null, false), ([key, { value }]) => `${key}=${value}`);
  return { changelog, restorer, store, contents };
}

/** Restored up to the second record of six, and then taken away. */
async function halfRestored() {
  const all = parts();
  const { changelog, restorer, store, contents } = all;
  changelog.records = ['a', 'b', 'c', 'd', 'e', 'f'].map((key) => [key, '1']);
  changelog.afterPoll = () => restorer.suspend(store);
  await restorer.restore(store, 6);
  changelog.afterPoll = () => undefined;
  expect(store.isRestored).toBe(false);
  expect(store.offset).toBeLessThan(6);
  expect(contents()[0]).toBe('a=1');
  return all;
}

test('a half restored store that comes back goes on where it was', async () => {
  const { changelog, restorer, store, contents } = await halfRestored();
  const { offset } = store;
  await restorer.restore(store, 6);
  expect(changelog.begun).toEqual(['beginning', offset]);
  expect(store.isRestored).toBe(true);
  expect(contents()).toEqual(['a=1', 'b=1', 'c=1', 'd=1', 'e=1', 'f=1']);
});

test.each([
  ['with a record', [['z', '9']], ['z=9']],
  ['empty', [], []],
] as const)('one whose changelog was made anew meanwhile begins again: %s', async (_, records, wanted) => {
  const { changelog, restorer, store, contents } = await halfRestored();
  changelog.records = [...records];
  const warned = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
  await restorer.restore(store, records.length);
  expect(warned.mock.calls).toEqual([[expect.stringContaining('it was deleted and made anew')]]);
  warned.mockRestore();
  expect(store.isRestored).toBe(true);
  expect(contents()).toEqual(wanted);
});

test('what lies behind the end is left: a source topic has records that are still to be processed', async () => {
  const { changelog, restorer, store, contents } = parts();
  changelog.records = ['a', 'b', 'c', 'd'].map((key) => [key, '1']);
  await restorer.restore(store, 3);
  expect(store).toMatchObject({ isRestored: true, offset: 3 });
  expect(contents()).toEqual(['a=1', 'b=1', 'c=1']);
});

test.each([
  [true, 'resolves'],
  [false, 'rejects'],
] as const)('a poll fails, isRetriable %s: restoring %s', async (isRetriable, outcome) => {
  const { changelog, restorer, store, contents } = parts();
  changelog.records = ['a', 'b', 'c'].map((key) => [key, '1']);
  const failure = Object.assign(new Error('no leader'), { isRetriable });
  changelog.errors = [failure];
  const restored = restorer.restore(store, 3);
  if (outcome === 'rejects') return expect(restored).rejects.toBe(failure);
  await restored;
  expect(contents()).toEqual(['a=1', 'b=1', 'c=1']);
});
