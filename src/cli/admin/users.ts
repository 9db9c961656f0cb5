import { type Command, Option } from 'commander';
import type { UserScramCredentialAlteration } from '../../index';
import { usageError } from '../exit';
import { collect } from '../options';
import {
  type AdminCommandOptions,
  type AdminSession,
  runAdmin,
  splitList,
  valuesOf,
  withAdminOptions,
} from './shared/run-admin';

type Mechanism = 'SCRAM_SHA_256' | 'SCRAM_SHA_512';
const mechanisms: Record<string, Mechanism> = { 'SCRAM-SHA-256': 'SCRAM_SHA_256', 'SCRAM-SHA-512': 'SCRAM_SHA_512' };
const written = (mechanism: string): string => mechanism.replaceAll('_', '-');

interface SetOptions extends AdminCommandOptions {
  mechanism: string[];
  iterations?: string;
  password?: string;
}

export function register(program: Command): void {
  const users = program.command('users').description('SCRAM users: list, set a password, delete');
  withAdminOptions(users.command('list').description('users with their mechanisms').argument('[users...]')).action(
    (names: string[], options: AdminCommandOptions) => describeUsers(names, options),
  );
  withAdminOptions(users.command('set').description('create users, or change their passwords').argument('<users...>'))
    .addOption(mechanismOption())
    .option('--iterations <n>', '4096 to 16384 (default: 4096)')
    .option('--password <text>', 'the password; $KAFKA_NAPI_PASSWORD is safer, because process lists do not show it')
    .action((names: string[], options: SetOptions) => setUsers(names, options));
  withAdminOptions(users.command('delete').description("delete users' credentials").argument('<users...>'))
    .addOption(mechanismOption())
    .action((names: string[], options: SetOptions) =>
      alterUsers(
        names.flatMap((user) => namedMechanisms(options.mechanism).map((mechanism) => ({ user, mechanism }))),
        options,
      ),
    );
}

function mechanismOption(): Option {
  return new Option('--mechanism <name>', 'SCRAM-SHA-256 or SCRAM-SHA-512 (repeatable; default: the former)').argParser(
    collect,
  );
}

function namedMechanisms(given: readonly string[] = ['SCRAM-SHA-256']): Mechanism[] {
  return given.map((name) => {
    const found = mechanisms[name.toUpperCase().replaceAll('_', '-')];
    if (found === undefined) throw usageError(`--mechanism ${name}: expected SCRAM-SHA-256 or SCRAM-SHA-512`);
    return found;
  });
}

function iterationsOf(text: string | undefined): { iterations?: number } {
  if (text === undefined) return {};
  if (!/^\d+$/.test(text)) throw usageError(`iterations ${text}: expected a number from 4096 to 16384`);
  return { iterations: Number(text) };
}

function setUsers(names: readonly string[], options: SetOptions): Promise<void> {
  const password = options.password ?? process.env['KAFKA_NAPI_PASSWORD'];
  if (!password) throw usageError('give the password with --password, or in $KAFKA_NAPI_PASSWORD');
  const iterations = iterationsOf(options.iterations);
  return alterUsers(
    names.flatMap((user) =>
      namedMechanisms(options.mechanism).map((mechanism) => ({
        user,
        credentialInfo: { mechanism, ...iterations },
        password,
      })),
    ),
    options,
  );
}

function describeUsers(names: readonly string[], options: AdminCommandOptions): Promise<void> {
  return runAdmin(options, (session) => describeUsersIn(session, names, options.json === true));
}

/** No names: all users. */
export async function describeUsersIn(
  { admin, out, wait }: AdminSession,
  names: readonly string[],
  asJson: boolean,
): Promise<number> {
  const { values, status } = valuesOf(
    await admin.describeUserScramCredentials(names.length === 0 ? undefined : [...names], { ...wait, settled: true }),
  );
  if (asJson) out.line(JSON.stringify(values));
  else {
    for (const { name, credentialInfos } of values) {
      const infos = credentialInfos.map((info) => `${written(info.mechanism)}=iterations=${info.iterations}`);
      out.line(`SCRAM credential configs for user-principal '${name}' are ${infos.join(', ')}`);
    }
  }
  return status;
}

function alterUsers(list: readonly UserScramCredentialAlteration[], options: AdminCommandOptions): Promise<void> {
  return runAdmin(options, async ({ admin, out, wait }) => {
    const { values, status } = valuesOf(await admin.alterUserScramCredentials(list, { ...wait, settled: true }));
    const names = [...new Set(values.map(({ user }) => user))];
    if (options.json) out.line(JSON.stringify(names));
    else for (const user of names) out.line(`Completed updating config for user ${user}.`);
    return status;
  });
}

/** kafka-configs' form: `SCRAM-SHA-256=[iterations=8192,password=secret]` to set, `SCRAM-SHA-256` to delete. */
export function alterUsersByConfig(
  names: readonly string[],
  added: readonly string[],
  deleted: readonly string[],
  options: AdminCommandOptions,
): Promise<void> {
  const sets = added.flatMap(splitList).map((text) => {
    const [, name = '', list] = /^([^=]+)=\[(.*)\]$/.exec(text) ?? [];
    const pairs = new Map((list ?? '').split(',').map((pair) => pair.split(/=(.*)/s) as [string, string]));
    const password = pairs.get('password');
    if (list === undefined || password === undefined)
      throw usageError('--add-config: for a user only SCRAM-SHA-256=[iterations=8192,password=…] can be set');
    return { mechanism: namedMechanisms([name])[0]!, password, ...iterationsOf(pairs.get('iterations')) };
  });
  return alterUsers(
    names.flatMap((user) => [
      ...sets.map(({ password, ...credentialInfo }) => ({ user, credentialInfo, password })),
      ...namedMechanisms(deleted.flatMap(splitList)).map((mechanism) => ({ user, mechanism })),
    ]),
    options,
  );
}
