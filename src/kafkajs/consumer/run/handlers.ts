import { isKafkaJSError } from '../../errors/errors';
import { protocolError } from '../../errors/from-core';
import type { Instrumentation } from '../../base/events';
import type { Logger } from '../../types/logging';
import type { EachBatchHandler, EachMessageHandler } from '../../types/consumer';
import type { Offsets as GivenOffsets } from '../../types/places';
import { kafkaMessage, type RecordsOfPartition } from './batch';
import { checkCommits } from '../checks';
import { events } from '../events';
import { REBALANCE_IN_PROGRESS, type Membership } from '../group/membership';

export interface HandlerParts {
  eachMessage: EachMessageHandler | null;
  eachBatch: EachBatchHandler | null;
  eachBatchAutoResolve: boolean;
  heartbeatInterval: number;
  membership: Membership;
  instrumentation: Instrumentation;
  logger: Logger;
  isRunning: () => boolean;
}

/** Calls the application's handlers, and does what kafkajs does before, between and after the calls. */
export class Handlers {
  readonly #parts: HandlerParts;
  #lastHeartbeat = Date.now();

  constructor(parts: HandlerParts) {
    this.#parts = parts;
  }

  /** The partition was taken away, or assigned anew, since these records were fetched. */
  isOutdated({ offsets }: RecordsOfPartition): boolean {
    return offsets.isOver;
  }

  async handle(batch: RecordsOfPartition): Promise<void> {
    const { instrumentation, membership, eachMessage, eachBatch } = this.#parts;
    const { START_BATCH_PROCESS, END_BATCH_PROCESS } = events;
    const started = Date.now();
    const payload =
      instrumentation.has(START_BATCH_PROCESS) || instrumentation.has(END_BATCH_PROCESS) ? batch.eventPayload() : {};
    const ended = () => instrumentation.emit(END_BATCH_PROCESS, { ...payload, duration: Date.now() - started });
    instrumentation.emit(START_BATCH_PROCESS, payload);
    if (batch.count === 0) {
      // Control records. librdkafka may tell of them after the batch that they end, with which kafkajs commits them.
      membership.offsets.resolve(batch.offsets, batch.end - 1);
      await this.#autoCommit();
      ended();
    } else {
      if (eachMessage) await this.#eachMessage(eachMessage, batch);
      else if (eachBatch) await this.#eachBatch(eachBatch, batch);
      ended();
      await this.#autoCommit();
    }
    await this.heartbeat();
  }

  /** Rejects during a rebalance, which ends what runs. */
  heartbeat(): Promise<void> {
    const due = this.#beat();
    return due ?? Promise.resolve();
  }

  #beat(): Promise<void> | undefined {
    const { membership, instrumentation, heartbeatInterval } = this.#parts;
    if (membership.isRebalancing) return this.#refuse();
    // librdkafka beats: here is only the event. The clock takes a good part of the time of a message.
    if (!instrumentation.has(events.HEARTBEAT)) return undefined;
    const now = Date.now();
    if (now < this.#lastHeartbeat + heartbeatInterval) return undefined;
    this.#lastHeartbeat = now;
    if (membership.hasJoined) instrumentation.emit(events.HEARTBEAT, membership.ids());
    return undefined;
  }

  async #refuse(): Promise<never> {
    await this.#autoCommit();
    throw protocolError(REBALANCE_IN_PROGRESS);
  }

  async #autoCommit(): Promise<void> {
    if (this.#parts.membership.offsets.rules.autoCommit) await this.#parts.membership.commit();
  }

  #commitIfDue(): Promise<void> | undefined {
    const { offsets } = this.#parts.membership;
    return offsets.rules.autoCommit && offsets.isDue ? this.#parts.membership.commit() : undefined;
  }

  #pauseOf({ topic, partition }: RecordsOfPartition): () => () => void {
    const { membership } = this.#parts;
    const list = [{ topic, partitions: [partition] }];
    return () => {
      membership.pause(list);
      return () => membership.resume(list);
    };
  }

  async #eachMessage(eachMessage: EachMessageHandler, batch: RecordsOfPartition): Promise<void> {
    const { membership, isRunning } = this.#parts;
    const { topic, partition, offsets } = batch;
    const heartbeat = () => this.heartbeat();
    const pause = this.#pauseOf(batch);
    let left = batch.count;
    for (const columns of batch.columns) {
      for (let i = 0; i < columns.count; i++) {
        if (!isRunning() || membership.hasSeek(topic, partition) || offsets.isOver) return;
        try {
          await eachMessage({ topic, partition, message: kafkaMessage(columns, i), heartbeat, pause });
        } catch (e) {
          await this.#failed('eachMessage', e, topic, partition, String(columns.offset(i)));
        }
        membership.offsets.resolve(offsets, --left === 0 ? batch.end - 1 : columns.offset(i));
        const beat = this.#beat();
        if (beat !== undefined) await beat;
        const commit = this.#commitIfDue();
        if (commit !== undefined) await commit;
        if (membership.pauses.has(batch)) return;
      }
    }
  }

  async #eachBatch(eachBatch: EachBatchHandler, records: RecordsOfPartition): Promise<void> {
    const { membership, isRunning, eachBatchAutoResolve } = this.#parts;
    const { topic, partition, offsets, end } = records;
    const batch = records.toBatch();
    const last = batch.messages[batch.messages.length - 1]!.offset;
    try {
      await eachBatch({
        batch,
        // With the last message, the control records behind it are done.
        resolveOffset: (offset) =>
          membership.offsets.resolve(offsets, String(offset) === last ? end - 1 : Number(offset)),
        heartbeat: () => this.heartbeat(),
        pause: this.#pauseOf(records),
        commitOffsetsIfNecessary: async (given?: GivenOffsets) => {
          if (given) await membership.commit(checkCommits(flat(given)).map(withoutNull));
          else if (membership.offsets.isDue) await membership.commit();
        },
        uncommittedOffsets: () => ({ topics: membership.offsets.uncommitted() }),
        isRunning,
        isStale: () => membership.hasSeek(topic, partition),
      });
    } catch (e) {
      await this.#failed('eachBatch', e, topic, partition, batch.firstOffset());
    }
    if (eachBatchAutoResolve) membership.offsets.resolve(offsets, end - 1);
  }

  /** What was resolved before the failure is committed. */
  async #failed(name: string, e: unknown, topic: string, partition: number, offset: string | null): Promise<never> {
    if (!isKafkaJSError(e)) {
      const { stack } = (e ?? {}) as Error;
      this.#parts.logger.error(`Error when calling ${name}`, { topic, partition, offset, stack, error: e });
    }
    await this.#autoCommit();
    throw e;
  }
}

/** kafkajs tells of commits as they were given: metadata only where there are some. */
const withoutNull = ({ metadata, ...place }: ReturnType<typeof checkCommits>[number]) =>
  metadata === null ? place : { ...place, metadata };

function flat({ topics = [] }: GivenOffsets): { topic: string; partition: number; offset: string }[] {
  return topics.flatMap(({ topic, partitions }) => partitions.map((one) => ({ ...one, topic })));
}
