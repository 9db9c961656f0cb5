import type { Command } from 'commander';
import { type AdminCommandOptions, type AdminSession, runAdmin, valuesOf } from '../admin/shared/run-admin';
import { committedByConsumer, ifAnswered } from '../admin/shared/lookups';
import { table } from '../admin/shared/table';
import { Exit } from '../exit';
import { complain } from '../io/stderr';
import { wholeNumber } from '../options';
import { pause } from '../throttle';
import { behindText, LagWatch, sumOf, trendText, type Pace, type PartitionLag } from './lag-watch';
import { groupNames, type GroupOptions, withGroups } from './group-names';

interface LagOptions extends AdminCommandOptions, GroupOptions {
  watch?: number | true;
  max?: number;
}

interface GroupTotal extends Partial<Pace> {
  groupId: string;
  topic: string;
  partitions: number;
  /** Partitions with records, but without a committed offset: their lag is not known. */
  uncommitted: number;
  /** Of the others. Null: there are no others. */
  lag: number | null;
}

const DEFAULT_SECONDS = 5;

export function register(program: Command): void {
  withGroups(program.command('lag').description('show the lag of groups per topic'))
    .option('--all-groups', 'every group (the default without a name)')
    .option('--watch [seconds]', 'repeat every 5 seconds, or at the given interval', wholeNumber(1))
    .option('--max <n>', 'status 1 if the lag of a group in a topic is larger: for health checks', wholeNumber(0))
    .addHelpText(
      'after',
      `
A partition with records but without a committed offset has no lag that could be known: "-", or ">12" beside others
whose lag is 12. With --max a line on standard error names it.

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
      const found = await Promise.all(names.map((name) => lagIn(session, name, watch)));
      const totals = found.flatMap((one) => one.totals);
      print(session, totals, options);
      await out.pressure();
      if (options.watch === undefined) {
        const isLarge = options.max !== undefined && isLarger(totals, options.max);
        return isLarge || found.some(({ status }) => status !== Exit.DONE) ? Exit.FAILED : Exit.DONE;
      }
      await pause((options.watch === true ? DEFAULT_SECONDS : options.watch) * 1000, wait.signal);
      if (wait.signal.aborted || out.closed) return Exit.DONE;
    }
  });
}

/** Whether some lag is larger. What is not known is not larger, but it does not pass in silence. */
function isLarger(totals: readonly GroupTotal[], max: number): boolean {
  for (const { groupId, topic, partitions, uncommitted } of totals) {
    if (uncommitted === 0) continue;
    complain(
      `lag: group ${groupId} has no committed offset in ${uncommitted} of ${partitions} partitions of topic ${topic}: ` +
        `their lag is not known, and --max ${max} does not count it`,
    );
  }
  return totals.some(({ lag: records }) => records !== null && records > max);
}

/** The lag of a group in each topic. The status says whether some partition could not be asked. */
async function lagIn(
  session: AdminSession,
  groupId: string,
  watch: LagWatch | undefined,
): Promise<{ totals: GroupTotal[]; status: number }> {
  const { admin, wait } = session;
  const { values: partitions, status } = await ifAnswered<{ values: PartitionLag[]; status: number }>(
    async () => valuesOf(await admin.consumerGroupLag(groupId, { ...wait, settled: true })),
    async () => ({
      values: (await committedByConsumer(session, groupId)).map(({ topic, partition, offset, end }) => ({
        ...{ topic, partition, currentOffset: offset, logEndOffset: end },
      })),
      status: Exit.DONE,
    }),
  );
  const byTopic = new Map<string, PartitionLag[]>();
  for (const one of partitions) byTopic.set(one.topic, [...(byTopic.get(one.topic) ?? []), one]);
  const totals = Array.from(byTopic, ([topic, own]) => {
    const { lag: records, known } = sumOf(own);
    return {
      groupId,
      topic,
      partitions: own.length,
      uncommitted: own.length - known,
      lag: known === 0 ? null : records,
      ...watch?.pace(groupId, topic, own, performance.now()),
    };
  });
  return { totals, status };
}

/** `12`, `>12`: at least that, `-`: not known. */
function lagText({ lag: records, uncommitted }: GroupTotal): string | null {
  if (records === null) return null;
  return uncommitted === 0 ? String(records) : `>${records}`;
}

function print({ out }: AdminSession, totals: readonly GroupTotal[], options: LagOptions): void {
  if (options.json) {
    out.line(JSON.stringify(totals));
    return;
  }
  const watched = options.watch !== undefined;
  if (watched) out.line(new Date().toISOString());
  const rows = totals.map((total) => [
    ...[total.groupId, total.topic, total.partitions, lagText(total)],
    ...(watched ? [trendText(total.trend ?? null), behindText(total.behind ?? null)] : []),
  ]);
  const heads = ['GROUP', 'TOPIC', 'PARTITIONS', 'LAG', ...(watched ? ['TREND', 'BEHIND'] : [])];
  for (const line of table(heads, rows, [15, 15, 10, 10, 10, 10].slice(0, heads.length))) out.line(line);
}
