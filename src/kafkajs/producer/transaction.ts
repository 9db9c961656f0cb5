import type { Producer } from '../../index';
import { parseOffset } from '../base/offsets';
import type { GroupCommits } from '../config/group-commits';
import { fromCore } from '../errors/from-core';
import { KafkaJSNonRetriableError } from '../errors/errors';
import type { Offsets, PartitionOffset } from '../types/places';
import type { Sender as Sending, Transaction } from '../types/producer';

export interface TransactionParts {
  /** The core producer of the transaction. */
  core: () => Producer;
  /** From here on it stays the same. */
  keep: () => void;
  sending: Sending;
  groupCommits: GroupCommits;
  timeoutMs: number;
  /** The transaction has ended. */
  ended: () => void;
}

/** An object like kafkajs's: its methods are its own, and can be replaced. */
export function createTransaction({
  core,
  keep,
  sending,
  groupCommits,
  timeoutMs,
  ended,
}: TransactionParts): Transaction {
  let isActive = true;

  /** Refuses calls after the end. What the core says is turned into kafkajs's errors. */
  const guarded =
    <Args extends unknown[], Result>(work: (...args: Args) => Promise<Result>) =>
    async (...args: Args): Promise<Result> => {
      if (!isActive) throw new KafkaJSNonRetriableError('Cannot continue to use transaction once ended');
      try {
        return await work(...args);
      } catch (error) {
        throw fromCore(error);
      }
    };

  const end = async (finish: () => Promise<void>): Promise<void> => {
    isActive = false;
    try {
      await finish();
    } finally {
      ended();
    }
  };

  return {
    send: guarded(sending.send),
    sendBatch: guarded(sending.sendBatch),
    commit: guarded(() =>
      end(async () => {
        try {
          await core().commitTransaction({ timeoutMs });
        } catch (error) {
          // The producer can go on only after an abort, which kafkajs's callers do not ask for once commit has failed.
          await core()
            .abortTransaction({ timeoutMs })
            .catch(() => undefined);
          throw error;
        }
      }),
    ),
    abort: guarded(() => end(() => core().abortTransaction({ timeoutMs }))),
    sendOffsets: guarded(async ({ consumerGroupId, topics }: Offsets & { consumerGroupId: string }) => {
      if (!consumerGroupId) throw new KafkaJSNonRetriableError('Missing consumerGroupId');
      if (!topics) throw new KafkaJSNonRetriableError('Missing offset topics');
      const offsets = topics.flatMap(({ topic, partitions }) =>
        partitions.map(
          ({ partition, offset, metadata }: PartitionOffset & { metadata?: string | null | undefined }) => ({
            topic,
            // `uncommittedOffsets()` has the numbers of partitions as text, in kafkajs too.
            partition: Number(partition),
            offset: offsetOf(offset),
            ...(metadata ? { metadata } : {}),
          }),
        ),
      );
      keep();
      await core().sendOffsetsToTransaction(offsets, { groupId: consumerGroupId }, { timeoutMs });
      groupCommits.tell(consumerGroupId, offsets);
    }),
    isActive: () => isActive,
  };
}

function offsetOf(offset: unknown): number {
  const parsed = parseOffset(offset);
  if (parsed === undefined || parsed < 0) throw new KafkaJSNonRetriableError(`Invalid offset ${String(offset)}`);
  return parsed;
}
