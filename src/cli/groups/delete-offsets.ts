import type { Command } from 'commander';
import { describedTopics } from '../admin/shared/lookups';
import { runAdmin } from '../admin/shared/run-admin';
import { table } from '../admin/shared/table';
import { describeError, Exit, usageError } from '../exit';
import { collect } from '../options';
import { groupNames, type GroupOptions, withGroups } from './group-names';
import { scope } from './reset';

interface DeleteOffsetsOptions extends GroupOptions {
  topic?: string[];
}

export function registerDeleteOffsets(groups: Command): void {
  withGroups(
    groups.command('delete-offsets').description("delete a group's committed offsets of topics that it does not read"),
  )
    .requiredOption('--topic <topic>', 'of this topic, or of partitions of it as topic:0,1 (repeatable)', collect)
    .addHelpText('after', '\n  kafka-napi groups delete-offsets billing --topic orders')
    .action((names: string[], options: DeleteOffsetsOptions) => deleteOffsets(names, options));
}

function deleteOffsets(given: readonly string[], options: DeleteOffsetsOptions): Promise<void> {
  const within = scope(options.topic);
  return runAdmin(options, async (session) => {
    const { admin, out, wait } = session;
    const names = await groupNames(session, given, options);
    if (names.length !== 1) throw usageError('delete-offsets: name one group');
    const groupId = names[0] as string;
    const topics = within.topics === undefined ? undefined : await describedTopics(session, within.topics);
    const partitions =
      topics?.values.flatMap((topic) => topic.partitions.map(({ partition }) => ({ topic: topic.name, partition }))) ??
      within.partitions ??
      [];
    const outcomes = await admin.deleteConsumerGroupOffsets(groupId, partitions, { ...wait, settled: true });
    const failed = outcomes.some(({ status }) => status === 'rejected');
    const rows = outcomes.map((outcome, index) => {
      const { topic, partition } = partitions[index]!;
      const result = outcome.status === 'fulfilled' ? 'Successful' : `Error: ${describeError(outcome.reason)}`;
      return [topic, partition, result];
    });
    if (options.json) {
      out.line(JSON.stringify(rows.map(([topic, partition, status]) => ({ groupId, topic, partition, status }))));
    } else {
      if (!failed) {
        out.line(`Request succeeded for deleting offsets from group ${groupId}.`);
      }
      out.line('');
      for (const line of table(['TOPIC', 'PARTITION', 'STATUS'], rows, [15, 10, 15])) out.line(line);
    }
    return failed ? Exit.FAILED : (topics?.status ?? Exit.DONE);
  });
}
