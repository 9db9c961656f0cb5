import type { Command } from 'commander';
import type { AlterConfigOp, ConfigEntry, ConfigResource, ConfigSynonym } from '../../index';
import { type AdminCommandOptions, runAdmin, splitList, valuesOf, withAdminOptions } from '../admin/run-admin';
import { usageError } from '../exit';
import { collect } from '../options';

interface ResourceOptions extends AdminCommandOptions {
  topic?: string[];
  broker?: string[];
  group?: string[];
}

interface AlterOptions extends ResourceOptions {
  addConfig?: string[];
  deleteConfig?: string[];
  appendConfig?: string[];
  subtractConfig?: string[];
  validateOnly?: boolean;
}

const withResources = (command: Command): Command =>
  withAdminOptions(command)
    .option('--topic <topic>', 'a topic (repeatable)', collect)
    .option('--broker <id>', 'a broker (repeatable)', collect)
    .option('--group <group>', 'a group (repeatable)', collect);

export function register(program: Command): void {
  const configs = program
    .command('configs')
    .description('describe and alter configurations of topics, brokers and groups');
  withResources(configs.command('describe').description('what was set; with --all the defaults too'))
    .option('--all', 'everything')
    .action((options: ResourceOptions & { all?: boolean }) => describe(options));
  withResources(configs.command('alter').description('change what is named and leave the rest'))
    .option('--add-config <list>', 'set: name=value,name=[a,b] (repeatable)', collect)
    .option('--delete-config <list>', 'back to the default: name,name (repeatable)', collect)
    .option('--append-config <list>', 'add to lists: name=value (repeatable)', collect)
    .option('--subtract-config <list>', 'take from lists: name=value (repeatable)', collect)
    .option('--validate-only', 'check and change nothing')
    .action((options: AlterOptions) => alter(options));
}

function resourcesOf(options: ResourceOptions): ConfigResource[] {
  const resources: ConfigResource[] = [
    ...(options.topic ?? []).map((name) => ({ type: 'TOPIC' as const, name })),
    ...(options.broker ?? []).map((name) => ({ type: 'BROKER' as const, name })),
    ...(options.group ?? []).map((name) => ({ type: 'GROUP' as const, name })),
  ];
  if (resources.length === 0) throw usageError('say whose with --topic, --broker or --group');
  return resources;
}

const synonymText = ({ source, name, value }: ConfigSynonym): string => `${source}:${name}=${String(value)}`;

function entryLine({ name, value, isSensitive, synonyms }: ConfigEntry): string {
  return `  ${name}=${String(value)} sensitive=${isSensitive} synonyms={${synonyms.map(synonymText).join(', ')}}`;
}

function describe(options: ResourceOptions & { all?: boolean }): Promise<void> {
  return runAdmin(options, async ({ admin, out, wait }) => {
    const outcomes = await admin.describeConfigs(resourcesOf(options), { ...wait, settled: true });
    const { values, status } = valuesOf(outcomes);
    const shown = values.map((resource) => ({
      ...resource,
      entries: resource.entries.filter((entry) => options.all || entry.source === `DYNAMIC_${resource.type}_CONFIG`),
    }));
    if (options.json) out.line(JSON.stringify(shown));
    for (const { type, name, entries } of options.json ? [] : shown) {
      out.line(`${options.all ? 'All' : 'Dynamic'} configs for ${type.toLowerCase()} ${name} are:`);
      for (const entry of entries) out.line(entryLine(entry));
    }
    return status;
  });
}

function operations(options: AlterOptions): AlterConfigOp[] {
  const valued = (
    flag: string,
    lists: readonly string[] | undefined,
    opType: AlterConfigOp['opType'],
  ): AlterConfigOp[] =>
    (lists ?? []).flatMap(splitList).map((text) => {
      const at = text.indexOf('=');
      if (at <= 0) throw usageError(`--${flag} ${text}: expected name=value`);
      return { name: text.slice(0, at), value: text.slice(at + 1).replace(/^\[(.*)\]$/, '$1'), opType };
    });
  const ops = [
    ...valued('add-config', options.addConfig, 'SET'),
    ...valued('append-config', options.appendConfig, 'APPEND'),
    ...valued('subtract-config', options.subtractConfig, 'SUBTRACT'),
    ...(options.deleteConfig ?? []).flatMap(splitList).map((name) => ({ name, opType: 'DELETE' as const })),
  ];
  if (ops.length === 0)
    throw usageError('say what to change with --add-config, --delete-config, --append-config or --subtract-config');
  return ops;
}

function alter(options: AlterOptions): Promise<void> {
  return runAdmin(options, async ({ admin, out, wait }) => {
    const ops = operations(options);
    const resources = resourcesOf(options).map((resource) => ({ ...resource, ops }));
    const validateOnly = options.validateOnly ?? false;
    const { values, status } = valuesOf(
      await admin.incrementalAlterConfigs(resources, { ...wait, validateOnly, settled: true }),
    );
    if (options.json) out.line(JSON.stringify(values));
    for (const { type, name } of options.json ? [] : values) {
      out.line(`Completed ${validateOnly ? 'checking' : 'updating'} config for ${type.toLowerCase()} ${name}.`);
    }
    return status;
  });
}
