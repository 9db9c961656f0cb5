import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { usageError } from '../exit';
import { mirror } from '../mirror/mirror';
import { clientProperties, collect, type Properties } from '../options';
import { runCommand } from '../run';

interface Given {
  from: string;
  to: string;
  topic: string[];
  prefix: string;
  id: string;
  exit?: boolean;
  group?: string[];
  fromProperty?: string[];
  toProperty?: string[];
  quiet?: boolean;
}

export function register(program: Command): void {
  program
    .command('mirror')
    .description('copy topics from one cluster to another')
    .requiredOption('--from <servers>', 'the source: host:port,… or a properties file')
    .requiredOption('--to <servers>', 'the target: host:port,… or a properties file')
    .requiredOption('-t, --topic <regex>', 'topics whose whole name matches (repeatable)', collect)
    .option('--prefix <text>', 'prefix for the topic names in the target', '')
    .option('--id <name>', 'name of this copy: a run with the same name continues where the last one ended', 'default')
    .option('-e, --exit', 'stop at the current end')
    .option('-G, --group <group>', 'copy the position of this group too (repeatable)', collect)
    .option('--from-property <name=value>', "a property of the source's consumer (repeatable)", collect)
    .option('--to-property <name=value>', "a property of the target's producer (repeatable)", collect)
    .option('-q, --quiet', 'no notes on stderr, only errors')
    .addHelpText(
      'after',
      `
Keys, values, headers, timestamps and partitions are kept; records are copied exactly once, in transactions. A group's place in
the copy is never after its place in the source: some records may come again.

  kafka-napi mirror --from old:9092 --to new:9092 -t orders -t 'logs\\..*' -G billing
  kafka-napi mirror --from old.properties --to localhost:9092 -t orders --prefix old. -e`,
    )
    .action((given: Given) =>
      runCommand(() => {
        if (given.from === given.to && given.prefix === '')
          throw usageError('--from and --to are the same cluster: give the copies other names with --prefix');
        return mirror({
          source: side(given.from, given.fromProperty),
          target: side(given.to, given.toProperty),
          topics: given.topic,
          prefix: given.prefix,
          id: given.id,
          exit: given.exit === true,
          groups: given.group ?? [],
          quiet: given.quiet === true,
        });
      }),
    );
}

function side(text: string, property: string[] | undefined): Properties {
  return clientProperties(existsSync(text) ? { file: text, property } : { bootstrapServer: text, property });
}
