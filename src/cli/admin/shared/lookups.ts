import { Consumer, type TopicDescription } from '../../../index';
import { Exit, usageError } from '../../exit';
import { complain } from '../../io/stderr';
import { type AdminSession, isCode, valuesOf } from './run-admin';

/** Enough for a consumer that only requests offsets. */
const CLOSE_MS = 1000;

/**
 * Falls back to requests that brokers without administration (the development broker, and versions before these
 * requests) do answer: metadata, offsets of partitions, offsets of a group.
 */
export async function ifAnswered<T>(ask: () => Promise<T>, otherwise: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (!isCode(error, 'ERR__UNSUPPORTED_FEATURE') && !isCode(error, 'ERR_UNSUPPORTED_VERSION')) throw error;
    return otherwise();
  }
}

/** Kafka's own topics, if a broker does not mark them as internal. */
const isInternalName = (name: string): boolean => name.startsWith('__');

/** Names of topics, sorted. */
export async function topicNames({ admin, wait }: AdminSession, listInternal: boolean): Promise<string[]> {
  const known = async (): Promise<string[]> => (await admin.metadata(null, wait)).topics.map(({ topic }) => topic);
  // Which ones are internal is known only by a second request.
  const names = listInternal
    ? await known()
    : await ifAnswered(
        async () => (await admin.listTopics(wait)).map(({ name }) => name),
        async () => (await known()).filter((name) => !isInternalName(name)),
      );
  return names.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

/** Descriptions of the existing topics. For each missing one a line on stderr. */
export async function describedTopics(
  { admin, wait }: AdminSession,
  names: readonly string[],
): Promise<{ values: TopicDescription[]; status: number }> {
  if (names.length === 0) return { values: [], status: Exit.DONE };
  return ifAnswered(
    async () => valuesOf(await admin.describeTopics(names, { ...wait, settled: true })),
    async () => {
      const { topics, brokers } = await admin.metadata([...names], wait);
      const nodes = new Map(brokers.map(({ id, host, port }) => [id, { id, host, port, rack: null }]));
      const node = (id: number): TopicDescription['partitions'][number]['replicas'][number] =>
        nodes.get(id) ?? { id, host: '', port: -1, rack: null };
      let status: number = Exit.DONE;
      for (const { topic, errno } of topics) {
        if (errno === 0) continue;
        complain(`topic ${topic}: error ${errno}`);
        status = Exit.FAILED;
      }
      const values = topics
        .filter(({ errno }) => errno === 0)
        .map(({ topic, partitions }) => ({
          name: topic,
          topicId: '',
          isInternal: isInternalName(topic),
          partitions: partitions
            .map(({ partition, leader, replicas, isrs }) => ({
              partition,
              leader: leader === -1 ? null : node(leader),
              replicas: replicas.map(node),
              isr: isrs.map(node),
            }))
            .sort((a, b) => a.partition - b.partition),
          authorizedOperations: null,
        }));
      return { values, status };
    },
  );
}

interface TopicPartition {
  topic: string;
  partition: number;
}

/** First or last offsets, and those at a time, if the broker does not answer the admin request. */
export async function offsetsByConsumer(
  { properties, wait }: AdminSession,
  partitions: readonly TopicPartition[],
  at: 'earliest' | 'latest' | number,
): Promise<(TopicPartition & { offset: number | null })[]> {
  return withConsumer(properties, {}, async (consumer) => {
    if (at === 'earliest') return consumer.beginningOffsets([...partitions], wait);
    if (at === 'latest') return consumer.endOffsets([...partitions], wait);
    const found = await consumer.offsetsForTimes(
      partitions.map((partition) => ({ ...partition, timestamp: at })),
      wait,
    );
    return partitions.map((partition, index) => ({ ...partition, offset: found[index]?.offset ?? null }));
  });
}

/** A group's committed offsets of all partitions of all topics, if the broker does not answer the admin request. */
export async function committedByConsumer(
  session: AdminSession,
  groupId: string,
): Promise<(TopicPartition & { offset: number; end: number })[]> {
  const { properties, wait } = session;
  const topics = await describedTopics(session, await topicNames(session, false));
  const all = topics.values.flatMap(({ name, partitions }) =>
    partitions.map(({ partition }) => ({ topic: name, partition })),
  );
  return withConsumer(properties, { 'group.id': groupId }, async (consumer) => {
    const committed = (await consumer.committed(all, wait)).filter(({ offset }) => offset !== null);
    const ends = await consumer.endOffsets(
      committed.map(({ topic, partition }) => ({ topic, partition })),
      wait,
    );
    return committed.map(({ topic, partition, offset }, index) => ({
      topic,
      partition,
      offset: offset as number,
      end: ends[index]?.offset as number,
    }));
  });
}

async function withConsumer<T>(
  properties: Record<string, string>,
  more: Record<string, string>,
  work: (consumer: Consumer) => Promise<T>,
): Promise<T> {
  const consumer = new Consumer({ ...properties, 'allow.auto.create.topics': 'false', ...more });
  try {
    return await work(consumer);
  } finally {
    await consumer.close({ timeoutMs: CLOSE_MS });
  }
}

/** Java's IncludeList: the whole name must match; commas separate patterns. */
export function pattern(flag: string, text: string): RegExp {
  const source = text
    .trim()
    .replace(/,/g, '|')
    .replace(/^["']+|["']+$/g, '');
  try {
    return new RegExp(`^(?:${source})$`);
  } catch (error) {
    throw usageError(`${flag} ${text}: ${(error as Error).message}`);
  }
}

/**
 * The topics for a command. Kafka's tools accept regular expressions here. A name without any of `* + ? | ( ) [ ] { } ^
 * $ \ ,` means only that topic: its dots are literal.
 */
export async function meantTopics(session: AdminSession, given: readonly string[]): Promise<string[]> {
  const isPattern = (text: string): boolean => /[*+?|()[\]{}^$\\,]/.test(text);
  const patterns = given.filter(isPattern).map((text) => pattern('--topic', text));
  const found =
    patterns.length === 0
      ? []
      : (await topicNames(session, true)).filter((name) => patterns.some((one) => one.test(name)));
  return [...new Set([...given.filter((text) => !isPattern(text)), ...found])];
}
