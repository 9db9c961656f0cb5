import type { Headers } from '../../../index';
import { isPromise } from '../../errors/promises';
import { StreamsError } from '../../errors/streams-errors';
import type { TimestampExtractor } from '../../options/timestamp-extractors';
import { bindSerde } from '../../serdes/bind';
import { readChange, writeChange } from '../../serdes/changes';
import type { BoundSerde, DefaultSerdes } from '../../serdes/serde';
import type { SinkDefinition, SourceDefinition } from '../../topology/definitions';
import type { BytesOrText, InputRecord, RecordCollector } from '../queues/input-record';
import { Windowed } from '../../windows/windowed';
import { serdeOr, WindowedSerde } from '../../windows/windowed-serdes';
import { partitionOf } from './murmur2';
import { Node, type NodeHeaders, type Receiver } from './node';

const noHeaders: Headers = [];

/** Serdes of a source or sink. @throws TopologyError naming the node if there is none. */
function serdesOf(
  definition: SourceDefinition | SinkDefinition,
  defaults: DefaultSerdes,
): { key: BoundSerde; value: BoundSerde } {
  const where = `The ${definition.kind} ${definition.name}`;
  return {
    key: bindSerde(serdeOr(definition.keySerde, defaults.key), true, where),
    value: bindSerde(definition.valueSerde ?? defaults.value, false, where),
  };
}

/** A text stays one: the producer writes its bytes to where they are needed. */
const written = (serde: BoundSerde, topic: string, data: unknown, headers: Headers): BytesOrText | null =>
  serde.text ? serde.text(data) : serde.serialize(topic, data, headers);

/** A record of a source, deserialized. */
export interface HeadRecord {
  readonly raw: InputRecord;
  readonly timestamp: number;
  readonly key: unknown;
  readonly value: unknown;
  readonly old: unknown;
}

/** Begins a subtopology: its records come from topics. */
export class SourceNode extends Node {
  /** What the records of its topics go to first. */
  entry: Receiver = this;
  readonly timestampExtractor: TimestampExtractor;
  readonly #serdes: { key: BoundSerde; value: BoundSerde };
  readonly #hasChanges: boolean;

  constructor(definition: SourceDefinition, defaults: DefaultSerdes, extractor: TimestampExtractor) {
    super(definition.name);
    this.#serdes = serdesOf(definition, defaults);
    this.#hasChanges = definition.hasChanges;
    this.timestampExtractor = definition.timestampExtractor ?? extractor;
  }

  /** The record with its own time. @throws whatever the serdes throw. */
  read(raw: InputRecord): HeadRecord {
    const { topic, headers, timestamp } = raw;
    const { key: keySerde, value: valueSerde } = this.#serdes;
    const readKey = raw.keyText && keySerde.text ? raw.keyText() : this.#readKey(raw);
    if (raw.valueText && valueSerde.text && !this.#hasChanges)
      return { raw, timestamp, key: readKey, value: raw.valueText(), old: null };
    const { value } = raw;
    if (value === null) return { raw, timestamp, key: readKey, value: null, old: null };
    if (!this.#hasChanges) {
      const readValue = valueSerde.deserialize(topic, value, headers);
      return { raw, timestamp, key: readKey, value: readValue, old: null };
    }
    const [next, old] = readChange(valueSerde, topic, value);
    return { raw, timestamp, key: readKey, value: next, old };
  }

  #readKey({ topic, key, headers }: InputRecord): unknown {
    return key === null ? null : this.#serdes.key.deserialize(topic, key, headers);
  }

  process(key: unknown, value: unknown, old: unknown, timestamp: number, headers: NodeHeaders): void {
    this.forward(key, value, old, timestamp, headers);
  }
}

/** Ends a path: its records go to a topic. */
export class SinkNode extends Node {
  readonly #definition: SinkDefinition;
  readonly #serdes: { key: BoundSerde; value: BoundSerde };
  readonly #collector: RecordCollector;
  /** The full name; undefined: a function names it. */
  readonly #fixedTopic: string | undefined;
  /** Where windows go to the partition of their key. */
  readonly #windowed: WindowedSerde<unknown> | undefined;

  /** `topicOf`: the full name of an internal topic. */
  constructor(
    definition: SinkDefinition,
    defaults: DefaultSerdes,
    collector: RecordCollector,
    topicOf: (topic: string) => string,
  ) {
    super(definition.name);
    this.#definition = definition;
    this.#serdes = serdesOf(definition, defaults);
    this.#collector = collector;
    const { topic } = definition;
    this.#fixedTopic = typeof topic === 'string' ? topicOf(topic) : undefined;
    const keySerde = serdeOr(definition.keySerde, defaults.key);
    if (definition.partitionsByInnerKey && keySerde instanceof WindowedSerde) this.#windowed = keySerde;
  }

  /** As in Java, what it throws is an error of the node before it, which does not go on to its other children. */
  override receive(key: unknown, value: unknown, old: unknown, timestamp: number, headers: NodeHeaders): void {
    this.process(key, value, old, timestamp, headers);
  }

  process(key: unknown, value: unknown, old: unknown, timestamp: number, headers: NodeHeaders): void {
    const passed = headers ?? noHeaders;
    const topic = this.#fixedTopic ?? this.#topic(key, value, timestamp, passed);
    const partitions = this.#partitions(topic, key, value);
    if (partitions?.length === 0) return this.environment.dropped();
    let rawKey: BytesOrText | null = null;
    let rawValue: BytesOrText | null;
    let origin: 'KEY' | 'VALUE' = 'KEY';
    try {
      if (key !== null) rawKey = written(this.#serdes.key, topic, key, passed);
      origin = 'VALUE';
      rawValue = this.#value(topic, value, old, passed);
    } catch (error) {
      return this.environment.unserialized(this, error, { topic, key, value, timestamp, headers }, origin);
    }
    const record = { topic, key: rawKey, value: rawValue, timestamp, headers: passed, partition: undefined };
    if (partitions === undefined) return this.#collector.send(record, this.name);
    for (const partition of partitions) this.#collector.send({ ...record, partition }, this.name);
  }

  #value(topic: string, value: unknown, old: unknown, headers: Headers): BytesOrText | null {
    if (this.#definition.hasChanges) return writeChange(this.#serdes.value, topic, value, old);
    return value === null ? null : written(this.#serdes.value, topic, value, headers);
  }

  #topic(key: unknown, value: unknown, timestamp: number, headers: Headers): string {
    const topic = this.#definition.topic as Exclude<SinkDefinition['topic'], string>;
    const { topic: source, partition, offset } = this.environment.record;
    const chosen: unknown = topic(key, value, { topic: source, partition, offset, timestamp, headers });
    if (typeof chosen === 'string' && chosen !== '') return chosen;
    if (isPromise(chosen)) Promise.resolve(chosen).catch(() => undefined);
    throw new StreamsError(`${this.name}: its function must return the name of a topic`, { node: this.name });
  }

  #partitions(topic: string, key: unknown, value: unknown): readonly number[] | undefined {
    const { partitioner } = this.#definition;
    if (!partitioner) return this.#windowed && this.#ofInnerKey(this.#windowed, topic, key);
    const count = this.#collector.partitionCount(topic);
    if (count === undefined)
      throw new StreamsError(
        `The number of partitions of ${topic} is not known, so no partitioner can be asked: the topic did not exist ` +
          'at the start, or is named by a function',
        { node: this.name },
      );
    const chosen: unknown = partitioner(topic, key, value, count);
    if (chosen === null || chosen === undefined) return undefined;
    const partitions = [chosen].flat() as number[];
    if (partitions.every((one) => Number.isInteger(one) && one >= 0 && one < count)) return partitions;
    throw new StreamsError(
      `${this.name}: its partitioner must return a partition of ${topic}, 0 to ${count - 1}, a list of some, or null`,
      { node: this.name },
    );
  }

  /** Java's WindowedStreamPartitioner. Where the number of partitions is not known, all bytes of the key decide. */
  #ofInnerKey(serde: WindowedSerde<unknown>, topic: string, key: unknown): readonly number[] | undefined {
    const count = this.#collector.partitionCount(topic);
    if (count === undefined || !(key instanceof Windowed)) return undefined;
    const raw = serde.serializeBaseKey(topic, key);
    return raw ? [partitionOf(raw, count)] : undefined;
  }
}
