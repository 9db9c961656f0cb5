import { type Command, Option } from 'commander';
import type {
  AclBinding,
  AclFilter,
  AclOperation,
  AclPermissionType,
  NewAcl,
  PatternType,
  ResourceType,
} from '../../index';
import { type AdminCommandOptions, runAdmin, valuesOf, withAdminOptions } from './shared/run-admin';
import { usageError } from '../exit';
import { collect } from '../options';

interface ResourceOptions extends AdminCommandOptions {
  topic?: string[];
  group?: string[];
  transactionalId?: string[];
  cluster?: boolean;
  resourcePatternType?: string;
}

interface PrincipalOptions extends ResourceOptions {
  allowPrincipal?: string[];
  denyPrincipal?: string[];
  allowHost?: string[];
  denyHost?: string[];
  operation?: string[];
  producer?: boolean;
  consumer?: boolean;
  idempotent?: boolean;
}

const CLUSTER_NAME = 'kafka-cluster';

const withResources = (command: Command, patterns: string[], otherwise: string): Command =>
  withAdminOptions(command)
    .option('--topic <topic>', 'a topic, * for all (repeatable)', collect)
    .option('--group <group>', 'a group (repeatable)', collect)
    .option('--transactional-id <id>', 'a transactional id (repeatable)', collect)
    .option('--cluster', 'the cluster')
    .addOption(
      new Option('--resource-pattern-type <type>', 'how the names are matched').choices(patterns).default(otherwise),
    );

const withPrincipals = (command: Command): Command =>
  command
    .option('--allow-principal <principal>', 'allow this principal, such as User:alice (repeatable)', collect)
    .option('--deny-principal <principal>', 'deny this principal (repeatable)', collect)
    .option('--allow-host <address>', 'host from which it is allowed (repeatable; default: any)', collect)
    .option('--deny-host <address>', 'host from which it is denied (repeatable; default: any)', collect)
    .option('--operation <name>', 'Read, Write, Create … (repeatable; default: All)', collect)
    .option('--producer', 'operations of a producer: Write, Describe and Create on the topics')
    .option('--consumer', 'operations of a consumer: Read and Describe on the topics, Read on the groups')
    .option('--idempotent', 'with --producer: IdempotentWrite on the cluster too');

export function register(program: Command): void {
  const acls = program.command('acls').description('list, add and remove access control lists');
  const found = ['literal', 'prefixed', 'match', 'any'];
  withResources(acls.command('list').description('list ACLs'), found, 'any')
    .option('--principal <principal>', 'only of this principal (repeatable)', collect)
    .action((options: ResourceOptions & { principal?: string[] }) => list(options));
  withPrincipals(
    withResources(
      acls.command('add').description('add ACLs that allow or deny operations'),
      ['literal', 'prefixed'],
      'literal',
    ),
  ).action((options: PrincipalOptions) => add(options));
  withPrincipals(withResources(acls.command('remove').description('remove ACLs'), found, 'literal')).action(
    (options: PrincipalOptions) => remove(options),
  );
}

interface Resource {
  resourceType: ResourceType;
  name: string;
}

function resourcesOf(options: ResourceOptions): Resource[] {
  const named = (resourceType: ResourceType, names: readonly string[] = []): Resource[] =>
    names.map((name) => ({ resourceType, name }));
  return [
    ...named('TOPIC', options.topic),
    ...named('GROUP', options.group),
    ...named('TRANSACTIONAL_ID', options.transactionalId),
    ...named('CLUSTER', options.cluster ? [CLUSTER_NAME] : []),
  ];
}

const patternOf = (options: ResourceOptions): PatternType => options.resourcePatternType!.toUpperCase() as PatternType;

/** Converts `Describe`, `IdempotentWrite`, `idempotent_write` to Java's constant. The client reports unknown ones. */
function operationOf(text: string): AclOperation {
  return text
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .replace(/-/g, '_')
    .toUpperCase() as AclOperation;
}

/** The ACLs that kafka-acls' --producer and --consumer stand for. */
function neededBy(options: PrincipalOptions): { resources: Resource[]; operations: string[] }[] {
  const topics = resourcesOf({ topic: options.topic });
  const groups = resourcesOf({ group: options.group });
  const transactions = resourcesOf({ transactionalId: options.transactionalId });
  if (topics.length === 0) throw usageError('--producer and --consumer: name the topics with --topic');
  if (options.operation !== undefined)
    throw usageError('--operation: cannot be combined with --producer and --consumer, which define the operations');
  if (options.consumer && groups.length === 0) throw usageError('--consumer: name the groups with --group');
  const needed: { resources: Resource[]; operations: string[] }[] = [];
  if (options.producer) {
    needed.push({ resources: topics, operations: ['Write', 'Describe', 'Create'] });
    needed.push({ resources: transactions, operations: ['Write', 'Describe'] });
    if (options.idempotent) needed.push({ resources: resourcesOf({ cluster: true }), operations: ['IdempotentWrite'] });
  }
  if (options.consumer) {
    needed.push({ resources: topics, operations: ['Read', 'Describe'] });
    needed.push({ resources: groups, operations: ['Read'] });
  }
  return needed;
}

function bindingsOf(options: PrincipalOptions): NewAcl[] {
  if (options.producer || options.consumer) {
    const all = neededBy(options).flatMap(({ resources, operations }) =>
      resources.length === 0 ? [] : bindingsFor(resources, { ...options, operation: operations }),
    );
    return [...new Map(all.map((acl) => [JSON.stringify(acl), acl])).values()];
  }
  return bindingsFor(resourcesOf(options), options);
}

function bindingsFor(resources: readonly Resource[], options: PrincipalOptions): NewAcl[] {
  if (resources.length === 0)
    throw usageError('name the resources with --topic, --group, --transactional-id or --cluster');
  const sides: [AclPermissionType, string[] | undefined, string[] | undefined][] = [
    ['ALLOW', options.allowPrincipal, options.allowHost],
    ['DENY', options.denyPrincipal, options.denyHost],
  ];
  const bindings = sides.flatMap(([permissionType, principals, hosts]) =>
    (principals ?? []).flatMap((principal) =>
      (hosts ?? ['*']).flatMap((host) =>
        (options.operation ?? ['All']).flatMap((operation) =>
          resources.map((resource) => ({
            ...resource,
            patternType: patternOf(options),
            principal,
            host,
            operation: operationOf(operation),
            permissionType,
          })),
        ),
      ),
    ),
  );
  if (bindings.length === 0) throw usageError('name the principals with --allow-principal or --deny-principal');
  return bindings;
}

/** Grouped by resource, as kafka-acls prints them. */
function lines(verb: string, acls: readonly AclBinding[]): string[] {
  const byResource = new Map<string, string[]>();
  for (const { resourceType, name, patternType, principal, host, operation, permissionType } of acls) {
    const resource = `ResourcePattern(resourceType=${resourceType}, name=${name}, patternType=${patternType})`;
    const entry = `\t(principal=${principal}, host=${host}, operation=${operation}, permissionType=${permissionType})`;
    byResource.set(resource, [...(byResource.get(resource) ?? []), entry]);
  }
  return [...byResource].flatMap(([resource, entries]) => [
    `${verb} ACLs for resource \`${resource}\`: `,
    ...entries,
    '',
  ]);
}

function filtersOf(options: ResourceOptions): AclFilter[] {
  const patternType = patternOf(options);
  const resources = resourcesOf(options);
  if (resources.length === 0) return [{ patternType }];
  return resources.map((resource) => ({ ...resource, patternType }));
}

function list(options: ResourceOptions & { principal?: string[] }): Promise<void> {
  return runAdmin(options, async ({ admin, out, wait }) => {
    const principals = options.principal ?? [null];
    const filters = filtersOf(options).flatMap((filter) => principals.map((principal) => ({ ...filter, principal })));
    const found = (await Promise.all(filters.map((filter) => admin.describeAcls(filter, wait)))).flat();
    const distinct = [...new Map(found.map((acl) => [JSON.stringify(acl), acl])).values()];
    if (options.json) out.line(JSON.stringify(distinct));
    else for (const line of lines('Current', distinct)) out.line(line);
  });
}

function add(options: PrincipalOptions): Promise<void> {
  return runAdmin(options, async ({ admin, out, wait }) => {
    const { values, status } = valuesOf(await admin.createAcls(bindingsOf(options), { ...wait, settled: true }));
    if (options.json) out.line(JSON.stringify(values));
    else for (const line of lines('Adding', values)) out.line(line);
    return status;
  });
}

/** Without a principal: all ACLs of the resources. All ACLs of all resources cannot be removed at once. */
function remove(options: PrincipalOptions): Promise<void> {
  return runAdmin(options, async ({ admin, out, wait }) => {
    const isNamed = options.allowPrincipal !== undefined || options.denyPrincipal !== undefined;
    if (!isNamed && resourcesOf(options).length === 0) {
      throw usageError('name the resources with --topic, --group, --transactional-id or --cluster');
    }
    const filters: AclFilter[] = isNamed ? bindingsOf(options) : filtersOf(options);
    const { values, status } = valuesOf(await admin.deleteAcls(filters, { ...wait, settled: true }));
    if (options.json) out.line(JSON.stringify(values.flat()));
    else for (const line of lines('Removed', values.flat())) out.line(line);
    return status;
  });
}
