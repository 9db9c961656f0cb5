import { type Command, Option } from 'commander';
import { table } from '../admin/shared/table';
import type { CommandLine } from '../command-line';
import { usageError } from '../exit';
import { clearProgress, complain, note, setQuiet, showProgress } from '../io/stderr';
import { DataOutput } from '../io/stdout';
import { clientProperties, type CommonOptions, withCommonOptions } from '../options';
import { runCommand } from '../run';
import { StopRequest } from '../signals';
import { loadUiPackage } from '../ui/find-package';
import { scanBudget } from '../ui/options';

/** What this command uses of kafka-napi-ui. */
interface KqlPackage {
  runQuery(command: object, tools: object): Promise<number>;
}

interface QueryOptions extends CommonOptions {
  format: string;
  explain?: boolean;
  budget?: ReturnType<typeof scanBudget>;
  timezone?: string;
  registry?: string;
}

export function register(program: Command, line: CommandLine): void {
  withCommonOptions(
    program
      .command('query')
      .description('find, count and sum messages with KQL')
      .argument('<query...>', 'select … from TOPIC …; several words are joined by blanks'),
  )
    .addOption(
      new Option('--format <format>', 'how rows are printed').choices(['table', 'jsonl', 'csv']).default('table'),
    )
    .option('--explain', 'print what would be read, and what looks wrong, instead of reading')
    .option('--budget <list>', 'what is read at most (default: 1000000r,256MiB,20s)', scanBudget)
    .option('--timezone <zone>', 'of times without one, and of printed ones: UTC, Asia/Tokyo, … (default: UTC)')
    .option('--registry <url>', 'a schema registry')
    .addHelpText(
      'after',
      `
It joins no group and commits nothing. Status 1 if the budget ended it, 2 for a wrong query.

  kafka-napi query "select * from orders where price > 100 limit 5"
  kafka-napi query "select symbol, count(*), avg(price) from trades group by symbol order by 2 desc"
  kafka-napi query "select * from orders where timestamp >= @1h" --format jsonl --budget 10000000r,5m
  kafka-napi query "select * from orders where key = 'a'" --explain`,
    )
    .action((words: string[], options: QueryOptions) =>
      runCommand(() => query(words.join(' '), options, line.version())),
    );
}

async function query(text: string, options: QueryOptions, version: string): Promise<number> {
  setQuiet(options.quiet === true);
  if (text.trim() === '') throw usageError('no query: give one, for example: kafka-napi query "select * from orders"');
  const { runQuery } = loadUiPackage<KqlPackage>('query', version, '/kql');
  const { format, explain = false, budget = {}, timezone, registry } = options;
  const properties = clientProperties(options);
  const out = new DataOutput();
  const stop = new StopRequest();
  const { isTTY, columns } = process.stdout;
  const status = await runQuery(
    { query: text, format, explain, budget, timezone, registry },
    {
      kafka: require('../../index') as typeof import('../../index'),
      kafkaPath: require.resolve('../../index'),
      properties,
      write: (data: string | Uint8Array) => write(out, stop, data),
      terminal: isTTY ? { columns: columns ?? 80 } : undefined,
      note,
      complain,
      progress: showProgress,
      table,
      signal: stop.signal,
      execArgv: process.execArgv,
    },
  );
  stop.dispose();
  clearProgress();
  return (await out.finish()) || stop.exitCode || status;
}

/** A reader that has gone away ends the query. */
async function write(out: DataOutput, stop: StopRequest, data: string | Uint8Array): Promise<void> {
  if (typeof data === 'string') out.text(data);
  else out.bytes(data);
  await out.pressure();
  if (out.closed) stop.abandon();
}
