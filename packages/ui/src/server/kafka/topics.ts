import type { AdminClient, Outcome, OffsetSpec, ListedOffset, TopicPartitionInfo } from 'kafka-napi';
import type {
  ElectionRequest,
  PartitionResult,
  PartitionsAdd,
  PurgeRequest,
  PurgeResult,
  TopicCreate,
  TopicCreated,
} from '../../shared/admin-api';
import type { Page, PartitionRow, TopicRow } from '../../shared/api';
import { FaultError } from '../../shared/fault-error';
import { faultOf } from '../fault';
import { checkConfirmed, int64Of, int64OrNull, isUnsupported, offsetOf, partitionResults, valueOf } from './outcomes';

interface TopicShape {
  name: string;
  topicId: string;
  internal: boolean;
  partitions: { partition: number; leader: number | null; replicas: number[]; isr: number[] }[];
}

/** Topics and partitions: what one asks about one of them, and what changes them. */
export class Topics {
  readonly #admin: AdminClient;

  constructor(admin: AdminClient) {
    this.#admin = admin;
  }

  /**
   * One topic, as it is now. A question by name that the development broker does not answer is asked of the whole
   * cluster, which makes no topic; asking for the metadata of one name could.
   */
  async describe(name: string, signal: AbortSignal): Promise<TopicShape> {
    try {
      const [outcome] = await this.#admin.describeTopics([name], { settled: true, signal });
      const { topicId, isInternal, partitions } = valueOf(outcome);
      return { name, topicId, internal: isInternal, partitions: partitions.map(partitionOf) };
    } catch (error) {
      if (!isUnsupported(error)) throw error;
    }
    const found = (await this.#admin.metadata(null, { signal })).topics.find(({ topic }) => topic === name);
    if (found === undefined) throw noSuchTopic(name);
    const partitions = found.partitions.map(({ partition, leader, replicas, isrs }) => ({
      partition,
      leader: leader >= 0 ? leader : null,
      replicas,
      isr: isrs,
    }));
    return { name, topicId: '', internal: name.startsWith('__'), partitions };
  }

  /** As a row of the list, of a topic that the sampler has not seen yet. */
  async row(name: string, signal: AbortSignal): Promise<TopicRow> {
    const { topicId, internal, partitions } = await this.describe(name, signal);
    const counts = partitions.map(({ replicas }) => replicas.length);
    return {
      name,
      topicId,
      internal,
      partitions: partitions.length,
      replicas: [Math.min(...counts), Math.max(...counts)],
      underReplicated: partitions.filter(({ isr, replicas }) => isr.length < replicas.length).length,
      offline: partitions.filter(({ leader }) => leader === null).length,
      records: null,
      perSec: null,
      cleanup: null,
    };
  }

  async partitions(name: string, offset: number, limit: number, signal: AbortSignal): Promise<Page<PartitionRow>> {
    const { partitions } = await this.describe(name, signal);
    const shown = partitions.slice(offset, offset + limit);
    const ask = (spec: OffsetSpec, isCommitted = false): Promise<Outcome<ListedOffset>[]> =>
      this.#admin.listOffsets(
        shown.map(({ partition }) => ({ topic: name, partition, spec })),
        { settled: true, signal, isolationLevel: isCommitted ? 'READ_COMMITTED' : 'READ_UNCOMMITTED' },
      );
    const [earliest, latest, lastStable, first] = await Promise.all([
      ask('earliest'),
      ask('latest'),
      ask('latest', true),
      ask({ timestamp: 0 }).catch((error: unknown) => {
        if (isUnsupported(error)) return [];
        throw error;
      }),
    ]);
    const items = shown.map((partition, i): PartitionRow => {
      const failed = [earliest[i]!, latest[i]!, lastStable[i]!].find(({ status }) => status === 'rejected');
      return {
        ...partition,
        earliest: offsetIn(earliest[i]),
        latest: offsetIn(latest[i]),
        lastStable: offsetIn(lastStable[i]),
        firstRecord: offsetIn(first[i]),
        ...(failed?.status === 'rejected' ? { fault: faultOf(failed.reason) } : {}),
      };
    });
    return { items, total: partitions.length, offset, sampledAt: Date.now() };
  }

  /** Made with the broker's own defaults for what is not given. */
  async create({ name, partitions, replicationFactor, configs, validateOnly }: TopicCreate): Promise<TopicCreated> {
    const topic = { name, numPartitions: partitions, replicationFactor, configs };
    const [outcome] = await this.#admin.createTopics([topic], { settled: true, validateOnly: validateOnly === true });
    const made = valueOf(outcome);
    return {
      name,
      topicId: made.topicId,
      partitions: made.numPartitions,
      replicationFactor: made.replicationFactor,
    };
  }

  async delete(name: string, typed: string): Promise<void> {
    checkConfirmed(typed, name);
    const [outcome] = await this.#admin.deleteTopics([name], { settled: true });
    valueOf(outcome);
  }

  async addPartitions(name: string, { totalCount, confirm }: PartitionsAdd): Promise<void> {
    checkConfirmed(confirm, name);
    const [outcome] = await this.#admin.createPartitions([{ name, totalCount }], { settled: true });
    valueOf(outcome);
  }

  /** Removes the records below these offsets, for ever. */
  async purge(name: string, { before, confirm }: PurgeRequest): Promise<PurgeResult[]> {
    checkConfirmed(confirm, name);
    const records = before.map(({ partition, offset }, i) => ({
      topic: name,
      partition,
      beforeOffset: offset === 'end' ? ('end' as const) : offsetOf(offset, `before[${i}].offset`),
    }));
    const outcomes = await this.#admin.deleteRecords(records, { settled: true });
    return partitionResults(records, outcomes, ({ lowWatermark }) => ({ lowWatermark: int64Of(lowWatermark) }));
  }

  /** A partition whose preferred replica leads already is no fault. */
  async elect({ partitions }: ElectionRequest): Promise<PartitionResult[]> {
    const outcomes = await this.#admin.electLeaders('PREFERRED', partitions, { settled: true });
    return partitionResults(partitions, outcomes, () => ({})).map(({ topic, partition, fault }) =>
      fault === undefined || fault.kafka === 'ERR_ELECTION_NOT_NEEDED'
        ? { topic, partition }
        : { topic, partition, fault },
    );
  }
}

export function noSuchTopic(name: string): FaultError {
  return FaultError.of('NOT_FOUND', `There is no topic ${name}, or this user may not see it`);
}

function partitionOf({ partition, leader, replicas, isr }: TopicPartitionInfo): TopicShape['partitions'][number] {
  return {
    partition,
    leader: leader?.id ?? null,
    replicas: replicas.map(({ id }) => id),
    isr: isr.map(({ id }) => id),
  };
}

function offsetIn(outcome: Outcome<ListedOffset> | undefined): string | null {
  return outcome?.status === 'fulfilled' ? int64OrNull(outcome.value.offset) : null;
}
