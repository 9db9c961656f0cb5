import type { Command } from 'commander';
import { type AdminCommandOptions, type AdminSession, withAdminOptions } from '../admin/shared/run-admin';
import { usageError } from '../exit';
import { collect } from '../options';

export interface GroupOptions extends AdminCommandOptions {
  group?: string[];
  allGroups?: boolean;
}

export const withGroups = (command: Command): Command =>
  withAdminOptions(command.argument('[groups...]')).option(
    '--group <group>',
    'a group, as an argument is one (repeatable)',
    collect,
  );

/** The given groups, or all groups with `--all-groups`. */
export async function groupNames(
  { admin, wait }: AdminSession,
  given: readonly string[],
  options: GroupOptions,
): Promise<string[]> {
  if (options.allGroups) return (await admin.listConsumerGroups(wait)).map(({ groupId }) => groupId);
  const all = [...new Set([...given, ...(options.group ?? [])])];
  if (all.length === 0) throw usageError('name at least one group, or use --all-groups');
  return all;
}

/** In the form of Kafka's tools: PreparingRebalance. */
export const asTool = (name: string): string =>
  name.toLowerCase().replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());
