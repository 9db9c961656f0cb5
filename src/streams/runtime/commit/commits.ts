import type { Consumer } from '../../../index';
import type { StoreChanges } from '../stores/changelog-store';
import { isReplaced } from './lost-work';
import type { RecordCollectors } from './record-collector';
import { retried } from './retried';
import type { CommitOffset, StreamsProducer } from './streams-producer';

/** What is committed: one or several tasks. */
export interface Uncommitted {
  /** Each is taken once. */
  changes(): Iterable<StoreChanges>;
  /** Read after everything has been sent. */
  offsets(): readonly CommitOffset[];
}

/** Makes what was done since the last commit permanent. */
export interface Committer {
  /**
   * False: the group does not take offsets now, because its members change; the next poll shows what becomes of ours.
   * @throws LostWorkError if what was done is void.
   */
  commit(work: Uncommitted, timeoutMs: number): Promise<boolean>;
}

/**
 * Changelogs, then offsets. A process that dies in between leaves changelogs that are ahead: the records are processed
 * again on newer state, as in Java.
 */
export class AtLeastOnce implements Committer {
  constructor(
    private readonly consumer: Consumer,
    private readonly producer: StreamsProducer,
    private readonly collectors: RecordCollectors,
  ) {}

  async commit(work: Uncommitted, timeoutMs: number): Promise<boolean> {
    for (const changes of work.changes()) await this.collectors.sendChanges(changes);
    await this.producer.flush();
    this.collectors.check();
    const offsets = work.offsets();
    if (offsets.length === 0) return true;
    try {
      await retried(timeoutMs, () => this.consumer.commit(offsets, { timeoutMs }));
      return true;
    } catch (error) {
      if (isReplaced(error)) return false;
      throw error;
    }
  }
}

/** Records, changelogs and offsets in one transaction. */
export class ExactlyOnce implements Committer {
  constructor(
    private readonly consumer: Consumer,
    private readonly producer: StreamsProducer,
    private readonly collectors: RecordCollectors,
  ) {}

  async commit(work: Uncommitted): Promise<boolean> {
    for (const changes of work.changes()) await this.collectors.sendChanges(changes);
    await this.producer.room();
    this.collectors.check();
    const offsets = work.offsets();
    if (offsets.length === 0 && !this.producer.inTransaction) return true;
    // Taken now: the generation in it is what keeps out a process that the group has already replaced.
    await this.producer.commitTransaction(offsets, this.consumer.groupMetadata());
    this.collectors.check();
    return true;
  }
}
