import { type Command, Option } from 'commander';
import type { OffsetReset, ResetRequest } from '../../index';
import { type AdminSession, runAdmin, valuesOf } from '../admin/shared/run-admin';
import { table } from '../admin/shared/table';
import { usageError } from '../exit';
import { note } from '../io/stderr';
import { collect, wholeNumber } from '../options';
import { groupNames, type GroupOptions, withGroups } from './group-names';
import { exportLines, resetsFromFile } from './reset-file';
import { resetTarget, type TargetOptions } from './reset-targets';

interface ResetOptions extends GroupOptions, TargetOptions {
  topic?: string[];
  allTopics?: boolean;
  execute?: boolean;
  dryRun?: boolean;
  export?: boolean;
}

export function registerReset(groups: Command): void {
  withGroups(groups.command('reset-offsets').description('move the offsets of a group without members'))
    .option('--to-earliest', 'to the start of each partition')
    .option('--to-latest', 'to the end')
    .option('--to-current', 'to the current offsets: for --export')
    .option('--to-offset <n>', 'to this offset', wholeNumber(0))
    .option('--shift-by <n>', 'forward by this many, backward if negative', wholeNumber(Number.MIN_SAFE_INTEGER))
    .option('--to-datetime <time>', 'to the first message at this time or later, as 2026-01-31T08:00:00.000 (UTC)')
    .option('--by-duration <duration>', 'to the first message within this time before now, as PT1H or P7D')
    .option(
      '--from-file <file>',
      'to the offsets of this CSV file: topic,partition,offset, optionally preceded by a group',
    )
    .option('--topic <topic>', 'only this topic, or partitions of it as topic:0,1 (repeatable)', collect)
    .option('--all-topics', 'all topics for which the group has offsets (the default)')
    .option('--all-groups', 'of every group')
    .addOption(new Option('--dry-run', 'only show the changes (the default)').conflicts('execute'))
    .option('--export', 'print CSV for --from-file')
    .option('--execute', 'do it')
    .addHelpText(
      'after',
      `
  kafka-napi groups reset-offsets billing --to-earliest --execute
  kafka-napi groups reset-offsets billing --by-duration PT2H --topic orders --execute
  kafka-napi groups reset-offsets billing --to-current --export > offsets.csv`,
    )
    .action((names: string[], options: ResetOptions) => reset(names, options));
}

/** `topic` or `topic:0,1`. */
export function scope(given: readonly string[] | undefined): Pick<ResetRequest, 'topics' | 'partitions'> {
  if (given === undefined) return {};
  const parsed = given.map((text) => {
    const [, topic, list] = /^([^:]+)(?::(\d+(?:,\d+)*))?$/.exec(text) ?? [];
    if (topic === undefined) throw usageError(`--topic ${text}: expected a topic, or topic:0,1`);
    return { topic, partitions: list?.split(',').map(Number) };
  });
  const whole = parsed.filter(({ partitions }) => partitions === undefined);
  if (whole.length === parsed.length) return { topics: whole.map(({ topic }) => topic) };
  if (whole.length > 0) throw usageError('--topic: whole topics and topic:partitions cannot be mixed');
  return {
    partitions: parsed.flatMap(({ topic, partitions }) => partitions!.map((partition) => ({ topic, partition }))),
  };
}

function reset(given: readonly string[], options: ResetOptions): Promise<void> {
  const target = resetTarget(options);
  const within = scope(options.topic);
  return runAdmin(options, async (session) => {
    const results: (OffsetReset & { groupId: string })[] = [];
    let worst = 0;
    const names = await groupNames(session, given, options);
    for (const groupId of names) {
      const outcome = await resetGroup(session, groupId, target, within, options.execute === true);
      results.push(...outcome.values.map((one) => ({ groupId, ...one })));
      worst = Math.max(worst, outcome.status);
    }
    print(session, results, names.length > 1 || options.allGroups === true, options);
    return worst;
  });
}

interface Resets {
  values: OffsetReset[];
  status: number;
}

async function resetGroup(
  { admin, wait }: AdminSession,
  groupId: string,
  target: ReturnType<typeof resetTarget>,
  within: Pick<ResetRequest, 'topics' | 'partitions'>,
  execute: boolean,
): Promise<Resets> {
  const more = { dryRun: !execute, ...wait, settled: true as const };
  if (target.kind === 'same') return valuesOf(await admin.resetOffsets(groupId, { to: target.to, ...within, ...more }));
  if (target.kind === 'current') {
    const current = valuesOf(await admin.resetOffsets(groupId, { to: { shift: 0 }, ...within, ...more }));
    // A partition without an offset has nothing to keep.
    return { ...current, values: current.values.filter(({ previousOffset }) => previousOffset !== null) };
  }
  const all: Resets = { values: [], status: 0 };
  for (const { group, topic, partition, offset } of resetsFromFile(target.file)) {
    if (group !== undefined && group !== groupId) continue;
    const one = valuesOf(
      await admin.resetOffsets(groupId, { to: { offset }, partitions: [{ topic, partition }], ...more }),
    );
    all.values.push(...one.values);
    all.status = Math.max(all.status, one.status);
  }
  return all;
}

function print(
  { out }: AdminSession,
  results: readonly (OffsetReset & { groupId: string })[],
  severalGroups: boolean,
  options: ResetOptions,
): void {
  if (options.export) {
    for (const line of exportLines(results, severalGroups)) out.line(line);
    out.line('');
    return;
  }
  if (!options.execute && !options.dryRun) note('% nothing was changed; --execute applies the changes');
  if (options.json) {
    out.line(JSON.stringify(results));
    return;
  }
  out.line('');
  const rows = results.map(({ groupId, topic, partition, newOffset }) => [groupId, topic, partition, newOffset]);
  for (const line of table(['GROUP', 'TOPIC', 'PARTITION', 'NEW-OFFSET'], rows, [15, 15, 10, 15])) out.line(line);
}
