import type { KeyValueBytes } from '../key-value-bytes';

/** What is known of a store on disk besides its entries. */
export interface StoreState {
  /** The next record of the changelog to restore from. Absent: the first. */
  readonly offset?: number | undefined;
  /** Of windows and sessions: the largest time that was put, the latest that has expired, the last number. */
  readonly observedTime?: number | undefined;
  readonly expiredTo?: number | undefined;
  readonly sequence?: number | undefined;
  /** Of windows and sessions: the segments of time that have entries. */
  readonly segments?: readonly number[] | undefined;
}

/**
 * Bytes on disk, and over them in memory what is not committed. {@link flush} moves it to the disk, so nothing there
 * was ever uncommitted: rolling back is forgetting, and a crash leaves the disk behind the changelog at worst.
 */
export interface DiskBytes extends KeyValueBytes {
  /** As of the last flush. */
  readonly state: StoreState;
  /** In memory. */
  readonly pendingBytes: number;
  /**
   * Writes it, within transactions of the folder: in one up to each pause, after an entry. `offset`: of the changelog,
   * to where the disk has it then, written last.
   */
  flush(offset: number | undefined): Generator<void, void>;
  rollBack(): void;
  /** Within a transaction of the folder. */
  clear(): void;
}

/** Rows at once, when many are read: no cursor stays open while others write. */
export const CHUNK = 100;

/** A change of a store that goes to the disk, and how far its changelog is on the disk then. */
export interface Flush {
  readonly bytes: DiskBytes;
  readonly offset: number | undefined;
}

/** Where the state of a store is kept. */
export interface StateOfStore {
  read(): StoreState;
  write(state: StoreState): void;
}
