import type { Headers } from '../../../index';
import type { KeyValueBytes } from '../../stores/key-value-bytes';
import type { ChangeLog } from '../../stores/store-core';
import type { StorePlan } from '../../stores/store-plan';
import { TrackedBytes } from './tracked-bytes';

/** A change that is not in the changelog yet. */
interface Change {
  readonly key: Buffer;
  readonly value: Buffer | null;
  /** undefined: that of the producer. */
  readonly timestamp: number | undefined;
  readonly headers?: Headers | undefined;
}

/** A record of a changelog, as it is written. */
export type ChangelogRecord = Change & { readonly topic: string; readonly partition: number };

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
  /** Of the changes since the last commit. */
  uncommittedBytes = 0;
  /** It is a copy of its topic. */
  readonly isCopy: boolean;
  readonly #isBuffer: boolean;
  readonly #restored: KeyValueBytes;
  readonly #tracked: TrackedBytes | undefined;
  /** By key as Latin-1: of several changes of a key the last is written. */
  readonly #changes = new Map<string, Change>();

  /** `canRollBack`: what is not committed can be undone. */
  constructor(plan: StorePlan, topic: string | undefined, partition: number, canRollBack: boolean) {
    this.name = plan.name;
    this.topic = topic;
    this.partition = partition;
    this.isRestored = topic === undefined;
    this.isCopy = plan.sourceTopic !== undefined;
    this.#isBuffer = plan.isBuffer ?? false;
    this.#restored = plan.createBytes();
    this.#tracked = canRollBack ? new TrackedBytes(this.#restored) : undefined;
    this.bytes = this.#tracked ?? this.#restored;
  }

  readonly log: ChangeLog = (key, value, timestamp, headers) => {
    this.uncommittedBytes += key.length + (value?.length ?? 0);
    this.#changes.set(key.toString('latin1'), {
      key,
      value,
      timestamp: this.#isBuffer ? undefined : timestamp,
      headers,
    });
  };

  /** A record of the changelog. */
  restore({ key, value, timestamp, offset }: ReadChange): void {
    const entry = value && { value, timestamp };
    if (key && this.#restored.restore) this.#restored.restore(key, entry);
    else if (key) this.#restored.set(key, entry);
    this.offset = offset + 1;
  }

  /** Forgets everything, so that it is restored from the beginning. */
  wipe(): void {
    const keys = Array.from(this.#restored.range(null, null, false), ([key]) => key);
    for (const key of keys) this.#restored.set(key, null);
    this.offset = undefined;
    this.isRestored = false;
  }

  /** Takes the changes that are not in the changelog yet. */
  *takeChanges(): Generator<ChangelogRecord> {
    const { topic, partition } = this;
    if (topic === undefined) return;
    for (const change of this.#changes.values()) yield { topic, partition, ...change };
    this.#changes.clear();
  }

  committed(): void {
    this.uncommittedBytes = 0;
    this.#tracked?.committed();
  }

  rollBack(): void {
    this.uncommittedBytes = 0;
    this.#changes.clear();
    this.#tracked?.rollBack();
  }
}
