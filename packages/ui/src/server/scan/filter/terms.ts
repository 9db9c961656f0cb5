import { FaultError } from '../../../shared/fault-error';

/** One word, phrase or byte string of a text filter. */
export interface Term {
  /** A record with it does not pass. */
  readonly isNot: boolean;
  /** In small letters; '' for bytes. */
  readonly text: string;
  /** Only letters of ASCII: it is looked for among the bytes, without decoding them. */
  readonly isAscii: boolean;
  /** What `x'…'` gives. */
  readonly bytes: Buffer | undefined;
}

/** The longest text of a filter, and the most terms in it. */
const MAX_TEXT = 1000;
const MAX_TERMS = 32;

/** Small letters. The Greek one that ends a word is the same as in its middle. */
export const folded = (text: string): string => text.toLowerCase().replaceAll('ς', 'σ');

/** A minus, then a phrase, bytes or a word. What is not closed goes on to the end. */
const pattern = /(-?)(?:"([^"]*)(?:"|$)|x'((?:[0-9a-f]{2}| )*)'(?=\s|$)|(\S+))/gi;

/**
 * The terms of a filter: words, `"a phrase"`, bytes as `x'0a ff'`, each perhaps behind a minus.
 * @throws FaultError `BAD_REQUEST` for too many.
 */
export function parseTerms(text: string): Term[] {
  const refuse = (message: string): never => {
    throw FaultError.of('BAD_REQUEST', `text: ${message}`, { field: 'text' });
  };
  if (text.length > MAX_TEXT) refuse(`it has ${text.length} characters. At most ${MAX_TEXT}`);
  const terms: Term[] = [];
  for (const [, minus, phrase, hex, word] of text.matchAll(pattern)) {
    const isNot = minus === '-';
    const bytes = hex === undefined ? undefined : Buffer.from(hex.replaceAll(' ', ''), 'hex');
    const letters = folded(phrase ?? word ?? '');
    if (letters === '' && (bytes === undefined || bytes.length === 0)) continue;

    terms.push({ isNot, text: letters, isAscii: /^[\0-\x7f]*$/.test(letters), bytes });
  }
  if (terms.length > MAX_TERMS) refuse(`it has ${terms.length} words. At most ${MAX_TERMS}`);
  return terms;
}
