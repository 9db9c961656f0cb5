import { StreamsError } from '../../errors/streams-errors';

/** A table of bytes, in the order of its keys. What is used of `lmdb`. */
export interface LmdbTable {
  getBinary(key: Buffer): Buffer | undefined;
  putSync(key: Buffer, value: Buffer): void;
  removeSync(key: Buffer): void;
  clearSync(): void;
  getRange(range: LmdbRange): Iterable<{ readonly key: Buffer; readonly value: Buffer }>;
  getKeys(range: LmdbRange): Iterable<Buffer>;
  getStats(): { readonly entryCount: number };
}

/** From `start` to `end`; with `reverse`, `start` is the larger one. */
export interface LmdbRange {
  readonly start?: Buffer | undefined;
  readonly end?: Buffer | undefined;
  readonly exclusiveStart?: boolean | undefined;
  readonly inclusiveEnd?: boolean | undefined;
  readonly reverse?: boolean | undefined;
  readonly limit?: number | undefined;
}

/** A folder with tables, of which a process opens one at a time. */
export interface LmdbEnvironment {
  openDB(options: { name: string } & TableOptions): LmdbTable;
  transactionSync<T>(work: () => T): T;
  close(): Promise<void>;
}

export interface TableOptions {
  readonly encoding: 'binary';
  readonly keyEncoding: 'binary';
}

interface Lmdb {
  open(options: { path: string } & TableOptions & Readonly<Record<string, unknown>>): LmdbEnvironment;
}

/** `lmdb`, an optional peer dependency. @throws StreamsError ERR_LMDB_MISSING if it is not installed. */
export function loadLmdb(load: () => unknown = () => require('lmdb')): Lmdb {
  try {
    return load() as Lmdb;
  } catch (cause) {
    throw new StreamsError(
      'lmdb: stores on disk need this package, and it cannot be loaded. Install it (npm install lmdb), or keep the ' +
        "stores in memory (Stores.inMemory…, 'dsl.store.suppliers.class': 'in_memory')",
      { code: 'ERR_LMDB_MISSING', cause },
    );
  }
}
