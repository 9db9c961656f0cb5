import type { Headers, RecordColumns } from 'kafka-napi';
import { hasTerm } from './search';
import { parseTerms, type Term } from './terms';

/** A record as a filter sees it: its bytes, and texts of parts that are shown as something else than their bytes. */
export interface Searched {
  readonly columns: RecordColumns;
  readonly index: number;
  /** In small letters. Called only if the bytes alone do not decide. */
  texts(): readonly string[];
}

/**
 * Records that have all words, in any of key, value, names and values of headers, without regard to case. Large values
 * are searched whole.
 */
export class TextFilter {
  readonly #terms: readonly Term[];

  /** @throws FaultError `BAD_REQUEST` for a text with too many words. */
  constructor(text: string) {
    // Those of ASCII first: they are found faster.
    this.#terms = parseTerms(text).sort((a, b) => Number(b.isAscii) - Number(a.isAscii));
  }

  /** Every record passes. */
  get isEmpty(): boolean {
    return this.#terms.length === 0;
  }

  test(record: Searched): boolean {
    const part = new Parts(record);
    for (const term of this.#terms) if (part.has(term) === term.isNot) return false;
    return true;
  }
}

/** Key and value up to this size are looked at as one text. */
const SMALL = 64 * 1024;

/** The parts of one record; what a term has made of them is kept for the next one. */
class Parts {
  readonly #record: Searched;
  /** Key and value, one behind the other, in small letters. */
  #both: string | undefined;
  #headers: Headers | undefined;

  constructor(record: Searched) {
    this.#record = record;
  }

  has(term: Term): boolean {
    if (this.#inKeyOrValue(term)) return true;
    const headers = (this.#headers ??= this.#record.columns.headers(this.#record.index));
    for (const [name, value] of headers) {
      if (hasTerm(Buffer.from(name), term) || (value !== null && hasTerm(value, term))) return true;
    }
    return term.bytes === undefined && this.#record.texts().some((text) => text.includes(term.text));
  }

  #inKeyOrValue(term: Term): boolean {
    const { columns, index } = this.#record;
    const keyLength = Math.max(0, columns.keyLength(index));
    const valueLength = Math.max(0, columns.valueLength(index));
    if (!term.isAscii || term.bytes !== undefined || keyLength + valueLength > SMALL) {
      const [key, value] = [columns.key(index), columns.value(index)];
      return (key !== null && hasTerm(key, term)) || (value !== null && hasTerm(value, term));
    }
    // A value lies right behind its key.
    const start = columns.keyStart(index);
    const both = (this.#both ??= columns.bytes
      .toString('latin1', start, start + keyLength + valueLength)
      .toLowerCase());
    for (let at = -1; ;) {
      at = both.indexOf(term.text, at + 1);
      if (at < 0) return false;
      // Not one that begins in the key and ends in the value.
      if (at >= keyLength || at + term.text.length <= keyLength) return true;
    }
  }
}
