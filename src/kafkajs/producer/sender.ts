import { KafkaError, type DeliveryCallback, type Producer } from '../../index';
import { retryTimes } from '../base/retry';
import type { RetryOptions } from '../types/retry';
import { afterRetries, protocolError } from '../errors/from-core';
import { KafkaJSNonRetriableError, KafkaJSNumberOfRetriesExceeded } from '../errors/errors';
import type { PartitionMetadata } from '../types/places';
import type { Logger } from '../types/logging';
import type { PartitionerArgs, RecordMetadata, TopicMessages } from '../types/producer';
import { coreRecord, type CoreRecord } from './records';
import { isStale, type TopicPartitions } from './topic-partitions';

const INVALID_TOPIC = 17;

export interface SenderParts {
  partitioner: (args: PartitionerArgs) => number;
  partitions: TopicPartitions;
  retry: RetryOptions;
  logger: Logger;
}

/** The reports of one `send`: its promise settles with the last of them. */
class Reports {
  readonly done: Promise<RecordMetadata[]>;
  #resolve!: (value: RecordMetadata[]) => void;
  #reject!: (error: unknown) => void;
  /** The smallest offset of each partition, by topic. In the order of first use. */
  readonly #offsets = new Map<string, Map<number, number>>();
  #waiting: number;
  #error: KafkaError | undefined;
  readonly #hasOffsets: boolean;

  constructor(count: number, hasOffsets: boolean) {
    this.#waiting = count;
    this.#hasOffsets = hasOffsets;
    this.done = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    if (count === 0) this.#resolve([]);
  }

  readonly report: DeliveryCallback = (error, { topic, partition, offset }) => {
    if (error !== null) this.#error ??= error;
    else if (this.#hasOffsets) {
      let known = this.#offsets.get(topic);
      if (known === undefined) this.#offsets.set(topic, (known = new Map()));
      const least = known.get(partition);
      if (least === undefined || offset < least) known.set(partition, offset);
    }
    if (--this.#waiting === 0) this.#settle();
  };

  /** None of the last `count` records was accepted. */
  failed(error: KafkaError, count: number): void {
    this.#error ??= error;
    this.#waiting -= count;
    if (this.#waiting === 0) this.#settle();
  }

  #settle(): void {
    if (this.#error) return this.#reject(this.#error);
    const results: RecordMetadata[] = [];
    for (const [topicName, partitions] of this.#offsets) {
      for (const [partition, offset] of partitions) {
        results.push({
          topicName,
          partition,
          errorCode: 0,
          baseOffset: String(offset),
          logAppendTime: '-1',
          logStartOffset: '0',
        });
      }
    }
    this.#resolve(results);
  }
}

function invalidTopic(): KafkaJSNonRetriableError {
  const error = protocolError(INVALID_TOPIC);
  return new KafkaJSNonRetriableError(error, { cause: error });
}

/** Sends messages through a core producer. */
export class Sender {
  readonly #parts: SenderParts;

  constructor(parts: SenderParts) {
    this.#parts = parts;
  }

  async send(producer: Producer, topics: readonly TopicMessages[], acks: number): Promise<RecordMetadata[]> {
    const { logger, partitions, retry } = this.#parts;
    try {
      const records: CoreRecord[] = [];
      for (const { topic, messages } of topics) {
        // The broker would say so: kafkajs sends it.
        if (typeof (topic as unknown) !== 'string') throw invalidTopic();
        const known = partitions.known(topic) ?? (await partitions.ask(topic, producer));
        const first = records.length;
        this.#add(records, topic, messages, known);
        const isUnknown = ({ partition }: CoreRecord) => !(partition! >= 0 && partition! < known.length);
        if (records.some((record, i) => i >= first && isUnknown(record))) {
          // Partitions may have been added.
          const { length } = await partitions.ask(topic, producer);
          if (records.some(({ partition }, i) => i >= first && !(partition! >= 0 && partition! < length)))
            throw partitions.unknownPartition();
        }
      }
      return await this.#produce(producer, records, acks !== 0);
    } catch (error) {
      const { retries, initialRetryTime } = retryTimes(retry);
      const final = afterRetries(error, retries, initialRetryTime);
      if (isStale(final)) for (const { topic } of topics) partitions.forget(topic);
      const prefix = final instanceof KafkaJSNumberOfRetriesExceeded ? 'Failed to send messages: ' : '';
      logger.error(`${prefix}${final.message}`, { retryCount: retries, retryTime: initialRetryTime });
      throw final;
    }
  }

  #add(
    records: CoreRecord[],
    topic: string,
    messages: TopicMessages['messages'],
    partitionMetadata: PartitionMetadata[],
  ): void {
    const { partitioner } = this.#parts;
    for (const message of messages) {
      records.push(coreRecord(topic, message, Number(partitioner({ topic, partitionMetadata, message }))));
    }
  }

  async #produce(producer: Producer, records: readonly CoreRecord[], hasOffsets: boolean): Promise<RecordMetadata[]> {
    const reports = new Reports(records.length, hasOffsets);
    for (let i = 0; i < records.length;) {
      try {
        producer.produce(records[i]!, reports.report);
        i++;
      } catch (error) {
        if (!KafkaError.is(error)) throw error;
        if (error.code !== 'ERR__QUEUE_FULL') {
          reports.failed(error, records.length - i);
          break;
        }
        await producer.drained().catch((closed: KafkaError) => {
          reports.failed(closed, records.length - i);
          i = records.length;
        });
      }
    }
    return reports.done;
  }
}
