import { shown } from '../../errors/brief';
import { now } from '../../client/waiting';
import type { PartitionerFunction } from '../../config/values/option-types';
import { errorNumber } from '../../errors/codes';
import { DeliveryError } from '../../errors/delivery-error';
import { KafkaError } from '../../errors/kafka-error';
import { InvalidArgumentError } from '../../errors/usage-errors';
import { TimeoutError } from '../../errors/waiting-errors';
import { callPartitioner } from '../../user-code/user-code';
import type { EncodedRecord, RecordPacker } from '../packing/record-packer';

/** Result of `choose` for a topic whose partitions are not known yet: `hold` the record. */
export const HOLD = -2;

/** An accepted record that waits for the partitions of its topic. */
interface HeldRecord {
  id: number;
  encoded: EncodedRecord;
  partition: number;
  timestamp: number;
}

/** Records of one topic. Those before `next` are already released. */
interface HeldTopic {
  readonly records: HeldRecord[];
  next: number;
}

interface KnownTopic {
  partitionCount: number;
  /** When the count was requested, in the time of {@link now}. */
  at: number;
  refreshing: boolean;
}

export interface PartitionerHooks {
  /** The number of partitions of the topic. Rejects after `max.block.ms`. */
  partitionCount(topic: string): Promise<number>;
  /** Submits a held record after it was restored in the packer. */
  release(topicId: number, partition: number, id: number, timestamp: number): void;
  /** A held record cannot be sent. */
  fail(id: number, error: DeliveryError): void;
  /** Some records have failed; called once after the last of them. */
  failed(): void;
}

/**
 * A partitioner in JavaScript. It is called on the JS thread with the number of partitions, before the record is
 * submitted. Records of an unknown topic are held, in order and within `buffer.memory`, until its partitions are known.
 */
export class JsPartitioner {
  readonly #partition: PartitionerFunction;
  readonly #packer: RecordPacker;
  readonly #maxAgeMs: number;
  readonly #hooks: PartitionerHooks;
  readonly #known = new Map<string, KnownTopic>();
  readonly #held = new Map<string, HeldTopic>();

  /** @param maxAgeMs The partitions of a topic are counted again after this time. */
  constructor(partition: PartitionerFunction, packer: RecordPacker, maxAgeMs: number, hooks: PartitionerHooks) {
    this.#partition = partition;
    this.#packer = packer;
    this.#maxAgeMs = maxAgeMs;
    this.#hooks = hooks;
  }

  /** Number of held records. */
  get held(): number {
    let count = 0;
    for (const { records, next } of this.#held.values()) count += records.length - next;
    return count;
  }

  /**
   * The partition of the encoded record: its own if it has one (`partition` ≥ 0), the partitioner's, or {@link HOLD}.
   */
  choose(operation: string, topic: string, partition: number): number {
    // A record with its own partition also waits behind held records of its topic, because one of them may belong to
    // the same partition.
    if (this.#held.has(topic)) return HOLD;
    if (partition >= 0) return partition;
    const known = this.#known.get(topic);
    if (known === undefined) return HOLD;
    if (now() - known.at > this.#maxAgeMs && !known.refreshing) this.#refresh(topic, known);
    return this.#call(operation, topic, known.partitionCount);
  }

  /** Holds the encoded record, which has this id. */
  hold(topic: string, topicId: number, id: number, partition: number, timestamp: number): void {
    const record = { id, encoded: this.#packer.detach(), partition, timestamp };
    const held = this.#held.get(topic);
    if (held !== undefined) {
      held.records.push(record);
      return;
    }
    this.#held.set(topic, { records: [record], next: 0 });
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
    for (const topic of [...this.#held.keys()]) this.#failHeld(topic, () => makeError(topic));
  }

  #call(operation: string, topic: string, partitionCount: number): number {
    const packer = this.#packer;
    const key = packer.encodedKey();
    const value = packer.encodedValue();
    let partition: number;
    const loan = packer.lend();
    try {
      partition = callPartitioner(this.#partition, topic, key, value, partitionCount);
    } catch (error) {
      throw new InvalidArgumentError(
        operation,
        `${operation}: the partitioner threw: ${String((error as Error)?.message ?? error)}`,
        {
          cause: error,
        },
      );
    } finally {
      packer.takeBack(loan);
    }
    if (Number.isInteger(partition) && partition >= 0 && partition < partitionCount) return partition;
    throw new InvalidArgumentError(
      operation,
      `${operation}: the partitioner must return a partition of ${topic}, 0 to ${partitionCount - 1}; got ${shown(partition)}`,
    );
  }

  #release(topic: string, topicId: number, partitionCount: number): void {
    const held = this.#held.get(topic);
    // The record failed meanwhile.
    if (held === undefined) return;
    let failures = 0;
    // The topic counts as held until its last record is released, so that records which the partitioner itself produces
    // to it come behind the others.
    while (held.next < held.records.length) {
      const record = held.records[held.next++]!;
      this.#packer.restore(record.encoded);
      try {
        const partition = record.partition >= 0 ? record.partition : this.#call('produce', topic, partitionCount);
        this.#hooks.release(topicId, partition, record.id, record.timestamp);
      } catch (error) {
        this.#hooks.fail(record.id, undeliverable(topic, error as KafkaError));
        failures++;
      }
    }
    if (this.#held.get(topic) === held) this.#held.delete(topic);
    if (failures > 0) this.#hooks.failed();
  }

  #failTopic(topic: string, error: KafkaError): void {
    if (this.#failHeld(topic, () => undeliverable(topic, error)) > 0) this.#hooks.failed();
  }

  #failHeld(topic: string, makeError: () => DeliveryError): number {
    const held = this.#held.get(topic);
    if (held === undefined) return 0;
    this.#held.delete(topic);
    const failing = held.records.slice(held.next);
    held.next = held.records.length;
    for (const record of failing) this.#hooks.fail(record.id, makeError());
    return failing.length;
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

function undeliverable(topic: string, error: KafkaError): DeliveryError {
  // No metadata arrived in time: the same error as without a custom partitioner.
  const isLate = error instanceof TimeoutError && error.errno === 0;
  const unknown = errorNumber(isLate ? 'ERR__TIMED_OUT' : 'ERR__UNKNOWN_TOPIC');
  return new DeliveryError({
    errno: error.errno === 0 ? unknown : error.errno,
    code: error.code === 'ERR_INVALID_ARGUMENT' ? error.code : undefined,
    message: error.message,
    topic,
    partition: -1,
    persisted: 'no',
    cause: isLate ? (error.cause ?? error) : error,
  });
}
