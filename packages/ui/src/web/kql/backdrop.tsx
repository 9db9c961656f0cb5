import type { RefObject } from 'preact';
import { useMemo } from 'preact/hooks';

import type { Fault } from '../../shared/api';
import { isUnfinished } from './fault-line';
import type { Language } from './language';

interface Piece {
  text: string;
  kind: string;
  wrong: boolean;
}

/** The text in the pieces that have a colour, and those that are underlined. */
export function piecesOf(
  text: string,
  tokens: readonly { kind: string; at: readonly [number, number] }[],
  wrong: readonly [number, number] | null,
): Piece[] {
  const edges = new Set([0, text.length, ...(wrong ?? [])]);
  for (const { at } of tokens) at.forEach((edge) => edges.add(edge));
  const sorted = [...edges].filter((edge) => edge <= text.length).sort((a, b) => a - b);
  const pieces: Piece[] = [];
  let token = 0;
  for (let index = 0; index + 1 < sorted.length; index += 1) {
    const [from, to] = [sorted[index]!, sorted[index + 1]!];
    while (token < tokens.length && tokens[token]!.at[1] <= from) token += 1;
    const here = tokens[token];
    pieces.push({
      text: text.slice(from, to),
      kind: here !== undefined && here.at[0] <= from ? here.kind : 'blank',
      wrong: wrong !== null && from >= wrong[0] && to <= wrong[1],
    });
  }
  return pieces;
}

/** Words of the language look other than names. `by`, `asc` and `desc` are such words only where they may stand. */
function classesOf(pieces: readonly Piece[], language: Language | null): string[] {
  let last = '';
  let isOrdered = false;
  return pieces.map(({ kind, text }) => {
    const word = kind === 'word' ? text.toLowerCase() : '';
    const isBy = word === 'by' && /^(group|order)$/.test(last);
    const isWord = isBy || language?.isReserved(word) || (isOrdered && /^(asc|desc)$/.test(word));
    isOrdered ||= isBy && last === 'order';
    if (kind !== 'blank') last = word;
    return isWord ? 'reserved' : kind;
  });
}

interface Props {
  of: RefObject<HTMLDivElement | null>;
  text: string;
  language: Language | null;
  fault: Fault | null;
}

/** The same text behind the field, letter under letter: it has the colours, the field has the caret. */
export function Backdrop({ of, text, language, fault }: Props) {
  const tokens = useMemo(() => language?.tokens(text) ?? [], [language, text]);
  const wrong = fault?.at === undefined || isUnfinished(fault, text) ? null : fault.at;
  const pieces = piecesOf(text, tokens, wrong);
  const classes = classesOf(pieces, language);
  return (
    <div class="backdrop" ref={of} aria-hidden="true">
      {pieces.map((piece, at) => (
        <span class={`k-${classes[at]!}${piece.wrong ? ' k-fault' : ''}`}>{piece.text}</span>
      ))}{' '}
    </div>
  );
}

/** Below a letter of the backdrop, for what opens there. */
export function placeOf(backdrop: HTMLElement, letter: number): { left: number; top: number } {
  const frame = backdrop.getBoundingClientRect();
  const walker = document.createTreeWalker(backdrop, NodeFilter.SHOW_TEXT);
  let rest = letter;
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const length = node.textContent?.length ?? 0;
    if (rest > length) {
      rest -= length;
      continue;
    }
    const range = document.createRange();
    range.setStart(node, rest);
    const box = range.getBoundingClientRect();
    return { left: Math.max(0, Math.min(box.left - frame.left, frame.width - 240)), top: box.bottom - frame.top + 4 };
  }
  return { left: 0, top: frame.height };
}
