import { folded, type Term } from './terms';

/** Bytes that are made a text at once. Longer parts are searched piece by piece. */
const PIECE = 1 << 20;
/** More than the longest term can have, each letter written as \uXXXX twice. */
const OVERLAP = 12 * 1024;

/** Whether a part has the term, without regard to case. */
export function hasTerm(part: Buffer, term: Term): boolean {
  if (term.bytes !== undefined) return part.includes(term.bytes);
  if (part.length <= PIECE) return hasText(part, term);
  for (let at = 0; at < part.length; at += PIECE - OVERLAP)
    if (hasText(part.subarray(at, at + PIECE), term)) return true;
  return false;
}

function hasText(part: Buffer, term: Term): boolean {
  if (term.isAscii) return part.toString('latin1').toLowerCase().includes(term.text);
  const text = part.toString();
  if (folded(text).includes(term.text)) return true;
  return text.includes('\\u') && folded(unescaped(text)).includes(term.text);
}

/** JSON's \uXXXX as what they stand for: many writers escape all letters outside of ASCII. */
function unescaped(text: string): string {
  return text.replace(/\\u([0-9a-f]{4})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}
