import { construct } from '../../user-code/user-code';
import { invalidValue } from '../invalid';
import type { NativePartitionerName, PartitionerFunction } from './option-types';

/** How a record without a partition gets one. */
export type ResolvedPartitioner =
  /** The addon does it as Java does: murmur2 of the key, sticky without a key. */
  | { readonly kind: 'java'; readonly ignoreKeys: boolean }
  /** librdkafka does it. */
  | { readonly kind: 'native'; readonly name: NativePartitionerName }
  | { readonly kind: 'function'; readonly partition: PartitionerFunction; readonly close: () => void };

const property = 'partitioner.class';

const nativeNames: readonly NativePartitionerName[] = [
  'random',
  'consistent',
  'consistent_random',
  'murmur2',
  'murmur2_random',
  'fnv1a',
  'fnv1a_random',
];

/** One partition of the topic after the other, regardless of keys. */
function roundRobin(): PartitionerFunction {
  const next = new Map<string, number>();
  return (topic, _key, _value, partitionCount) => {
    const turn = next.get(topic) ?? 0;
    next.set(topic, turn + 1);
    return turn % partitionCount;
  };
}

/** Default: Java's own, which with `ignoreKeys` treats every record as one without a key. */
export function resolvePartitioner(option: unknown, ignoreKeys: boolean): ResolvedPartitioner {
  if (option === null) return { kind: 'java', ignoreKeys };
  if (typeof option === 'string') {
    if (option === 'org.apache.kafka.clients.producer.RoundRobinPartitioner')
      return { kind: 'function', partition: roundRobin(), close() {} };
    const name = nativeNames.find((candidate) => candidate === option);
    if (name) return { kind: 'native', name };
    throw invalidValue(
      property,
      option,
      `Must be org.apache.kafka.clients.producer.RoundRobinPartitioner, one of ${nativeNames.join(', ')}, or a function`,
    );
  }
  const isClass =
    typeof option === 'function' &&
    typeof (option as { prototype?: { partition?: unknown } }).prototype?.partition === 'function';
  const partitioner = isClass ? construct(option as new () => unknown) : option;
  if (typeof partitioner === 'function')
    return { kind: 'function', partition: partitioner as PartitionerFunction, close() {} };
  const { partition, close } = partitioner as { partition?: unknown; close?: unknown };
  if (typeof partition !== 'function')
    throw invalidValue(property, option, 'Expected a function, or an object or class with partition()');
  return {
    kind: 'function',
    partition: (partition as PartitionerFunction).bind(partitioner),
    close: () => {
      if (typeof close === 'function') close.call(partitioner);
    },
  };
}
