import type { ComponentChildren } from 'preact';

import { groupsOf } from '../format/number';
import { duration, formatTime, iso } from '../format/time';
import { hasMarks, signOf, splitMarks } from '../format/marks';
import { zone } from '../format/zone';
import { fill, t } from '../texts';

/** A number in groups of three. The gaps are margins, so that it is copied as digits. */
export function Num({ value, approx }: { value: string | number | null | undefined; approx?: string | undefined }) {
  if (value === null || value === undefined) return <span class="none">–</span>;
  const [first, ...rest] = groupsOf(String(value));
  return (
    <span class="num">
      {approx !== undefined && (
        <span class="approx" title={approx}>
          ≈{' '}
        </span>
      )}
      {first}
      {rest.map((group) => (
        <i>{group}</i>
      ))}
    </span>
  );
}

/** Text of Kafka's: hidden characters have signs, and what was searched for is marked. */
export function Text({ text, words }: { text: string; words?: RegExp | null | undefined }) {
  if (words === null || words === undefined) return <>{hasMarks(text) ? signs(text) : text}</>;
  const pieces = text.split(words);
  return <>{pieces.map((piece, at) => (at % 2 === 0 ? signs(piece) : <mark>{signs(piece)}</mark>))}</>;
}

function signs(text: string): ComponentChildren {
  if (!hasMarks(text)) return text;
  return splitMarks(text).map((piece, at) =>
    at % 2 === 0 ? (
      piece
    ) : (
      <span class="sign" title={`U+${piece.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`}>
        {signOf(piece)}
      </span>
    ),
  );
}

/** What the words of a text filter find, for `Text`. */
export function wordsOf(filter: string): RegExp | null {
  const words = [...filter.matchAll(/(-?)(?:"([^"]*)"|(\S+))/g)]
    .filter(([, minus, , word]) => minus === '' && !/^x'/i.test(word ?? ''))
    .map(([, , phrase, word]) => phrase ?? word ?? '')
    .filter((word) => word !== '')
    .sort((a, b) => b.length - a.length);
  if (words.length === 0) return null;
  return new RegExp(`(${words.map((word) => word.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')).join('|')})`, 'gi');
}

const kinds: Record<string, string> = { create: t.time.create, append: t.time.append, none: '' };

/** A moment in the zone of the page; its title says it in UTC, as a number, and how long ago it was. */
export function Time({ ms, kind, digits }: { ms: number | null; kind?: string; digits?: 'ms' | 's' | 'min' }) {
  if (ms === null) return <span class="none">–</span>;
  const age = Date.now() - ms;
  const relative = fill(age < 0 ? t.time.ahead : t.time.ago, { time: duration(age) });
  const title = [iso(ms), String(ms), relative, kinds[kind ?? 'none']].filter(Boolean).join('\n');
  return (
    <time class="num" title={title}>
      {formatTime(ms, zone.value, digits)}
    </time>
  );
}

export function Sign({ kind, children }: { kind: 'ok' | 'warn' | 'error' | 'muted'; children: ComponentChildren }) {
  return <span class={`state ${kind}`}>{children}</span>;
}
