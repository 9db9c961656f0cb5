import type { Command } from 'commander';
import { type AdminCommandOptions, type AdminSession, runAdmin, valuesOf } from '../admin/shared/run-admin';
import { committedByConsumer, ifAnswered } from '../admin/shared/lookups';
import { table } from '../admin/shared/table';
import { Exit } from '../exit';
import { wholeNumber } from '../options';
import { pause } from '../throttle';
import { groupNames, type GroupOptions, withGroups } from './group-names';

interface LagOptions extends AdminCommandOptions, GroupOptions {
  watch?: number | true;
  max?: number;
}

interface GroupTotal {
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
    for (;;) {
      const names = await groupNames(session, given, { ...options, allGroups: all || options.allGroups });
      const totals = (await Promise.all(names.map((name) => totalsOf(session, name)))).flat();
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

async function totalsOf(session: AdminSession, groupId: string): Promise<GroupTotal[]> {
  const { admin, wait } = session;
  const partitions = await ifAnswered<{ topic: string; lag: number | null }[]>(
    async () => valuesOf(await admin.consumerGroupLag(groupId, { ...wait, settled: true })).values,
    async () =>
      (await committedByConsumer(session, groupId)).map(({ topic, offset, end }) => ({ topic, lag: end - offset })),
  );
  const byTopic = new Map<string, GroupTotal>();
  for (const { topic, lag: behind } of partitions) {
    const total = byTopic.get(topic) ?? { groupId, topic, partitions: 0, lag: 0 };
    total.partitions++;
    total.lag += behind ?? 0;
    byTopic.set(topic, total);
  }
  return [...byTopic.values()];
}

function print({ out }: AdminSession, totals: readonly GroupTotal[], options: LagOptions): void {
  if (options.json) {
    out.line(JSON.stringify(totals));
    return;
  }
  if (options.watch !== undefined) out.line(new Date().toISOString());
  const rows = totals.map((one) => [one.groupId, one.topic, one.partitions, one.lag]);
  for (const line of table(['GROUP', 'TOPIC', 'PARTITIONS', 'LAG'], rows, [15, 15, 10, 10])) out.line(line);
}
