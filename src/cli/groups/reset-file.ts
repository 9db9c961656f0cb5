import { readFileSync } from 'node:fs';
import { usageError } from '../exit';

export interface FileReset {
  group: string | undefined;
  topic: string;
  partition: number;
  offset: number;
}

/** The CSV of `--export`: `topic,partition,offset`, optionally preceded by the group. Names may be quoted. */
export function resetsFromFile(file: string): FileReset[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw usageError(`--from-file ${file}: ${(error as Error).message}`);
  }
  return text
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const fields = line.split(',').map((field) => field.trim().replace(/^"(.*)"$/, '$1'));
      const [topic, partition, offset] = fields.slice(-3);
      const group = fields.length === 4 ? fields[0] : undefined;
      if (fields.length < 3 || fields.length > 4 || !/^\d+$/.test(partition ?? '') || !/^\d+$/.test(offset ?? '')) {
        throw usageError(
          `--from-file ${file}: "${line}" is not topic,partition,offset nor group,topic,partition,offset`,
        );
      }
      return { group, topic: topic as string, partition: Number(partition), offset: Number(offset) };
    });
}

export function exportLines(
  resets: readonly { groupId: string; topic: string; partition: number; newOffset: number }[],
  severalGroups: boolean,
): string[] {
  const field = (text: string): string => (/[,"\s]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return resets.map(({ groupId, topic, partition, newOffset }) =>
    [...(severalGroups ? [field(groupId)] : []), field(topic), partition, newOffset].join(','),
  );
}
