/** Where in a query something is wrong. */
import type { Fault } from '../../../shared/api';
import { visible } from './visible';

/** The message, and the line of the query with carets under the place. */
export function withCaret(query: string, { message, hint, at }: Pick<Fault, 'message' | 'hint' | 'at'>): string {
  const first = visible(hint === undefined ? message : `${message}. ${hint}`);
  if (at === undefined) return first;
  const lineStart = query.lastIndexOf('\n', at[0] - 1) + 1;
  const next = query.indexOf('\n', lineStart);
  const lineEnd = next < 0 ? query.length : next;
  const before = visible(query.slice(lineStart, at[0]));
  const marked = visible(query.slice(at[0], Math.min(at[1], lineEnd)));
  const rest = visible(query.slice(Math.min(Math.max(at[0], at[1]), lineEnd), lineEnd));
  const shown = around(before, marked, rest);
  return `${first}\n  ${shown.text}\n  ${' '.repeat(widthOf(shown.before))}${'^'.repeat(Math.max(1, widthOf(shown.marked)))}`;
}

const MOST = 60;

/** So much of a long line as is near the place. */
function around(before: string, marked: string, rest: string): { text: string; before: string; marked: string } {
  const left = before.length > MOST ? `…${before.slice(1 - MOST)}` : before;
  const middle = marked.length > MOST ? `${marked.slice(0, MOST - 1)}…` : marked;
  const right = rest.length > MOST ? `${rest.slice(0, MOST - 1)}…` : rest;
  return { text: left + middle + right, before: left, marked: middle };
}

// Letters that are two columns wide on a terminal, and marks that have no column of their own.
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;
const narrow = /\p{M}/u;

/** Columns of a text on a terminal. */
function widthOf(text: string): number {
  let width = 0;
  for (const character of text) width += wide.test(character) ? 2 : narrow.test(character) ? 0 : 1;
  return width;
}
