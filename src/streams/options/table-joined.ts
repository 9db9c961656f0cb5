import type { StreamPartitioner } from './produced';

/** The name of a foreign-key join, and how its two topics are partitioned. Java's TableJoined. */
export interface TableJoinedOptions<K = unknown, KO = unknown> {
  /** Of the processors, the two topics and the store of subscriptions. Default: generated. */
  readonly name?: string | undefined;
  /**
   * As the topic of the left table is partitioned, by its key; the value is null. It must name one partition, or null
   * for the default. Default: the partition that the left record came from.
   */
  readonly partitioner?: StreamPartitioner<K, null> | undefined;
  /** As the topic of the right table is partitioned, by its key. Default: by a hash of the key's bytes. */
  readonly otherPartitioner?: StreamPartitioner<KO, null> | undefined;
}

/** The options of a foreign-key join as an immutable object with Java's methods. */
export class TableJoined<K = unknown, KO = unknown> implements TableJoinedOptions<K, KO> {
  readonly name: string | undefined;
  readonly partitioner: StreamPartitioner<K, null> | undefined;
  readonly otherPartitioner: StreamPartitioner<KO, null> | undefined;

  constructor({ name, partitioner, otherPartitioner }: TableJoinedOptions<K, KO> = {}) {
    this.name = name;
    this.partitioner = partitioner;
    this.otherPartitioner = otherPartitioner;
  }

  static with<K, KO>(
    partitioner?: StreamPartitioner<K, null>,
    otherPartitioner?: StreamPartitioner<KO, null>,
  ): TableJoined<K, KO> {
    return new TableJoined({ partitioner, otherPartitioner });
  }

  static as<K, KO>(name: string): TableJoined<K, KO> {
    return new TableJoined({ name });
  }

  withName(name: string): TableJoined<K, KO> {
    return new TableJoined({ ...this, name });
  }

  withPartitioner(partitioner: StreamPartitioner<K, null>): TableJoined<K, KO> {
    return new TableJoined({ ...this, partitioner });
  }

  withOtherPartitioner(otherPartitioner: StreamPartitioner<KO, null>): TableJoined<K, KO> {
    return new TableJoined({ ...this, otherPartitioner });
  }
}
