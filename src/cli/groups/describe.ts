import type { ConsumerGroupDescription, GroupLag } from '../../index';
import { committedByConsumer, ifAnswered } from '../admin/shared/lookups';
import { type AdminSession, runAdmin, valuesOf } from '../admin/shared/run-admin';
import { table } from '../admin/shared/table';
import { CommandError, Exit } from '../exit';
import { note } from '../io/stderr';
import { asTool, groupNames, type GroupOptions } from './group-names';

export interface DescribeOptions extends GroupOptions {
  members?: boolean;
  state?: boolean;
  offsets?: boolean;
  verbose?: boolean;
}

const memberColumns = ['GROUP', 'CONSUMER-ID', 'HOST', 'CLIENT-ID', '#PARTITIONS'];
const stateColumns = ['GROUP', 'COORDINATOR (ID)', 'ASSIGNMENT-STRATEGY', 'STATE', '#MEMBERS'];
const lagColumns = [
  'GROUP',
  'TOPIC',
  'PARTITION',
  'CURRENT-OFFSET',
  'LOG-END-OFFSET',
  'LAG',
  'CONSUMER-ID',
  'HOST',
  'CLIENT-ID',
];
const lagWidths = [15, 15, 10, 15, 15, 15, 15, 15, 15];

export function describe(given: readonly string[], options: DescribeOptions): Promise<void> {
  return runAdmin(options, async (session) => {
    const { admin, out, wait } = session;
    const names = await groupNames(session, given, options);
    const { values: groups, status } = await ifAnswered<{
      values: ConsumerGroupDescription[] | undefined;
      status: number;
    }>(
      async () => valuesOf(await admin.describeConsumerGroups(names, { ...wait, settled: true })),
      async () => ({ values: undefined, status: Exit.DONE }),
    );
    if (groups === undefined) {
      if (options.members || options.state) throw new CommandError('this broker does not report members and states');
      return describeByOffsets(session, names, options);
    }
    if (options.members || options.state) {
      const lines = options.members ? memberLines(groups, options.verbose === true) : stateLines(groups);
      if (options.json) out.line(JSON.stringify(groups));
      else for (const line of lines) out.line(line);
      return status;
    }
    const described = await Promise.all(
      groups.map(async (group) => {
        const lag = valuesOf(await admin.consumerGroupLag(group.groupId, { ...wait, settled: true }));
        const epochs = options.verbose ? await epochsOf(session, group.groupId) : undefined;
        return { group, offsets: lag.values, status: lag.status, epochs };
      }),
    );
    if (options.json) out.line(JSON.stringify(described.map(({ group, offsets }) => ({ ...group, offsets }))));
    for (const { group, offsets, epochs } of options.json ? [] : described) {
      if (group.members.length === 0) note(`Consumer group '${group.groupId}' has no active members.`);
      out.line('');
      for (const line of table(
        withEpoch(lagColumns, epochs && 'LEADER-EPOCH'),
        offsets.map((one) => withEpoch(lagRow(group.groupId, one), epochs && (epochs.get(keyOf(one)) ?? '-'))),
        withEpoch(lagWidths, epochs && EPOCH_WIDTH),
      ))
        out.line(line);
    }
    return Math.max(status, ...described.map((one) => one.status));
  });
}

/** `--verbose`: a column after the partition. */
function withEpoch<T>(row: readonly T[], epoch: T | undefined): T[] {
  return epoch === undefined ? [...row] : [...row.slice(0, 3), epoch, ...row.slice(3)];
}

const EPOCH_WIDTH = 15;
const keyOf = ({ topic, partition }: { topic: string; partition: number }): string => `${topic}/${partition}`;

/** Leader epochs of the committed offsets. */
async function epochsOf({ admin, wait }: AdminSession, groupId: string): Promise<Map<string, unknown>> {
  const offsets = await admin.listConsumerGroupOffsets(groupId, wait);
  return new Map(offsets.map((one) => [keyOf(one), one.leaderEpoch]));
}

function lagRow(group: string, one: GroupLag): unknown[] {
  return [
    group,
    one.topic,
    one.partition,
    one.currentOffset,
    one.logEndOffset,
    one.lag,
    one.consumerId,
    one.host,
    one.clientId,
  ];
}

function memberLines(groups: readonly ConsumerGroupDescription[], verbose: boolean): string[] {
  const rows = groups.flatMap(({ groupId, members }) =>
    members.map((one) => [
      groupId,
      one.consumerId,
      one.host,
      one.clientId,
      one.assignment.topicPartitions.length,
      ...(verbose ? [assignmentText(one.assignment.topicPartitions)] : []),
    ]),
  );
  return table(verbose ? [...memberColumns, 'ASSIGNMENT'] : memberColumns, rows, [15, 15, 15, 15, 15]);
}

function stateLines(groups: readonly ConsumerGroupDescription[]): string[] {
  const rows = groups.map(({ groupId, coordinator, partitionAssignor, groupState, members }) => [
    groupId,
    coordinator && `${coordinator.host}:${coordinator.port} (${coordinator.id})`,
    partitionAssignor,
    asTool(groupState),
    members.length,
  ]);
  return table(stateColumns, rows, [15, 25, 20, 20, 15]);
}

/** `orders(0,1), users(3)`, as Kafka's tool prints an assignment. */
function assignmentText(partitions: readonly { topic: string; partition: number }[]): string {
  const byTopic = new Map<string, number[]>();
  for (const { topic, partition } of partitions) byTopic.set(topic, [...(byTopic.get(topic) ?? []), partition]);
  return [...byTopic].map(([topic, list]) => `${topic}(${list.sort((a, b) => a - b).join(',')})`).join(', ');
}

/** The development broker knows offsets, but no members. */
async function describeByOffsets(
  session: AdminSession,
  names: readonly string[],
  options: DescribeOptions,
): Promise<number> {
  const groups = await Promise.all(
    names.map(async (groupId) => ({ groupId, offsets: await committedByConsumer(session, groupId) })),
  );
  const described = groups.map(({ groupId, offsets }) => ({
    groupId,
    offsets: offsets.map(({ topic, partition, offset, end }) => ({
      topic,
      partition,
      currentOffset: offset,
      logEndOffset: end,
      lag: end - offset,
      consumerId: null,
      host: null,
      clientId: null,
    })),
  }));
  if (options.json) session.out.line(JSON.stringify(described));
  for (const { groupId, offsets } of options.json ? [] : described) {
    session.out.line('');
    const rows = offsets.map((one) => lagRow(groupId, one));
    for (const line of table(lagColumns, rows, lagWidths)) session.out.line(line);
  }
  return Exit.DONE;
}
