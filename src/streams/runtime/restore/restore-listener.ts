import type { TopicPartition } from '../../../index';

/** Told about stores that are restored from their changelogs. Java's StateRestoreListener. */
export interface StateRestoreListener {
  onRestoreStart?(partition: TopicPartition, storeName: string, startingOffset: number, endingOffset: number): void;
  onBatchRestored?(partition: TopicPartition, storeName: string, batchEndOffset: number, numRestored: number): void;
  onRestoreEnd?(partition: TopicPartition, storeName: string, totalRestored: number): void;
  /** The task has moved away before its store was restored. */
  onRestoreSuspended?(partition: TopicPartition, storeName: string, totalRestored: number): void;
}
