import type { ResourceConfig, TopicDescription, TopicPartitionInfo } from '../../index';
import { CommandError, Exit } from '../exit';
import { describedTopics, ifAnswered, meantTopics, pattern, topicNames } from './shared/lookups';
import { type AdminCommandOptions, type AdminSession, runAdmin } from './shared/run-admin';

export interface NameOptions extends AdminCommandOptions {
  topic?: string[];
}

export interface ListOptions extends NameOptions {
  excludeInternal?: boolean;
}

export interface DescribeOptions extends ListOptions {
  underReplicated?: boolean;
  underReplicatedPartitions?: boolean;
  unavailablePartitions?: boolean;
  underMinIsrPartitions?: boolean;
  atMinIsrPartitions?: boolean;
  topicsWithOverrides?: boolean;
  topicId?: string;
  ifExists?: boolean;
}

export function list(options: ListOptions): Promise<void> {
  return runAdmin(options, async (session) => {
    const patterns = options.topic?.map((text) => pattern('--topic', text));
    const names = (await topicNames(session, options.excludeInternal !== true)).filter(
      (name) => patterns?.some((one) => one.test(name)) ?? true,
    );
    if (!options.json) {
      for (const name of names) session.out.line(name);
      return;
    }
    const listings = await ifAnswered(
      () => session.admin.listTopics({ ...session.wait, listInternal: true }),
      async () => names.map((name) => ({ name })),
    );
    session.out.line(JSON.stringify(listings.filter(({ name }) => names.includes(name))));
  });
}

export function describe(given: readonly string[], options: DescribeOptions): Promise<void> {
  return runAdmin(options, async (session) => {
    const { out } = session;
    const { topics: found, status } = await topicsOf(session, given, options);
    const configs = needsConfigs(options) ? await configsOf(session, found) : new Map<string, ResourceConfig>();
    const isWanted = filterOf(options, configs);
    const topics = isWanted
      ? found.map((topic) => ({ ...topic, partitions: topic.partitions.filter((one) => isWanted(topic.name, one)) }))
      : found;
    const shown = topics.filter(
      ({ name, partitions }) =>
        (isWanted === undefined || partitions.length > 0) &&
        (!options.topicsWithOverrides || overridesOf(configs.get(name)).length > 0),
    );
    if (options.json) {
      out.line(JSON.stringify(shown));
      return status;
    }
    for (const topic of shown) {
      if (!isWanted) out.line(topicLine(topic, configs.get(topic.name)));
      if (options.topicsWithOverrides) continue;
      for (const partition of topic.partitions) out.line(partitionLine(topic.name, partition));
    }
    return status;
  });
}

async function topicsOf(
  session: AdminSession,
  given: readonly string[],
  options: DescribeOptions,
): Promise<{ topics: TopicDescription[]; status: number }> {
  const asked = [...new Set([...given, ...(options.topic ?? [])])];
  const names =
    asked.length === 0 || options.topicId !== undefined
      ? await topicNames(session, options.excludeInternal !== true)
      : await meantTopics(session, asked);
  const known = options.ifExists ? new Set(await topicNames(session, true)) : undefined;
  const existing = known === undefined ? names : names.filter((name) => known.has(name));
  if (existing.length === 0 && asked.length > 0 && !options.ifExists) {
    throw new CommandError(`Topic '${asked.join(', ')}' does not exist as expected`);
  }
  const { values, status } = await describedTopics(session, existing);
  const { topicId } = options;
  const topics = topicId === undefined ? values : values.filter((topic) => topic.topicId === topicId);
  if (topicId !== undefined && topics.length === 0 && !options.ifExists) {
    throw new CommandError(`TopicId '${topicId}' does not exist as expected`, Exit.FAILED);
  }
  return { topics, status };
}

/** Options that select partitions: then only partition lines are printed. */
const choosesPartitions = (options: DescribeOptions): boolean =>
  [
    options.underReplicated,
    options.underReplicatedPartitions,
    options.unavailablePartitions,
    options.underMinIsrPartitions,
    options.atMinIsrPartitions,
  ].some((one) => one === true);

const needsConfigs = (options: DescribeOptions): boolean =>
  options.underMinIsrPartitions === true ||
  options.atMinIsrPartitions === true ||
  options.topicsWithOverrides === true ||
  (options.json !== true && !choosesPartitions(options));

/** Empty for brokers that do not report configurations. */
async function configsOf(
  { admin, wait }: AdminSession,
  topics: readonly TopicDescription[],
): Promise<Map<string, ResourceConfig>> {
  if (topics.length === 0) return new Map();
  const resources = topics.map(({ name }) => ({ type: 'TOPIC' as const, name }));
  const configs = await ifAnswered<ResourceConfig[]>(
    () => admin.describeConfigs(resources, wait),
    async () => [],
  );
  return new Map(configs.map((config) => [config.name, config]));
}

/** undefined: all partitions, with a line for each topic. */
function filterOf(
  options: DescribeOptions,
  configs: ReadonlyMap<string, ResourceConfig>,
): ((topic: string, partition: TopicPartitionInfo) => boolean) | undefined {
  if (!choosesPartitions(options)) return undefined;
  const least = (topic: string): number =>
    Number(configs.get(topic)?.entries.find(({ name }) => name === 'min.insync.replicas')?.value ?? 1);
  const tests: ((topic: string, partition: TopicPartitionInfo) => boolean)[] = [];
  if (options.underReplicated || options.underReplicatedPartitions)
    tests.push((_topic, { isr, replicas }) => isr.length < replicas.length);
  if (options.unavailablePartitions) tests.push((_topic, { leader }) => leader === null);
  if (options.underMinIsrPartitions) tests.push((topic, { isr }) => isr.length < least(topic));
  if (options.atMinIsrPartitions) tests.push((topic, { isr }) => isr.length === least(topic));
  return (topic, partition) => tests.some((test) => test(topic, partition));
}

const overridesOf = (config: ResourceConfig | undefined): string[] =>
  (config?.entries ?? []).filter(({ isDefault }) => !isDefault).map(({ name, value }) => `${name}=${String(value)}`);

function topicLine(topic: TopicDescription, config: ResourceConfig | undefined): string {
  const replicationFactor = topic.partitions[0]?.replicas.length ?? 0;
  return (
    `Topic: ${topic.name}\tTopicId: ${topic.topicId}\tPartitionCount: ${topic.partitions.length}` +
    `\tReplicationFactor: ${replicationFactor}\tConfigs: ${overridesOf(config).join(',')}`
  );
}

/** librdkafka does not report eligible leader replicas: N/A, as Kafka's tool prints for a broker that does not. */
function partitionLine(topic: string, { partition, leader, replicas, isr }: TopicPartitionInfo): string {
  const ids = (nodes: readonly { id: number }[]): string => nodes.map(({ id }) => id).join(',');
  return (
    `\tTopic: ${topic}\tPartition: ${partition}\tLeader: ${leader?.id ?? 'none'}` +
    `\tReplicas: ${ids(replicas)}\tIsr: ${ids(isr)}\tElr: N/A\tLastKnownElr: N/A`
  );
}
