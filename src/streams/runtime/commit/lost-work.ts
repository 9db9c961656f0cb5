import { reasonOf } from '../../errors/streams-errors';
import type { KafkaError } from '../../../index';

/**
 * What was done since the last commit is void, and nobody is to blame: the producer was fenced, the group has gone on,
 * a broker was away. Tasks go back to the last commit.
 */
export class LostWorkError extends Error {
  constructor(cause: unknown) {
    super(`back to the last commit: ${reasonOf(cause)}`, { cause });
    this.name = 'LostWorkError';
  }
}

/** Another member or producer has taken over, or the broker has forgotten this one. */
const replaced: ReadonlySet<string> = new Set([
  'ERR__FENCED',
  'ERR__PURGE_QUEUE',
  'ERR__PURGE_INFLIGHT',
  'ERR_FENCED_INSTANCE_ID',
  'ERR_ILLEGAL_GENERATION',
  'ERR_INVALID_PRODUCER_EPOCH',
  'ERR_INVALID_PRODUCER_ID_MAPPING',
  'ERR_INVALID_TXN_STATE',
  'ERR_OUT_OF_ORDER_SEQUENCE_NUMBER',
  'ERR_PRODUCER_FENCED',
  'ERR_REBALANCE_IN_PROGRESS',
  'ERR_STALE_MEMBER_EPOCH',
  'ERR_FENCED_MEMBER_EPOCH',
  'ERR_UNKNOWN_MEMBER_ID',
  'ERR_UNKNOWN_PRODUCER_ID',
  'ERR_ASSIGNMENT_LOST',
  // A record that came after its transaction had failed: fenced, say. Why it failed is told by another call, or by the
  // record that is to blame, which is reported first.
  'ERR__STATE',
]);

export const isReplaced = (error: unknown): boolean => replaced.has((error as { code?: string } | null)?.code ?? '');

/** The same call may succeed later. */
export const isRetriable = (error: unknown): boolean => {
  const { isRetriable: again, isFatal, txnRequiresAbort } = (error ?? {}) as Partial<KafkaError>;
  return again === true && isFatal !== true && txnRequiresAbort !== true;
};
