import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { StorePlan } from '../store-plan';
import { SESSION_SUFFIX, WINDOW_SUFFIX } from '../timed/timed-keys';
import { isIntact, markOpen } from './clean-mark';
import type { DiskBytes, Flush, StateOfStore, StoreState } from './disk-bytes';
import { DiskKeyValueBytes } from './disk-key-value-bytes';
import { IndexedTable, SegmentTables } from './disk-segments';
import { DiskTimedBytes } from './disk-timed-bytes';
import { loadLmdb, type LmdbEnvironment, type LmdbTable } from './lmdb';

const binary = { encoding: 'binary', keyEncoding: 'binary' } as const;
/** Of one transaction at most. Each may need a page of its own. */
const ENTRIES = 10_000;
const POSITIONS = Buffer.from('positions');
/** Three for each store of windows, and that of the states. */
const tablesFor = (stores: number): number => 8 + 3 * stores;

/** The stores of one task on disk: one lmdb environment, and so one transaction for all of them. */
export class StoreFolder {
  readonly path: string;
  readonly #environment: LmdbEnvironment;
  readonly #states: LmdbTable;

  /**
   * Opens the stores of a folder. One that a crash of the machine may have damaged begins empty.
   * `stores`: how many there are. @throws StreamsError ERR_LMDB_MISSING.
   */
  constructor(folder: string, stores: number) {
    const { open } = loadLmdb();
    this.path = folder;
    if (!isIntact(folder)) rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    markOpen(folder);
    // What a killed process was reading would keep its pages for ever.
    rmSync(path.join(folder, 'lock.mdb'), { force: true });
    // Whether the data is whole after a crash of the machine is known by the mark, so that nothing has to be synced.
    const options = { noSync: true, noSubdir: false, maxDbs: tablesFor(stores), remapChunks: true };
    this.#environment = open({ path: folder, ...binary, ...options });
    this.#states = this.#open('states');
  }

  #open(name: string): LmdbTable {
    return this.#environment.openDB({ name, ...binary });
  }

  /** The bytes of a store. Each is opened once. */
  bytes({ name, type, timed }: StorePlan): DiskBytes {
    const kept = this.#stateOf(name);
    const open = (table: string): LmdbTable => this.#open(`store ${name} ${table}`);
    if (!timed) return new DiskKeyValueBytes(name, open('0'), kept);
    const suffix = type === 'sessionStore' ? SESSION_SUFFIX : WINDOW_SUFFIX;
    const segments = timed.waitsForResults
      ? new IndexedTable(open)
      : new SegmentTables(timed.retentionMs, open, kept.read().segments);
    return new DiskTimedBytes(name, timed, suffix, { segments, kept });
  }

  #stateOf(name: string): StateOfStore {
    const key = Buffer.from(`state ${name}`);
    const stored = this.#states.getBinary(key);
    let state = stored ? (JSON.parse(stored.toString()) as StoreState) : {};
    return {
      read: () => state,
      write: (next) => {
        this.#states.putSync(key, Buffer.from(JSON.stringify(next)));
        state = next;
      },
    };
  }

  /** Of topics that are read into stores as a whole: the next records to read. */
  get positions(): Readonly<Record<string, number>> {
    const stored = this.#states.getBinary(POSITIONS);
    return stored ? (JSON.parse(stored.toString()) as Record<string, number>) : {};
  }

  /** Within a transaction. */
  writePositions(positions: Readonly<Record<string, number>>): void {
    this.#states.putSync(POSITIONS, Buffer.from(JSON.stringify(positions)));
  }

  /**
   * All in one transaction, with their offsets. Very many entries are several, because lmdb keeps all pages of one in
   * memory: after a crash in between, a store is restored from the offset of before, over what is there already.
   */
  flush(all: readonly Flush[]): void {
    const left = all.map(({ bytes, offset }) => bytes.flush(offset));
    while (left.length > 0) this.write(() => this.#some(left));
  }

  #some(left: Generator<void, void>[]): void {
    for (let count = 0; count < ENTRIES && left.length > 0; count++) if (left[0]!.next().done === true) left.shift();
  }

  write(work: () => void): void {
    this.#environment.transactionSync(work);
  }

  /** Nothing is under way, so that it closes at once. Until it is marked as clean, it counts as open. */
  close(): void {
    void this.#environment.close();
  }
}
