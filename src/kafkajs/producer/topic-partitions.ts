import { KafkaError, type PartitionInfo, type Producer } from '../../index';
import { askFor, retryTimes, totalPauses } from '../base/retry';
import type { RetryOptions } from '../types/retry';
import {
  KafkaJSError,
  KafkaJSNonRetriableError,
  KafkaJSNumberOfRetriesExceeded,
  KafkaJSProtocolError,
} from '../errors/errors';
import { afterRetries, protocolError } from '../errors/from-core';
import type { PartitionMetadata } from '../types/places';
import type { CoreProducers } from './core-producers';

const UNKNOWN_TOPIC_OR_PARTITION = 3;

interface Known {
  partitions: PartitionMetadata[];
  expires: number;
}

/** What a partitioner gets to know about the partitions of a topic. */
export function partitionMetadata({ partition, leader, replicas, inSyncReplicas }: PartitionInfo): PartitionMetadata {
  return {
    partitionErrorCode: 0,
    partitionId: partition,
    leader: leader?.id ?? -1,
    replicas: replicas.map(({ id }) => id),
    isr: inSyncReplicas.map(({ id }) => id),
    offlineReplicas: [],
  };
}

/** The partitions of topics, asked for once in `metadataMaxAge`. */
export class TopicPartitions {
  readonly #cores: CoreProducers;
  readonly #retry: RetryOptions;
  readonly #requestTimeout: number;
  readonly #maxAge: number;
  readonly #mayCreate: boolean;
  readonly #known = new Map<string, Known>();

  constructor(cores: CoreProducers, retry: RetryOptions, requestTimeout: number, maxAge: number, mayCreate: boolean) {
    this.#cores = cores;
    this.#retry = retry;
    this.#requestTimeout = requestTimeout;
    this.#maxAge = maxAge;
    this.#mayCreate = mayCreate;
  }

  /** Without a request; undefined: it needs one. */
  known(topic: string): PartitionMetadata[] | undefined {
    const known = this.#known.get(topic);
    return known !== undefined && known.expires > Date.now() ? known.partitions : undefined;
  }

  forget(topic?: string): void {
    if (topic === undefined) this.#known.clear();
    else this.#known.delete(topic);
  }

  /** Waits until the topic exists, as long as kafkajs would try. */
  async ask(topic: string, producer: Producer): Promise<PartitionMetadata[]> {
    const { retries, initialRetryTime, ...times } = retryTimes(this.#retry);
    const pauses = totalPauses({ retries, initialRetryTime, ...times });
    try {
      const triesMs = Math.max(1000, pauses);
      if (!this.#mayCreate) await this.#assertExists(topic, triesMs);
      const ask = (timeoutMs: number) => producer.partitionsFor(topic, { timeoutMs });
      const infos = await askFor(ask, triesMs, this.#requestTimeout);
      const partitions = infos.map(partitionMetadata);
      this.#known.set(topic, { partitions, expires: Date.now() + this.#maxAge });
      return partitions;
    } catch (error) {
      const final = afterRetries(error, retries, initialRetryTime);
      throw final instanceof KafkaJSProtocolError ? new KafkaJSNonRetriableError(final, { cause: final }) : final;
    }
  }

  /** kafkajs loses messages for a partition that does not exist, and says nothing. Here they fail. */
  unknownPartition(): Error {
    const { retries, initialRetryTime } = retryTimes(this.#retry);
    return new KafkaJSNumberOfRetriesExceeded(protocolError(UNKNOWN_TOPIC_OR_PARTITION), {
      retryCount: retries,
      retryTime: initialRetryTime,
    });
  }

  /** Unlike a producer's own question, that of an AdminClient creates no topic. */
  async #assertExists(topic: string, timeoutMs: number): Promise<void> {
    const until = Date.now() + timeoutMs;
    for (;;) {
      try {
        await this.#cores.admin.describeTopics([topic], { timeoutMs });
        return;
      } catch (error) {
        const isMissing = KafkaError.is(error) && error.errno === 3;
        if (!isMissing || Date.now() >= until) throw error;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
  }
}

/** Errors after which the partitions of a topic may have changed. */
export const isStale = (error: unknown): boolean =>
  error instanceof KafkaJSError &&
  ['UNKNOWN_TOPIC_OR_PARTITION', 'LEADER_NOT_AVAILABLE', 'NOT_LEADER_FOR_PARTITION'].includes(
    ((error.cause ?? error) as { type?: string }).type ?? (error as { type?: string }).type ?? '',
  );
