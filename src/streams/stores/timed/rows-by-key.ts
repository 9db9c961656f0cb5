import { ownText, parted } from '../bytes/key-text';
import { lowerBound } from '../key-value-bytes';

/** The rows of one key by the text of what follows the key: its times. */
interface Rows<E> {
  readonly suffixes: string[];
  readonly entries: E[];
}

/** The index of the first that is not below `end`: with most records the last one, or behind it. */
function placeOf(ends: readonly string[], end: string): number {
  const last = ends.length - 1;
  if (ends[last] === end) return last;
  return ends[last]! < end ? last + 1 : lowerBound(ends, end);
}

/** Entries by texts that end with times, so that those of one key are together, in order of their times. */
export class RowsByKey<E> {
  readonly #suffix: number;
  readonly #rows = new Map<string, Rows<E>>();
  size = 0;
  /** What was looked up last, which is often written next: its parts, and where it is or would be. */
  #text: string | undefined;
  #key = '';
  #end = '';
  #found: Rows<E> | undefined;
  #at = 0;

  /** `suffix`: how many characters follow the key itself. */
  constructor(suffix: number) {
    this.#suffix = suffix;
  }

  split(text: string): [key: string, suffix: string] {
    return [text.slice(0, -this.#suffix), text.slice(-this.#suffix)];
  }

  #look(text: string): void {
    if (text === this.#text) return;
    [this.#key, this.#end] = parted(text, this.#suffix);
    this.#found = this.#rows.get(this.#key);
    this.#at = this.#found ? placeOf(this.#found.suffixes, this.#end) : 0;
    this.#text = text;
  }

  get(text: string): E | undefined {
    this.#look(text);
    const rows = this.#found;
    return rows?.suffixes[this.#at] === this.#end ? rows.entries[this.#at] : undefined;
  }

  /** True: there was none before. */
  set(text: string, entry: E): boolean {
    this.#look(text);
    const at = this.#at;
    const suffix = this.#end;
    const rows = this.#found;
    if (rows?.suffixes[at] === suffix) {
      rows.entries[at] = entry;
      return false;
    }
    this.#text = undefined;
    this.size++;
    if (!rows) this.#rows.set(ownText(this.#key), { suffixes: [suffix], entries: [entry] });
    else if (at === rows.suffixes.length) {
      rows.suffixes.push(suffix);
      rows.entries.push(entry);
    } else {
      rows.suffixes.splice(at, 0, suffix);
      rows.entries.splice(at, 0, entry);
    }
    return true;
  }

  /** False: there was none. */
  delete(text: string): boolean {
    const [key, suffix] = this.split(text);
    const rows = this.#rows.get(key);
    const at = rows ? lowerBound(rows.suffixes, suffix) : 0;
    if (rows?.suffixes[at] !== suffix) return false;
    this.#text = undefined;
    rows.suffixes.splice(at, 1);
    rows.entries.splice(at, 1);
    this.size--;
    if (rows.suffixes.length === 0) this.#rows.delete(key);
    return true;
  }

  /** Those of the key that both bounds have, which are inclusive. */
  between(from: string, to: string): [text: string, entry: E][] {
    const [key, first] = this.split(from);
    const rows = this.#rows.get(key);
    if (!rows) return [];
    const begin = lowerBound(rows.suffixes, first);
    // No text lies between a bound and the bound with one NUL more.
    const end = lowerBound(rows.suffixes, `${this.split(to)[1]}\0`);
    return rows.suffixes
      .slice(begin, Math.max(begin, end))
      .map((suffix, i) => [key + suffix, rows.entries[begin + i]!]);
  }

  *all(): Generator<[text: string, entry: E]> {
    for (const [key, { suffixes, entries }] of this.#rows)
      for (let i = 0; i < suffixes.length; i++) yield [key + suffixes[i]!, entries[i]!];
  }

  clear(): void {
    this.#rows.clear();
    this.#text = undefined;
    this.size = 0;
  }
}

/** Texts of one time by key, then by what follows it. `split`: into both. */
export function sortedTexts(texts: Iterable<string>, split: (text: string) => [string, string]): string[] {
  const pairs = Array.from(texts, split);
  pairs.sort(([a, c], [b, d]) => (a !== b ? (a < b ? -1 : 1) : c < d ? -1 : 1));
  return pairs.map(([key, suffix]) => key + suffix);
}
