import type { TopicPartition } from '../types/places';

type Committed = TopicPartition & { offset: number };
type Listener = (offsets: readonly Committed[]) => void;

/**
 * Offsets that the transactions of one `Kafka` take along, for its consumers of the same group: they do not commit
 * these themselves, which would be for good whatever becomes of the transaction.
 */
export class GroupCommits {
  readonly #listeners = new Map<string, Set<Listener>>();

  /** Returns the function that ends it. */
  listen(groupId: string, listener: Listener): () => void {
    const all = this.#listeners.get(groupId) ?? new Set();
    this.#listeners.set(groupId, all.add(listener));
    return () => {
      all.delete(listener);
      if (all.size === 0 && this.#listeners.get(groupId) === all) this.#listeners.delete(groupId);
    };
  }

  tell(groupId: string, offsets: readonly Committed[]): void {
    for (const listener of this.#listeners.get(groupId) ?? []) listener(offsets);
  }
}
