import type { NativePartition } from '../../binding/native';
import type { NativeClient } from '../../client/native-client';
import { checkWait } from '../../client/options';
import type { WaitOptions } from '../../client/waiting';
import { assignmentLostError, notMemberError, requireGroup } from '../consumer-errors';
import type { ConsumerSettings } from '../settings';
import type { Assignment } from '../partitions/assignment';
import { offsetTargets } from './offset-arguments';
import type { Offsets } from './offset-commits';

/** `commit`, `commitSync` and `storeOffsets`. Turns the user's arguments into partitions and offsets. */
export class CommitCalls {
  readonly #client: NativeClient;
  readonly #assignment: Assignment;
  readonly #offsets: Offsets;
  readonly #groupId: string | null;
  readonly #isClassic: boolean;

  constructor(client: NativeClient, assignment: Assignment, offsets: Offsets, settings: ConsumerSettings) {
    this.#client = client;
    this.#assignment = assignment;
    this.#offsets = offsets;
    this.#groupId = settings.groupId;
    this.#isClassic = settings.isClassic;
  }

  async commit(argument: unknown, options: WaitOptions): Promise<void> {
    const { timeoutMs, signal } = checkWait('commit', options, this.#client.defaultTimeoutMs);
    this.#client.lifecycle.assertOpenOrListening('commit');
    await this.#offsets.commitPartitions(this.#toCommit(argument), { timeoutMs, signal });
  }

  commitSync(argument: unknown, timeoutMs: number): void {
    this.#client.lifecycle.assertOpenOrListening('commitSync');
    this.#offsets.commitPartitionsSync(this.#toCommit(argument), timeoutMs);
  }

  storeOffsets(argument: unknown): void {
    this.#client.lifecycle.assertOpenOrListening('storeOffsets');
    requireGroup('storeOffsets', this.#groupId);
    const refuse = (topic: string, partition: number): never => {
      throw assignmentLostError('storeOffsets', topic, partition);
    };
    this.#offsets.storeByUser(offsetTargets('storeOffsets', argument, this.#assignment, refuse));
  }

  #toCommit(argument: unknown): NativePartition[] {
    requireGroup('commit', this.#groupId);
    if (argument === undefined || argument === null) return this.#offsets.current();
    return offsetTargets('commit', argument, this.#assignment, () => this.#assertNotOutside()).map(
      ({ partition }) => partition,
    );
  }

  /**
   * Throws for a subscriber that is not a member of its group, not yet or no longer. Java's classic consumer refuses
   * its commits without asking the broker (CommitFailedException). With the consumer protocol the broker decides, and
   * accepts them while the group has no members.
   */
  #assertNotOutside(): void {
    if (!this.#offsets.subscribed || !this.#isClassic) return;
    if (!this.#client.call('memberId', null)) throw notMemberError('commit');
  }
}
