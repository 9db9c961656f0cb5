import { statSync } from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import { usageError } from '../exit';
import { DataOutput } from '../io/stdout';
import { runCommand } from '../run';
import { readProject } from './project';
import { asJson, asText } from './report';

interface MigrateOptions {
  write?: boolean;
  json?: boolean;
}

export function register(program: Command): void {
  program
    .command('migrate')
    .description('move a project from kafkajs, node-rdkafka or Confluent’s client: what it uses, what will differ')
    .argument('[dir]', 'the folder of the project (default: the present one)')
    .option('--write', 'change the imports in its files')
    .option('-J, --json', 'as one line of JSON')
    .addHelpText(
      'after',
      `
Reads JavaScript, TypeScript and package.json, not node_modules, dist and coverage. What will differ is said for the words
that were found. docs/moving/ of the project has the whole of it.

  kafka-napi migrate
  kafka-napi migrate services/orders --write`,
    )
    .action((dir: string | undefined, options: MigrateOptions) => runCommand(() => migrate(dir ?? '.', options)));
}

async function migrate(dir: string, options: MigrateOptions): Promise<number> {
  const folder = path.resolve(dir);
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw usageError(`${dir} is not a folder`);
  const report = readProject(folder, options.write === true);
  const out = new DataOutput();
  if (options.json) out.line(asJson(report));
  else out.text(asText(report));
  return out.finish();
}
