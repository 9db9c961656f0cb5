import { usageError } from '../exit';

/**
 * `a:3,b`: topics with their numbers of partitions; the default is one. The rule of names is that of
 * src/config/values/legal-name.ts, written again: the command sees only the public API.
 */
export function parseTopicList(text: string): Record<string, number> {
  const topics: Record<string, number> = {};
  for (const entry of text.split(',')) {
    const [, name, partitions] = /^([A-Za-z0-9._-]{1,249})(?::(\d{1,5}))?$/.exec(entry.trim()) ?? [];
    const count = Number(partitions ?? 1);
    if (name === undefined || count < 1 || name === '.' || name === '..') {
      throw usageError(
        `--topics ${text}: "${entry}" is not NAME or NAME:PARTITIONS; a name is of letters, digits, ".", "_" and "-", 249 at most`,
      );
    }
    if (name in topics) throw usageError(`--topics ${text}: "${name}" is listed twice`);
    topics[name] = count;
  }
  return topics;
}
