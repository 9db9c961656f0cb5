import type { Command } from 'commander';
import { type AdminCommandOptions, type AdminSession, runAdmin, valuesOf } from '../admin/shared/run-admin';
import { committedByConsumer, ifAnswered } from '../admin/shared/lookups';
import { table } from '../admin/shared/table';
import { Exit } from '../exit';
import { wholeNumber } from '../options';
import { pause } from '../throttle';
import { behindText, LagWatch, trendText, type Pace, type PartitionLag } from './lag-watch';
import { groupNames, type GroupOptions, withGroups } from './group-names';

interface LagOptions extends AdminCommandOptions, GroupOptions {
  watch?: number | true;
  max?: number;
}

interface GroupTotal extends Partial<Pace> {
  groupId: string;
  topic: string;
  partitions: number;
  lag: number;
}

const DEFAULT_SECONDS = 5;

export function register(program: Command): void {
  withGroups(program.command('lag').description('show the lag of groups per topic'))
    .option('--all-groups', 'every group (the default without a name)')
    .option('--watch [seconds]', 'repeat every 5 seconds, or at the given interval', wholeNumber(1))
    .option('--max <n>', 'status 1 if the lag of a group is larger: for health checks', wholeNumber(0))
    .addHelpText(
      'after',
      `
  kafka-napi lag
  kafka-napi lag billing --watch 2
  kafka-napi lag billing --max 10000 -J`,
    )
    .action((names: string[], options: LagOptions) => lag(names, options));
}

function lag(given: readonly string[], options: LagOptions): Promise<void> {
  return runAdmin(options, async (session) => {
    const { out, wait } = session;
    const all = given.length === 0 && options.group === undefined;
    const watch = options.watch === undefined ? undefined : new LagWatch();
    for (;;) {
      const names = await groupNames(session, given, { ...options, allGroups: all || options.allGroups });
      const totals = (await Promise.all(names.map((name) => totalsOf(session, name, watch)))).flat();
      print(session, totals, options);
      await out.pressure();
      if (options.watch === undefined) {
        return totals.some((one) => one.lag > (options.max ?? Infinity)) ? Exit.FAILED : Exit.DONE;
      }
      await pause((options.watch === true ? DEFAULT_SECONDS : options.watch) * 1000, wait.signal);
      if (wait.signal.aborted || out.closed) return Exit.DONE;
    }
  });
}

async function totalsOf(session: AdminSession, groupId: string, watch: LagWatch | undefined): Promise<GroupTotal[]> {
  const { admin, wait } = session;
  const partitions = await ifAnswered<PartitionLag[]>(
    async () => valuesOf(await admin.consumerGroupLag(groupId, { ...wait, settled: true })).values,
    async () =>
      (await committedByConsumer(session, groupId)).map(({ topic, partition, offset, end }) => ({
        ...{ topic, partition, currentOffset: offset, logEndOffset: end },
      })),
  );
  const byTopic = new Map<string, PartitionLag[]>();
  for (const one of partitions) byTopic.set(one.topic, [...(byTopic.get(one.topic) ?? []), one]);
  return Array.from(byTopic, ([topic, own]) => ({
    groupId,
    topic,
    partitions: own.length,
    lag: own.reduce((sum, one) => sum + (one.currentOffset === null ? 0 : one.logEndOffset - one.currentOffset), 0),
    ...watch?.pace(groupId, topic, own, performance.now()),
  }));
}

function print({ out }: AdminSession, totals: readonly GroupTotal[], options: LagOptions): void {
  if (options.json) {
    out.line(JSON.stringify(totals));
    return;
  }
  const watched = options.watch !== undefined;
  if (watched) out.line(new Date().toISOString());
  const rows = totals.map(({ groupId, topic, partitions, lag: records, trend = null, behind = null }) => [
    ...[groupId, topic, partitions, records],
    ...(watched ? [trendText(trend), behindText(behind)] : []),
  ]);
  const heads = ['GROUP', 'TOPIC', 'PARTITIONS', 'LAG', ...(watched ? ['TREND', 'BEHIND'] : [])];
  for (const line of table(heads, rows, [15, 15, 10, 10, 10, 10].slice(0, heads.length))) out.line(line);
}
