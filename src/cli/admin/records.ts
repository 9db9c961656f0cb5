import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import type { RecordsToDelete } from '../../index';
import { usageError } from '../exit';
import { note } from '../io/stderr';
import { collect } from '../options';
import { type AdminCommandOptions, runAdmin, valuesOf, withAdminOptions } from './shared/run-admin';

interface DeleteOptions extends AdminCommandOptions {
  offsetJsonFile?: string;
  before?: string[];
}

export function register(program: Command): void {
  const records = program.command('records').description('delete records below an offset');
  withAdminOptions(records.command('delete').description('delete the records below an offset of each partition'))
    .option(
      '--before <topic:partition:offset>',
      'of this partition; the offset "end" deletes all (repeatable)',
      collect,
    )
    .option(
      '--offset-json-file <file>',
      'as kafka-delete-records: {"partitions":[{"topic","partition","offset"}]}; -1: all',
    )
    .addHelpText('after', '\n  kafka-napi records delete --before orders:0:1000 --before orders:1:end')
    .action((options: DeleteOptions) => remove(options));
}

function fromArgument(text: string): RecordsToDelete {
  const [, topic, partition, offset] = /^(.+):(\d+):(\d+|end|-1)$/.exec(text) ?? [];
  if (topic === undefined) throw usageError(`--before ${text}: expected topic:partition:offset, as orders:0:1000`);
  return recordsBelow(topic, Number(partition), offset === 'end' ? -1 : Number(offset));
}

const recordsBelow = (topic: string, partition: number, offset: number): RecordsToDelete => ({
  topic,
  partition,
  beforeOffset: offset === -1 ? 'end' : offset,
});

function fromFile(file: string): RecordsToDelete[] {
  try {
    const { partitions } = JSON.parse(readFileSync(file, 'utf8')) as {
      partitions: { topic: string; partition: number; offset: number }[];
    };
    return partitions.map(({ topic, partition, offset }) => {
      if (typeof topic !== 'string' || !Number.isSafeInteger(partition) || !Number.isSafeInteger(offset)) {
        throw new Error('expected "topic", "partition" and "offset" of each partition');
      }
      return recordsBelow(topic, partition, offset);
    });
  } catch (error) {
    throw usageError(`--offset-json-file ${file}: ${(error as Error).message}`);
  }
}

function remove(options: DeleteOptions): Promise<void> {
  const wanted = [
    ...(options.before ?? []).map(fromArgument),
    ...(options.offsetJsonFile === undefined ? [] : fromFile(options.offsetJsonFile)),
  ];
  if (wanted.length === 0) throw usageError('name the records with --before or --offset-json-file');
  return runAdmin(options, async ({ admin, out, wait }) => {
    note('% Executing records delete operation');
    const { values, status } = valuesOf(await admin.deleteRecords(wanted, { ...wait, settled: true }));
    if (options.json) out.line(JSON.stringify(values));
    else {
      out.line('Records delete operation completed:');
      for (const { topic, partition, lowWatermark } of values) {
        out.line(`partition: ${topic}-${partition}\tlow_watermark: ${lowWatermark}`);
      }
    }
    return status;
  });
}
