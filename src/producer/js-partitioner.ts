import { now } from '../client/waiting';
import type { PartitionerFunction } from '../config/option-types';
import { errorNumber } from '../errors/codes';
import { DeliveryError } from '../errors/delivery-error';
import { KafkaError } from '../errors/kafka-error';
import { InvalidArgumentError } from '../errors/usage-errors';
import type { EncodedRecord, RecordPacker } from './record-packer';

/** What `choose` answers for a topic whose partitions are not known yet: `hold` the record. */
export const HOLD = -2;

/** A record that was taken and waits for its topic's partitions. */
interface HeldRecord {
  id: number;
  encoded: EncodedRecord;
  partition: number;
  timestamp: number;
}

interface KnownTopic {
  partitionCount: number;
  /** When the count was asked for, by {@link now}'s clock. */
  at: number;
  refreshing: boolean;
}

export interface PartitionerHooks {
  /** How many partitions the topic has. Rejects after `max.block.ms`. */
  partitionCount(topic: string): Promise<number>;
  /** Hands over a record held before, restored in the packer. */
  release(topicId: number, partition: number, id: number, timestamp: number): void;
  /** A held record cannot be sent. */
  fail(id: number, error: DeliveryError): void;
}

/**
 * A partitioner in JavaScript. It is called on the JS thread, before the record is handed over, with the count of the topic's
 * partitions. Records for a topic that is not known yet are held, in order and within `buffer.memory`, until it is.
 */
export class JsPartitioner {
  readonly #partition: PartitionerFunction;
  readonly #packer: RecordPacker;
  readonly #maxAgeMs: number;
  readonly #hooks: PartitionerHooks;
  readonly #known = new Map<string, KnownTopic>();
  readonly #held = new Map<string, HeldRecord[]>();

  /** @param maxAgeMs after which a topic's partitions are counted again. */
  constructor(partition: PartitionerFunction, packer: RecordPacker, maxAgeMs: number, hooks: PartitionerHooks) {
    this.#partition = partition;
    this.#packer = packer;
    this.#maxAgeMs = maxAgeMs;
    this.#hooks = hooks;
  }

  /** Records that are held. */
  get held(): number {
    let count = 0;
    for (const records of this.#held.values()) count += records.length;
    return count;
  }

  /** The partition of the encoded record, its own if it names one (`partition` ≥ 0), or {@link HOLD}. */
  choose(operation: string, topic: string, partition: number): number {
    // Behind held records of its topic even a record with a partition of its own has to wait: it may be one of theirs.
    if (this.#held.has(topic)) return HOLD;
    if (partition >= 0) return partition;
    const known = this.#known.get(topic);
    if (known === undefined) return HOLD;
    if (now() - known.at > this.#maxAgeMs && !known.refreshing) this.#refresh(topic, known);
    return this.#call(operation, topic, known.partitionCount);
  }

  /** Keeps the encoded record, which has been given this id. */
  hold(topic: string, topicId: number, id: number, partition: number, timestamp: number): void {
    const record = { id, encoded: this.#packer.detach(), partition, timestamp };
    const held = this.#held.get(topic);
    if (held !== undefined) {
      held.push(record);
      return;
    }
    this.#held.set(topic, [record]);
    this.#hooks.partitionCount(topic).then(
      (partitionCount) => {
        this.#known.set(topic, { partitionCount, at: now(), refreshing: false });
        this.#release(topic, topicId, partitionCount);
      },
      (error: unknown) => this.#failTopic(topic, error as KafkaError),
    );
  }

  /** Fails every held record. */
  failAll(makeError: (topic: string) => DeliveryError): void {
    for (const [topic, held] of [...this.#held]) {
      this.#held.delete(topic);
      for (const record of held) this.#hooks.fail(record.id, makeError(topic));
    }
  }

  #call(operation: string, topic: string, partitionCount: number): number {
    const choose = this.#partition;
    let partition: number;
    try {
      partition = choose(topic, this.#packer.encodedKey(), this.#packer.encodedValue(), partitionCount);
    } catch (error) {
      throw new InvalidArgumentError(
        operation,
        `${operation}: the partitioner threw: ${String((error as Error)?.message ?? error)}`,
        {
          cause: error,
        },
      );
    }
    if (Number.isInteger(partition) && partition >= 0 && partition < partitionCount) return partition;
    throw new InvalidArgumentError(
      operation,
      `${operation}: the partitioner must return a partition of ${topic}, 0 to ${partitionCount - 1}; got ${String(partition)}`,
    );
  }

  #release(topic: string, topicId: number, partitionCount: number): void {
    const held = this.#held.get(topic) ?? [];
    this.#held.delete(topic);
    for (const record of held) {
      this.#packer.restore(record.encoded);
      try {
        const partition = record.partition >= 0 ? record.partition : this.#call('produce', topic, partitionCount);
        this.#hooks.release(topicId, partition, record.id, record.timestamp);
      } catch (error) {
        this.#hooks.fail(record.id, undeliverable(topic, error as KafkaError));
      }
    }
  }

  #failTopic(topic: string, error: KafkaError): void {
    const held = this.#held.get(topic) ?? [];
    this.#held.delete(topic);
    for (const record of held) this.#hooks.fail(record.id, undeliverable(topic, error));
  }

  #refresh(topic: string, known: KnownTopic): void {
    known.refreshing = true;
    this.#hooks.partitionCount(topic).then(
      (partitionCount) => this.#known.set(topic, { partitionCount, at: now(), refreshing: false }),
      () => {
        known.refreshing = false;
        known.at = now();
      },
    );
  }
}

function undeliverable(topic: string, cause: KafkaError): DeliveryError {
  return new DeliveryError({
    errno: cause.errno === 0 ? errorNumber('ERR__UNKNOWN_TOPIC') : cause.errno,
    code: cause.errno === 0 && cause.code === 'ERR_INVALID_ARGUMENT' ? cause.code : undefined,
    message: `${topic}: ${cause.message}`,
    topic,
    partition: -1,
    persisted: 'no',
    cause,
  });
}
