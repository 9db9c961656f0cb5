import type { Page, Row, ScanRequest, TopicRow } from '../../shared/api';
import { get, queryOf } from '../net/http';
import { readStream } from '../net/stream';
import { fieldsOf, type Fields } from './complete';

const SAMPLE = 30;
const NAMES = 12;

/** Fields of the newest messages of a topic. */
export async function sampleFields(topic: string, signal: AbortSignal): Promise<Fields> {
  const rows: Row[] = [];
  const request: ScanRequest = { topic, mode: 'newest', limit: SAMPLE, preview: 4096 };
  await readStream('/scan', request, { rows: ({ rows: come }) => rows.push(...come) }, signal);
  return fieldsOf(rows);
}

/** Topics that have the word in their name. */
export async function topicNames(word: string, signal: AbortSignal): Promise<string[]> {
  const page = await get<Page<TopicRow>>(`/topics${queryOf({ q: word, limit: NAMES })}`, signal);
  return page.items.map(({ name }) => name);
}
