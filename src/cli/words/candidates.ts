import type { Command, Option } from 'commander';
import type { CommandLine } from '../command-line';

/** Limit for requesting a list of names. */
const ASK_MS = 2000;

/** The possible completions of the last of these words. */
export async function candidates(words: readonly string[], line: CommandLine): Promise<string[]> {
  const current = words.at(-1) ?? '';
  const before = words.slice(0, -1);
  const fitting = (names: readonly string[]): string[] => names.filter((name) => name.startsWith(current)).sort();
  const [name] = before;
  if (name === undefined) {
    return fitting(line.names);
  }
  const program = line.create([name]);
  let command = program.commands.find((one) => one.name() === name);
  if (command === undefined) return [];
  for (const word of before.slice(1)) command = command.commands.find((one) => one.name() === word) ?? command;
  const expecting = optionOf(command, before.at(-1) as string);
  if (expecting !== undefined && (expecting.required || expecting.optional)) {
    return fitting(expecting.argChoices ?? (await names(kindOf(expecting.long ?? ''), before)));
  }
  if (current.startsWith('-')) {
    return fitting(command.options.flatMap(({ short, long }) => [short, long].filter((one) => one !== undefined)));
  }
  if (command.commands.length > 0) return fitting(command.commands.map((one) => one.name()));
  const argument = command.registeredArguments[0];
  if (argument === undefined) return [];
  return fitting(argument.argChoices ?? (await names(kindOf(argument.name()), before)));
}

function optionOf(command: Command, word: string): Option | undefined {
  return command.options.find(({ short, long }) => short === word || long === word);
}

function kindOf(name: string): 'topics' | 'groups' | undefined {
  if (/topics?$/.test(name)) return 'topics';
  return /groups?$/.test(name) ? 'groups' : undefined;
}

/** Requests names from the cluster of the command line. Returns none without an answer. */
async function names(kind: 'topics' | 'groups' | undefined, before: readonly string[]): Promise<string[]> {
  if (kind === undefined) return [];
  const { AdminClient } = require('../../index') as typeof import('../../index');
  const { clientProperties } = require('../options') as typeof import('../options');
  const after = (...flags: string[]): string | undefined =>
    before[before.findIndex((word) => flags.includes(word)) + 1];
  const has = (...flags: string[]): boolean => before.some((word) => flags.includes(word));
  try {
    const properties = clientProperties({
      ...(has('-b', '--bootstrap-server') && { bootstrapServer: after('-b', '--bootstrap-server') }),
      ...(has('-F', '--file') && { file: after('-F', '--file') }),
      property: before.filter((_, index) => ['-X', '--property'].includes(before[index - 1] ?? '')),
    });
    const admin = new AdminClient(properties);
    admin.on('error', () => {});
    try {
      const wait = { timeoutMs: ASK_MS };
      if (kind === 'groups') return (await admin.listConsumerGroups(wait)).map(({ groupId }) => groupId);
      return (await admin.metadata(null, wait)).topics.map(({ topic }) => topic);
    } finally {
      await admin.close({ timeoutMs: 0 });
    }
  } catch {
    return [];
  }
}
