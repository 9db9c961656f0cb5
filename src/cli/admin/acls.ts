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
import { type AdminCommandOptions, runAdmin, valuesOf, withAdminOptions } from '../admin/run-admin';
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
}

const CLUSTER_NAME = 'kafka-cluster';

const withResources = (command: Command, patterns: string[], otherwise: string): Command =>
  withAdminOptions(command)
    .option('--topic <topic>', 'a topic, * for all (repeatable)', collect)
    .option('--group <group>', 'a group (repeatable)', collect)
    .option('--transactional-id <id>', 'a transactional id (repeatable)', collect)
    .option('--cluster', 'the cluster')
    .addOption(new Option('--resource-pattern-type <type>', 'what the names are').choices(patterns).default(otherwise));

const withPrincipals = (command: Command): Command =>
  command
    .option('--allow-principal <principal>', 'who may, as User:alice (repeatable)', collect)
    .option('--deny-principal <principal>', 'who may not (repeatable)', collect)
    .option('--allow-host <address>', 'from where they may (repeatable; default: anywhere)', collect)
    .option('--deny-host <address>', 'from where they may not (repeatable; default: anywhere)', collect)
    .option('--operation <name>', 'Read, Write, Create … (repeatable; default: All)', collect);

export function register(program: Command): void {
  const acls = program.command('acls').description('list, add and remove access control lists');
  const found = ['literal', 'prefixed', 'match', 'any'];
  withResources(acls.command('list').description('what is allowed and denied'), found, 'any')
    .option('--principal <principal>', 'only of this principal (repeatable)', collect)
    .action((options: ResourceOptions & { principal?: string[] }) => list(options));
  withPrincipals(
    withResources(acls.command('add').description('allow or deny'), ['literal', 'prefixed'], 'literal'),
  ).action((options: PrincipalOptions) => add(options));
  withPrincipals(
    withResources(acls.command('remove').description('take back what was added'), found, 'literal'),
  ).action((options: PrincipalOptions) => remove(options));
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

/** `Describe`, `IdempotentWrite`, `idempotent_write` → Java's constant; the client says what is none. */
function operationOf(text: string): AclOperation {
  return text
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .replace(/-/g, '_')
    .toUpperCase() as AclOperation;
}

function bindingsOf(options: PrincipalOptions): NewAcl[] {
  const resources = resourcesOf(options);
  if (resources.length === 0) throw usageError('say to what with --topic, --group, --transactional-id or --cluster');
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
  if (bindings.length === 0) throw usageError('say who with --allow-principal or --deny-principal');
  return bindings;
}

/** As kafka-acls prints them: by resource. */
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

/** Without a principal: everything about the resources. Everything about everything cannot be asked for. */
function remove(options: PrincipalOptions): Promise<void> {
  return runAdmin(options, async ({ admin, out, wait }) => {
    const isNamed = options.allowPrincipal !== undefined || options.denyPrincipal !== undefined;
    if (!isNamed && resourcesOf(options).length === 0) {
      throw usageError('say of what with --topic, --group, --transactional-id or --cluster');
    }
    const filters: AclFilter[] = isNamed ? bindingsOf(options) : filtersOf(options);
    const { values, status } = valuesOf(await admin.deleteAcls(filters, { ...wait, settled: true }));
    if (options.json) out.line(JSON.stringify(values.flat()));
    else for (const line of lines('Removed', values.flat())) out.line(line);
    return status;
  });
}
