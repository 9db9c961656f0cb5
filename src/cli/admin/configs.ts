import type { Command } from 'commander';
import type { AlterConfigOp, ConfigEntry, ConfigResource, ConfigSynonym } from '../../index';
import { topicNames } from './shared/lookups';
import { alterUsersByConfig, describeUsersIn } from './users';
import {
  type AdminCommandOptions,
  type AdminSession,
  runAdmin,
  splitList,
  valuesOf,
  withAdminOptions,
} from './shared/run-admin';
import { usageError } from '../exit';
import { collect } from '../options';

interface ResourceOptions extends AdminCommandOptions {
  topic?: string[];
  broker?: string[];
  group?: string[];
  user?: string[];
  allTopics?: boolean;
  allBrokers?: boolean;
  allGroups?: boolean;
  brokerDefaults?: boolean;
  entityType?: string[];
  entityName?: string[];
  entityDefault?: boolean;
}

interface Chosen {
  resources: ConfigResource[];
  /** SCRAM users; undefined: none were requested. An empty list: all. */
  users: string[] | undefined;
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
    .option('--group <group>', 'a group (repeatable)', collect)
    .option('--user <user>', 'the SCRAM credentials of a user (repeatable)', collect)
    .option('--all-topics', 'every topic')
    .option('--all-brokers', 'every broker')
    .option('--all-groups', 'every group')
    .option('--broker-defaults', 'the default of all brokers')
    .option('--entity-type <kind>', 'topics, brokers, groups or users, as kafka-configs has it (repeatable)', collect)
    .option('--entity-name <name>', 'one of the kind; without it all of the kind (repeatable)', collect)
    .option('--entity-default', 'the default of all brokers');

export function register(program: Command): void {
  const configs = program
    .command('configs')
    .description('describe and alter configurations of topics, brokers and groups');
  withResources(configs.command('describe').description('show configured values; with --all also defaults'))
    .option('--all', 'everything')
    .action((options: ResourceOptions & { all?: boolean }) => describe(options));
  withResources(configs.command('alter').description('change the given entries and keep all others'))
    .option('--add-config <list>', 'set: name=value,name=[a,b] (repeatable)', collect)
    .option('--delete-config <list>', 'restore the default: name,name (repeatable)', collect)
    .option('--append-config <list>', 'add to lists: name=value (repeatable)', collect)
    .option('--subtract-config <list>', 'remove from lists: name=value (repeatable)', collect)
    .option('--validate-only', 'only check the request, change nothing')
    .action((options: AlterOptions) => alter(options));
}

const kinds: Record<string, 'topic' | 'broker' | 'group' | 'user'> = {
  topics: 'topic',
  brokers: 'broker',
  groups: 'group',
  users: 'user',
};

/** `--entity-type topics --entity-name a` means `--topic a`; without a name, all of the kind. */
function withEntities(options: ResourceOptions): ResourceOptions {
  const { entityType, entityName = [], entityDefault } = options;
  if (entityType === undefined) {
    if (entityName.length > 0) throw usageError('--entity-name: name the kind with --entity-type');
    return options;
  }
  if (entityType.length > 1)
    throw usageError('--entity-type: one kind at a time; quotas of users and clients are not supported');
  const kind = kinds[entityType[0] as string];
  if (kind === undefined)
    throw usageError(`--entity-type ${entityType[0]}: expected one of ${Object.keys(kinds).join(', ')}`);
  if (entityDefault) {
    if (kind !== 'broker') throw usageError('--entity-default: only brokers have such defaults');
    return { ...options, brokerDefaults: true };
  }
  if (entityName.length > 0) return { ...options, [kind]: [...(options[kind] ?? []), ...entityName] };
  if (kind === 'user') return { ...options, user: options.user ?? [] };
  return { ...options, [`all${kind[0]!.toUpperCase()}${kind.slice(1)}s`]: true };
}

/** The name of the broker resource that stands for all brokers. */
const ALL_BROKERS = '';

async function chosenBy(session: AdminSession, given: ResourceOptions): Promise<Chosen> {
  const options = withEntities(given);
  const { admin, wait } = session;
  const all = async (is: boolean | undefined, list: () => Promise<string[]>): Promise<string[]> => (is ? list() : []);
  const topics = await all(options.allTopics, () => topicNames(session, true));
  const brokers = await all(options.allBrokers, async () =>
    (await admin.describeCluster(wait)).nodes.map(({ id }) => String(id)),
  );
  const groups = await all(options.allGroups, async () =>
    (await admin.listConsumerGroups(wait)).map(({ groupId }) => groupId),
  );
  const of = (type: ConfigResource['type'], ...names: (readonly string[] | undefined)[]): ConfigResource[] =>
    [...new Set(names.flatMap((list) => list ?? []))].map((name) => ({ type, name }));
  const resources = [
    ...of('TOPIC', options.topic, topics),
    ...of('BROKER', options.broker, brokers, options.brokerDefaults ? [ALL_BROKERS] : []),
    ...of('GROUP', options.group, groups),
  ];
  if (resources.length === 0 && options.user === undefined && !options.allTopics && !options.allGroups) {
    throw usageError(
      'name the resource with --topic, --broker, --group, --user, --all-topics, --all-brokers or --all-groups',
    );
  }
  return { resources, users: options.user };
}

const synonymText = ({ source, name, value }: ConfigSynonym): string => `${source}:${name}=${String(value)}`;

function entryLine({ name, value, isSensitive, synonyms }: ConfigEntry): string {
  return `  ${name}=${String(value)} sensitive=${isSensitive} synonyms={${synonyms.map(synonymText).join(', ')}}`;
}

function describe(options: ResourceOptions & { all?: boolean }): Promise<void> {
  return runAdmin(options, async (session) => {
    const { admin, out, wait } = session;
    const { resources, users } = await chosenBy(session, options);
    const { values, status } =
      resources.length === 0
        ? { values: [], status: 0 }
        : valuesOf(await admin.describeConfigs(resources, { ...wait, settled: true }));
    const userStatus = users === undefined ? 0 : await describeUsersIn(session, users, options.json === true);
    if (resources.length === 0) return userStatus;
    const shown = values.map((resource) => ({
      ...resource,
      entries: resource.entries.filter((entry) => options.all || isOwn(resource.type, resource.name, entry)),
    }));
    if (options.json) out.line(JSON.stringify(shown));
    for (const { type, name, entries } of options.json ? [] : shown) {
      const kind = type.toLowerCase();
      const whose =
        name === ALL_BROKERS ? `Default configs for ${kind}s in the cluster` : `configs for ${kind} ${name}`;
      out.line(name === ALL_BROKERS ? `${whose} are:` : `${options.all ? 'All' : 'Dynamic'} ${whose} are:`);
      for (const entry of entries) out.line(entryLine(entry));
    }
    return Math.max(status, userStatus);
  });
}

/** The entry was set on this resource itself. */
function isOwn(type: ConfigResource['type'], name: string, entry: ConfigEntry): boolean {
  return entry.source === (name === ALL_BROKERS ? 'DYNAMIC_DEFAULT_BROKER_CONFIG' : `DYNAMIC_${type}_CONFIG`);
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
    throw usageError('name the change with --add-config, --delete-config, --append-config or --subtract-config');
  return ops;
}

function alter(options: AlterOptions): Promise<void> {
  const { user } = withEntities(options);
  if (user !== undefined) return alterUsersByConfig(user, options.addConfig ?? [], options.deleteConfig ?? [], options);
  const ops = operations(options);
  return runAdmin(options, async (session) => {
    const { admin, out, wait } = session;
    const resources = (await chosenBy(session, options)).resources.map((resource) => ({ ...resource, ops }));
    const validateOnly = options.validateOnly ?? false;
    const { values, status } = valuesOf(
      await admin.incrementalAlterConfigs(resources, { ...wait, validateOnly, settled: true }),
    );
    if (options.json) out.line(JSON.stringify(values));
    for (const { type, name } of options.json ? [] : values) {
      out.line(
        `Completed ${validateOnly ? 'checking' : 'updating'} config for ${name === ALL_BROKERS ? 'brokers in the cluster' : `${type.toLowerCase()} ${name}`}.`,
      );
    }
    return status;
  });
}
