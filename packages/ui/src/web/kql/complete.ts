import type { Row } from '../../shared/api';
import { completions as ownNames, isReserved } from '../../shared/kql/grammar/words';
import type { Language } from './language';

export interface Completion {
  text: string;
  kind: 'topic' | 'field' | 'function' | 'word';
}

export interface Fields {
  value: string[];
  headers: string[];
}

/** Stand in select and order by only. */
const isAggregate = (name: string): boolean => /^(count|min|max|sum|avg)$/.test(name);

const times = ['@1h', '@24h', '@today', '@yesterday'];

const MOST = 12;

/** The word before the caret that is to be completed, and where it begins. */
export function wordAt(text: string, caret: number): { word: string; from: number } {
  const word = /[\w@.`[\]-]*$/.exec(text.slice(0, caret))?.[0] ?? '';
  return { word, from: caret - word.length };
}

/** Inside of a string nothing is completed. */
export function isInString(text: string, caret: number): boolean {
  const before = text.slice(0, caret);
  return (before.match(/'/g)?.length ?? 0) % 2 === 1;
}

const wantsTopic = (before: string): boolean => /\bfrom\s+\S*$/i.test(before);

const bareName = /^[A-Za-z_]\w*$/;
/** A step of a path, as it must be written. */
export const stepOf = (name: string): string =>
  bareName.test(name) ? `.${name}` : `['${name.replaceAll("'", "''")}']`;

const own: readonly string[] = [...ownNames.paths, 'true', 'false', 'null', 'missing'];

/** A member of the value: its bare name, unless the language has another meaning for that. */
export const memberPath = (name: string): string =>
  bareName.test(name) && !isReserved(name) && !own.includes(name.toLowerCase()) ? name : `value${stepOf(name)}`;

function paths(value: unknown, path: string, into: Map<string, number>, depth: number): void {
  if (typeof value !== 'object' || value === null || depth > 5) return;
  if (Array.isArray(value)) {
    for (const item of value.slice(0, 3)) paths(item, `${path}[*]`, into, depth + 1);
    return;
  }
  for (const [name, inner] of Object.entries(value).slice(0, 60)) {
    const here = path === '' ? memberPath(name) : path + stepOf(name);
    into.set(here, (into.get(here) ?? 0) + 1);
    paths(inner, here, into, depth + 1);
  }
}

/** The fields of some messages: the most frequent first. */
export function fieldsOf(rows: readonly Row[]): Fields {
  const values = new Map<string, number>();
  const headers = new Map<string, number>();
  for (const row of rows) {
    for (const [name] of row.h) headers.set(name, (headers.get(name) ?? 0) + 1);
    if (row.v.text === undefined || row.v.cut) continue;
    try {
      paths(JSON.parse(row.v.text), '', values, 0);
    } catch {
      // Not JSON: it has no fields.
    }
  }
  const sorted = (map: Map<string, number>): string[] =>
    [...map].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0])).map(([name]) => name);
  return { value: sorted(values), headers: sorted(headers).map((name) => `headers${stepOf(name)}`) };
}

/** The topic after `from`, of a text that may be unfinished. */
export const topicOf = (text: string): string | null => {
  const found = /\bfrom\s+(?:`([^`]+)`|"([^"]+)"|([\w.-]+))/i.exec(text);
  return found === null ? null : (found[1] ?? found[2] ?? found[3]!);
};

/** Whether the names of topics are what the caret waits for. */
export const atTopic = (text: string, caret: number): boolean => wantsTopic(text.slice(0, caret));

/** What may stand at the caret, without topics: those are asked for. */
export function completions(
  text: string,
  caret: number,
  whole: boolean,
  fields: Fields,
  words: Language['completions'],
): Completion[] {
  const { word } = wordAt(text, caret);
  const of = (kind: Completion['kind'], texts: readonly string[]): Completion[] =>
    texts.map((one) => ({ text: one, kind }));
  const all = [
    ...of('field', [...fields.value, ...words.paths, ...fields.headers]),
    ...of(
      'function',
      words.functions.filter((name) => whole || !isAggregate(name)).map((name) => `${name}(`),
    ),
    ...of('word', [...(whole ? words.clauses : []), ...words.tests, ...times]),
  ];
  const lower = word.toLowerCase();
  const starts = all.filter((one) => one.text.toLowerCase().startsWith(lower) && one.text !== word);
  const holds = all.filter((one) => !starts.includes(one) && lower !== '' && one.text.toLowerCase().includes(lower));
  return [...starts, ...holds.filter((one) => one.text !== word)].slice(0, MOST);
}
