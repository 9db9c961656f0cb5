import type { Command } from 'commander';
import type { GroupState, GroupType } from '../../index';
import { type AdminCommandOptions, runAdmin, valuesOf, withAdminOptions } from '../admin/shared/run-admin';
import { table } from '../admin/shared/table';
import { usageError } from '../exit';
import { registerDeleteOffsets } from './delete-offsets';
import { describe, type DescribeOptions } from './describe';
import { asTool, groupNames, type GroupOptions, withGroups } from './group-names';
import { registerReset } from './reset';

interface ListOptions extends AdminCommandOptions {
  state?: string | true;
  type?: string | true;
  protocols?: boolean;
}

export function register(program: Command): void {
  const groups = program.command('groups').description('list, describe, reset and delete consumer groups');
  withAdminOptions(groups.command('list').description('ids of groups'))
    .option('--state [states]', 'with their states; or only those in these, as Stable,Empty')
    .option('--type [types]', 'with their types; or only those of these, as classic,consumer')
    .option('--protocols', 'with types and protocols, as kafka-groups lists them')
    .action((options: ListOptions) => list(options));
  withGroups(groups.command('describe').description('offsets and lag, or members, or state'))
    .option('--members', 'members of the group')
    .option('--state', 'coordinator, assignor and state')
    .option('--offsets', 'offsets and lag (the default)')
    .option(
      '--verbose',
      "with --members also each member's partitions; otherwise the leader epochs of the committed offsets",
    )
    .option('--all-groups', 'every group')
    .action((names: string[], options: DescribeOptions) => describe(names, options));
  registerReset(groups);
  registerDeleteOffsets(groups);
  withGroups(groups.command('delete').description('delete groups without members, with their offsets'))
    .option('--all-groups', 'every group')
    .action((names: string[], options: GroupOptions) => remove(names, options));
}

/** Java's constant for a name in the style of the tools: 'PreparingRebalance', 'preparing_rebalance'. */
function constants<Name extends string>(
  flag: string,
  given: string | true | undefined,
  names: readonly Name[],
): Name[] | undefined {
  if (typeof given !== 'string') return undefined;
  const plain = (text: string): string => text.toLowerCase().replace(/[^a-z]/g, '');
  return given.split(',').map((text) => {
    const found = names.find((name) => plain(name) === plain(text));
    if (found === undefined) throw usageError(`--${flag} ${text}: expected one of ${names.join(', ')}`);
    return found;
  });
}

const stateNames: GroupState[] = ['PREPARING_REBALANCE', 'COMPLETING_REBALANCE', 'STABLE', 'DEAD', 'EMPTY'];
const typeNames: GroupType[] = ['CONSUMER', 'CLASSIC'];

function list(options: ListOptions): Promise<void> {
  return runAdmin(options, async ({ admin, out, wait }) => {
    const groupStates = constants('state', options.state, stateNames);
    const types = constants('type', options.type, typeNames);
    const { values, status } = valuesOf(await admin.listConsumerGroups({ ...wait, groupStates, types, settled: true }));
    if (options.json) {
      out.line(JSON.stringify(values));
      return status;
    }
    const columns: [string, (group: (typeof values)[number]) => string][] = [['GROUP', ({ groupId }) => groupId]];
    if (options.protocols) {
      columns.push(
        ['TYPE', ({ type }) => asTool(type)],
        ['PROTOCOL', ({ isSimpleConsumerGroup }) => (isSimpleConsumerGroup ? '' : 'consumer')],
      );
    }
    if (options.type !== undefined) columns.push(['TYPE', ({ type }) => asTool(type)]);
    if (options.state !== undefined) columns.push(['STATE', ({ groupState }) => asTool(groupState)]);
    const rows = values.map((group) => columns.map(([, value]) => value(group)));
    const lines = table(
      columns.map(([name]) => name),
      rows,
      options.protocols ? [20, 20, 20] : [25, 15],
    );
    for (const line of columns.length === 1 ? lines.slice(1) : lines) out.line(line);
    return status;
  });
}

function remove(given: readonly string[], options: GroupOptions): Promise<void> {
  return runAdmin(options, async (session) => {
    const { admin, out, wait } = session;
    const names = await groupNames(session, given, options);
    const { values, status } = valuesOf(await admin.deleteConsumerGroups(names, { ...wait, settled: true }));
    if (options.json) out.line(JSON.stringify(values));
    else
      for (const { groupId } of values)
        out.line(`Deletion of requested consumer groups ('${groupId}') was successful.`);
    return status;
  });
}
