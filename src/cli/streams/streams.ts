import type { Command } from 'commander';
import { Exit, usageError } from '../exit';
import { note } from '../io/stderr';
import { DataOutput } from '../io/stdout';
import { runCommand } from '../run';
import { loadApp, type LoadedApp } from './load-app';

interface StreamsOptions {
  dryRun?: boolean;
  json?: boolean;
}

type Action = (
  app: LoadedApp,
  args: readonly string[],
  options: StreamsOptions,
  out: DataOutput,
) => Promise<void> | void;

const actions: Record<string, { args: string; most: number; least?: number; run: Action }> = {
  worker: {
    ...{ args: '', most: 0 },
    async run(app) {
      app.setStateListener((state) => note(`% ${app.id}: ${state}`));
      await app.main();
    },
  },
  agents: {
    ...{ args: '', most: 0 },
    run(app, _, { json }, out) {
      const rows = [...app.agents].map(([name, { topics, tables }]) => ({ name, topics, tables }));
      if (json) return out.line(JSON.stringify(rows));
      for (const { name, topics, tables } of rows) out.line(`${name}\t${topics.join(',')}\t${tables.join(',')}`);
    },
  },
  tables: {
    ...{ args: '', most: 0 },
    run(app, _, { json }, out) {
      if (json) return out.line(JSON.stringify(app.tables));
      for (const name of app.tables) out.line(`${name}\t${app.id}-${name}-changelog`);
    },
  },
  describe: {
    ...{ args: '', most: 0 },
    run: (app, _, __, out) => out.line(app.topology.describe().toString().trimEnd()),
  },
  send: {
    ...{ args: '<agent> [key] <value>', most: 3, least: 2 },
    async run(app, args) {
      try {
        await app.sendText(args[0]!, args.length === 3 ? args[1]! : null, args.at(-1)!);
      } finally {
        await app.close();
      }
    },
  },
  reset: {
    ...{ args: '', most: 0 },
    async run(app, _, { dryRun = false, json }, out) {
      const report = await app.reset({ dryRun });
      if (json) return out.line(JSON.stringify(report));
      for (const { topic, partition, newOffset } of report.offsets)
        out.line(`offset\t${topic}\t${partition}\t${newOffset}`);
      for (const topic of report.deletedTopics) out.line(`delete\t${topic}`);
      if (dryRun) note('% nothing was changed');
    },
  },
};

export function register(program: Command): void {
  program
    .command('streams')
    .description('run, describe, feed or reset an App of kafka-napi/streams')
    .argument('<module>', 'file that exports the App: as default, or as app')
    .argument('<action>', Object.keys(actions).join(', '))
    .argument('[args...]', 'send: agent, key (may be left out), value')
    .option('--dry-run', 'reset: only print what it would do')
    .option('-J, --json', 'agents, tables, reset: print one line of JSON')
    .addHelpText(
      'after',
      `
  kafka-napi streams app.mjs worker                     runs it, until Ctrl-C or SIGTERM
  kafka-napi streams app.mjs agents                     each agent with its topics and tables
  kafka-napi streams app.mjs send transfers alice '{"amount":5}'
  kafka-napi streams app.mjs reset --dry-run            offsets to the start, internal topics deleted

The brokers and all other properties are those of the App. reset needs a group without members.`,
    )
    .action((module: string, action: string, args: string[], options: StreamsOptions) =>
      runCommand(async () => {
        if (!Object.hasOwn(actions, action))
          throw usageError(`streams ${module} ${action}: no such action. Valid: ${Object.keys(actions).join(', ')}`);
        const { run, most, least = most, args: expected } = actions[action]!;
        if (args.length < least || args.length > most)
          throw usageError(`streams ${module} ${action} takes ${expected === '' ? 'no arguments' : expected}`);
        const out = new DataOutput();
        await run(await loadApp(module), args, options, out);
        return (await out.finish()) || Exit.DONE;
      }),
    );
}
