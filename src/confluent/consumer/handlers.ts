import type { Message, WatermarkOffsets } from '../../rdkafka/base/types';
import { invalid, notImplemented } from '../base/from-librdkafka';
import type { Work } from './queues';
import { batchOf, kafkaMessage } from './payloads';
import type { ConsumerRunConfig } from './types';

/** What handlers can do to their partition. */
export interface HandlerParts {
  /** Stores the offset after a message that is processed. */
  store(message: { topic: string; partition: number; offset: number; leaderEpoch?: number | undefined }): void;
  seek(place: { topic: string; partition: number; offset: number; leaderEpoch?: number | undefined }): void;
  pause(topic: string, partition: number): () => void;
  watermarks(topic: string, partition: number): WatermarkOffsets | undefined;
  commitIfNecessary(): Promise<void>;
  failed(error: unknown): void;
  isRunning(): boolean;
  /** Nothing was fetched for so long that the group takes this member for dead. */
  isLate(): boolean;
}

export type Handler = (messages: readonly Message[], work: Work) => Promise<void>;

const nothing = async (): Promise<void> => undefined;

/** Calls `eachMessage` or `eachBatch`. What is not processed afterwards is read again. Never rejects. */
export function handlerOf(config: ConsumerRunConfig, parts: HandlerParts): Handler {
  return config.eachMessage ? eachMessage(config, parts) : eachBatch(config, parts);
}

function eachMessage({ eachMessage: handle }: ConsumerRunConfig, parts: HandlerParts): Handler {
  return async ([message], work) => {
    const { topic, partition } = message!;
    try {
      await handle!({
        topic,
        partition,
        message: kafkaMessage(message!),
        heartbeat: nothing,
        pause: () => parts.pause(topic, partition),
      });
    } catch (error) {
      parts.failed(error);
      if (!work.isSought) parts.seek(message!);
      return;
    }
    if (!work.isSought) parts.store(message!);
  };
}

function eachBatch(
  { eachBatch: handle, eachBatchAutoResolve = true }: ConsumerRunConfig,
  parts: HandlerParts,
): Handler {
  return async (messages, work) => {
    const [first] = messages as [Message];
    const last = messages[messages.length - 1]!;
    const { topic, partition } = first;
    let resolved = first.offset - 1;
    let epoch = first.leaderEpoch;
    const resolveOffset = (given: unknown, leaderEpoch?: number): void => {
      const offset = Number(given);
      if (Number.isNaN(offset)) throw invalid(`Invalid offset to resolve: ${String(given)}`);
      if (offset <= resolved || work.isSought) return;
      resolved = offset;
      epoch = leaderEpoch;
      parts.store({ topic, partition, offset, leaderEpoch });
    };
    try {
      await handle?.({
        batch: batchOf(messages, parts.watermarks(topic, partition)),
        resolveOffset,
        heartbeat: nothing,
        pause: () => parts.pause(topic, partition),
        commitOffsetsIfNecessary: () => parts.commitIfNecessary(),
        uncommittedOffsets: () => {
          throw notImplemented();
        },
        isRunning: () => parts.isRunning(),
        isStale: () => work.isStale || parts.isLate(),
      });
      if (eachBatchAutoResolve && !work.isStale && !parts.isLate()) resolveOffset(last.offset, last.leaderEpoch);
    } catch (error) {
      parts.failed(error);
    }
    // What was not resolved is read again.
    if (!work.isSought && resolved !== last.offset) {
      parts.seek({ topic, partition, offset: resolved + 1, leaderEpoch: epoch });
    }
  };
}
