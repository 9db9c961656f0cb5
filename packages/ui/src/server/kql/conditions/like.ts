/** `like`: `%` is any text, `_` one character, `\` takes the next one as it is. Matched by segments, not by a regex. */

/** A text, or a number of characters that may be any. */
type Piece = string | number;

/** Compiles a pattern. It costs at most the length of the text times that of the pattern. */
export function compileLike(pattern: string, ignoreCase: boolean): (text: string) => boolean {
  const segments = segmentsOf(ignoreCase ? fold(pattern) : pattern);
  const test = segments.length === 1 ? whole(segments[0]!) : inOrder(segments);
  return ignoreCase ? (text) => test(fold(text)) : test;
}

/** Texts that differ in case only are equal when folded; no text changes its number of characters. */
export function fold(text: string): string {
  // İ has two characters in lower case, and Σ two lower cases.
  return text.replaceAll('İ', 'i').toLowerCase().replaceAll('ς', 'σ');
}

/** What stands between the `%` of a pattern. */
function segmentsOf(pattern: string): Piece[][] {
  const segments: Piece[][] = [[]];
  const put = (character: string): void => {
    const segment = segments.at(-1)!;
    const last = segment.at(-1);
    if (typeof last === 'string') segment[segment.length - 1] = last + character;
    else segment.push(character);
  };
  for (let i = 0; i < pattern.length; i++) {
    const character = pattern[i]!;
    if (character === '%') segments.push([]);
    else if (character === '_') putAny(segments.at(-1)!);
    else put(character === '\\' && i + 1 < pattern.length ? pattern[++i]! : character);
  }
  return segments;
}

function putAny(segment: Piece[]): void {
  const last = segment.at(-1);
  if (typeof last === 'number') segment[segment.length - 1] = last + 1;
  else segment.push(1);
}

const whole =
  (segment: Piece[]) =>
  (text: string): boolean =>
    endOf(segment, text, 0) === text.length;

/** The first segment begins the text, the last one ends it, each other one is where it first fits. */
function inOrder(segments: Piece[][]): (text: string) => boolean {
  const [first, last] = [segments[0]!, segments.at(-1)!];
  const middle = segments.slice(1, -1).filter((segment) => segment.length > 0);
  return (text) => {
    let at = endOf(first, text, 0);
    for (let i = 0; i < middle.length && at >= 0; i++) at = endOfNext(middle[i]!, text, at);
    if (at < 0) return false;
    const start = startOfLast(last, text);
    return start >= at && endOf(last, text, start) === text.length;
  };
}

/** Where a segment that begins at `at` ends; −1: it does not fit there. */
function endOf(segment: Piece[], text: string, at: number): number {
  let end = at;
  for (const piece of segment) {
    if (typeof piece === 'string') {
      if (!text.startsWith(piece, end)) return -1;
      end += piece.length;
    } else {
      end = after(text, end, piece);
      if (end < 0) return -1;
    }
  }
  return end;
}

/** Where a segment ends at its first place from `from` on; −1: it has none. */
function endOfNext(segment: Piece[], text: string, from: number): number {
  const [first] = segment;
  if (typeof first === 'string') {
    for (let at = text.indexOf(first, from); at >= 0; at = text.indexOf(first, at + 1)) {
      const end = endOf(segment, text, at);
      if (end >= 0) return end;
    }
    return -1;
  }
  for (let at = from; at >= 0 && at <= text.length; at = after(text, at, 1)) {
    const end = endOf(segment, text, at);
    if (end >= 0) return end;
  }
  return -1;
}

/** Where a segment would have to begin to end with the text; −1: it is longer. */
function startOfLast(segment: Piece[], text: string): number {
  let start = text.length;
  for (let i = segment.length - 1; i >= 0 && start >= 0; i--) {
    const piece = segment[i]!;
    start = typeof piece === 'string' ? start - piece.length : before(text, start, piece);
  }
  return start;
}

/** The place `count` characters after `at`; −1: the text ends before. */
function after(text: string, at: number, count: number): number {
  let end = at;
  for (let i = 0; i < count; i++) {
    if (end >= text.length) return -1;
    end += text.codePointAt(end)! > 0xffff ? 2 : 1;
  }
  return end;
}

function before(text: string, at: number, count: number): number {
  let start = at;
  for (let i = 0; i < count; i++) {
    if (start <= 0) return -1;
    start -= start >= 2 && text.codePointAt(start - 2)! > 0xffff ? 2 : 1;
  }
  return start;
}
