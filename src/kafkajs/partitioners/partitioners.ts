import { randomInt } from 'node:crypto';
import type { ICustomPartitioner, PartitionerArgs } from '../types/producer';
import { legacyMurmur2, murmur2 } from './murmur2';

const positive = (value: number): number => value & 0x7fffffff;

/**
 * A given partition is used as it is. A key is hashed over all partitions. Without a key the partitions that have a
 * leader take turns, from a random start.
 */
function partitionerWith(hash: (key: unknown) => number): ICustomPartitioner {
  return () => {
    const turns = new Map<string, number>();
    return ({ topic, partitionMetadata, message }: PartitionerArgs): number => {
      if (message.partition !== null && message.partition !== undefined) return message.partition;
      const { length } = partitionMetadata;
      if (message.key !== null && message.key !== undefined) return positive(hash(message.key)) % length;
      const turn = (turns.get(topic) ?? randomInt(2 ** 32)) + 1;
      turns.set(topic, turn);
      const available = partitionMetadata.filter(({ leader }) => leader >= 0);
      return available.length > 0 ? available[positive(turn) % available.length]!.partitionId : positive(turn) % length;
    };
  };
}

const DefaultPartitioner = partitionerWith(murmur2);

export const Partitioners: {
  DefaultPartitioner: ICustomPartitioner;
  LegacyPartitioner: ICustomPartitioner;
  /** @deprecated The same as DefaultPartitioner. */
  JavaCompatiblePartitioner: ICustomPartitioner;
} = {
  DefaultPartitioner,
  LegacyPartitioner: partitionerWith(legacyMurmur2),
  JavaCompatiblePartitioner: DefaultPartitioner,
};
