import type { Headers } from '../../../index';
import { Measure } from '../../metrics/measures';
import type { DiskBytes, Flush } from '../../stores/disk/disk-bytes';
import { textOf } from '../../stores/bytes/key-text';
import type { KeyValueBytes } from '../../stores/key-value-bytes';
import type { ChangeLog } from '../../stores/store-core';
import type { StorePlan } from '../../stores/store-plan';
import { sizeOf } from '../../stores/bytes/unwritten-entry';
import { TrackedBytes } from './tracked-bytes';

/** A change that is not in the changelog yet. */
interface Change {
  readonly key: Buffer;
  /** null: a deletion. */
  entry: { readonly value: Buffer } | null;
  /** undefined: that of the producer. */
  timestamp: number | undefined;
  headers: Headers | undefined;
}

/** A record of a changelog, as it is written. */
export interface ChangelogRecord {
  readonly topic: string;
  readonly partition: number;
  readonly key: Buffer;
  readonly value: Buffer | null;
  readonly timestamp: number | undefined;
  readonly headers: Headers | undefined;
}

/** Changes of one store. `written`: gets the offset of each; undefined: nobody wants to know. */
export interface StoreChanges {
  readonly records: Iterable<ChangelogRecord>;
  readonly written: ((offset: number) => void) | undefined;
}

/** Where a store on disk is. */
export interface OnDisk {
  readonly bytes: DiskBytes;
  /** Writes what is not on the disk yet. */
  flush(all: readonly Flush[]): void;
  write(work: () => void): void;
}

/** A record of a changelog, as it is read. */
interface ReadChange {
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly timestamp: number;
  readonly offset: number;
}

/**
 * A store of a task: its bytes, the changes since the last commit, and how far it was restored. It outlives the nodes
 * of the task, which are made anew after each rebalance.
 */
export class ChangelogStore {
  readonly name: string;
  /** From which it is restored: its changelog, or the topic of which it is a copy. undefined: there is none. */
  readonly topic: string | undefined;
  readonly partition: number;
  /** With the changes since the last commit. */
  readonly bytes: KeyValueBytes;
  /** The next record of the changelog to restore from; undefined: the first. */
  offset: number | undefined;
  isRestored: boolean;
  /** Restoring ends there; undefined: it is not under way. */
  restoresTo: number | undefined;
  readonly restored = new Measure();
  /** It is a copy of its topic. */
  readonly isCopy: boolean;
  readonly #isBuffer: boolean;
  readonly #restored: KeyValueBytes;
  readonly #tracked: TrackedBytes | undefined;
  readonly #disk: OnDisk | undefined;
  #loggedBytes = 0;
  /** Behind the last of the changes that were sent since the last commit. */
  #sentTo: number | undefined;
  /** By key as Latin-1: of several changes of a key the last is written. */
  readonly #changes = new Map<string, Change>();

  /** `canRollBack`: what is not committed can be undone. `disk`: where it is, if it is not in memory. */
  constructor(plan: StorePlan, topic: string | undefined, partition: number, canRollBack: boolean, disk?: OnDisk) {
    this.name = plan.name;
    this.topic = topic;
    this.partition = partition;
    this.isRestored = topic === undefined;
    this.isCopy = plan.sourceTopic !== undefined;
    this.#isBuffer = plan.isBuffer ?? false;
    this.#disk = disk;
    this.#restored = disk?.bytes ?? plan.createBytes();
    this.#tracked = canRollBack && !disk ? new TrackedBytes(this.#restored) : undefined;
    this.bytes = this.#tracked ?? this.#restored;
    this.offset = disk?.bytes.state.offset;
  }

  /** Records of the changelog that are still to be read. */
  get remaining(): number {
    return this.restoresTo === undefined ? 0 : Math.max(0, this.restoresTo - (this.offset ?? 0));
  }

  /** Of the changes since the last commit, those that are logged nowhere included. */
  get uncommittedBytes(): number {
    return Math.max(this.#loggedBytes, this.#disk?.bytes.pendingBytes ?? 0);
  }

  readonly log: ChangeLog = (key, entry, time, headers) => {
    const timestamp = this.#isBuffer ? undefined : time;
    const text = textOf(key);
    const known = this.#changes.get(text);
    if (!known) {
      this.#loggedBytes += key.length + (entry ? sizeOf(entry) : 0);
      this.#changes.set(text, { key, entry, timestamp, headers });
      return;
    }
    this.#loggedBytes += (entry ? sizeOf(entry) : 0) - (known.entry ? sizeOf(known.entry) : 0);
    known.entry = entry;
    known.timestamp = timestamp;
    known.headers = headers;
  };

  /** A record of the changelog. */
  restore({ key, value, timestamp, offset }: ReadChange): void {
    const entry = value && { value, timestamp };
    if (key && this.#restored.restore) this.#restored.restore(key, entry);
    else if (key) this.#restored.set(key, entry);
    this.offset = offset + 1;
  }

  /** So far it is restored: what is on disk is written. */
  restoredTo(offset = this.offset): void {
    this.offset = offset;
    const disk = this.#disk;
    disk?.flush([{ bytes: disk.bytes, offset }]);
  }

  /** Forgets everything, so that it is restored from the beginning. */
  wipe(): void {
    if (this.#disk) this.#disk.write(() => this.#disk!.bytes.clear());
    else this.#wipeMemory();
    this.offset = undefined;
    this.isRestored = false;
  }

  #wipeMemory(): void {
    const keys = Array.from(this.#restored.range(null, null, false), ([key]) => key);
    for (const key of keys) this.#restored.set(key, null);
  }

  /** The changes that are not in the changelog yet. */
  get changes(): StoreChanges {
    return { records: this.takeChanges(), written: this.#disk && this.#written };
  }

  readonly #written = (offset: number): void => {
    this.#sentTo = Math.max(offset + 1, this.#sentTo ?? 0);
  };

  /** Takes them. */
  *takeChanges(): Generator<ChangelogRecord> {
    const { topic, partition } = this;
    if (topic === undefined) return;
    for (const { key, entry, timestamp, headers } of this.#changes.values())
      yield { topic, partition, key, value: entry && entry.value, timestamp, headers };
    this.#changes.clear();
  }

  /** What has been committed, for the disk. `copiedTo`: of a copy of a topic, the committed offset. */
  forDisk(copiedTo: number | undefined): Flush[] {
    if (!this.#disk) return [];
    if (this.topic !== undefined) this.offset = (this.isCopy ? copiedTo : this.#sentTo) ?? this.offset;
    const { bytes } = this.#disk;
    const isNew = bytes.pendingBytes > 0 || this.offset !== bytes.state.offset;
    return isNew ? [{ bytes, offset: this.offset }] : [];
  }

  committed(): void {
    this.#loggedBytes = 0;
    this.#sentTo = undefined;
    this.#tracked?.committed();
  }

  rollBack(): void {
    this.#loggedBytes = 0;
    this.#sentTo = undefined;
    this.#changes.clear();
    this.#tracked?.rollBack();
    this.#disk?.bytes.rollBack();
  }
}
