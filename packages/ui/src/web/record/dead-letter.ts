import type { Row } from '../../shared/api';

const endings = ['.dlq', '-dlq', '.DLQ', '.DLT', '-dlt'];

/** The topic that a dead letter came from: a header of its frame work says so, or the name of its topic. */
export function deadLetterOf(topic: string, row: Pick<Row, 'h'>): string | null {
  const header = row.h.find(([name]) => /original[-_.]?topic$/i.test(name));
  if (header?.[1].text !== undefined && header[1].as === 'text') return header[1].text;
  const ending = endings.find((one) => topic.endsWith(one) && topic.length > one.length);
  return ending === undefined ? null : topic.slice(0, -ending.length);
}
