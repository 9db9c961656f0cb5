/**
 * How many steps a pattern has at least, by its repetitions: before it is compiled, because that takes as long as they
 * are many. What is no pattern has some number, too.
 */
export function leastSteps(pattern: string): number {
  // Sizes of the open groups; the last one grows.
  const open = [0];
  let last = 0;
  const put = (size: number): void => {
    last = size;
    open[open.length - 1]! += size;
  };
  for (let i = 0; i < pattern.length; i++) {
    const character = pattern[i]!;
    if (character === '\\') {
      i = pastEscape(pattern, i);
      put(1);
    } else if (character === '[') {
      i = pastClass(pattern, i);
      put(1);
    } else if (character === '(') {
      open.push(0);
      i = pastGroupName(pattern, i);
    } else if (character === ')') {
      if (open.length > 1) put(open.pop()!);
    } else if (character === '{') {
      const [whole, least, most] = /^\{(\d+)(?:,(\d*))?\}/.exec(pattern.slice(i)) ?? [];
      if (whole === undefined) put(1);
      else {
        const size = last;
        put(size * (Math.max(Number(least), Number(most || 0)) - 1));
        last += size;
        i += whole.length - 1;
      }
    } else if (!'?*+|'.includes(character)) put(1);
  }
  return open.reduce((sum, size) => sum + size, 0);
}

/** The last character of what begins a group: `(`, `(?:`, `(?P<name>`, `(?i`. */
function pastGroupName(pattern: string, at: number): number {
  const [whole] = /^\((?:\?(?:P?<\w*>|[imsU-]*:?))?/.exec(pattern.slice(at))!;
  return at + whole.length - 1;
}

/** The last character of an escape: `\d`, `\pL`, `\p{Greek}`, `\x{10FFFF}`. */
function pastEscape(pattern: string, at: number): number {
  const [whole] = /^\\(?:[pPx](?:\{[^}]*\}?|.)|.)?/s.exec(pattern.slice(at))!;
  return at + Math.max(1, whole.length) - 1;
}

/** The bracket that closes a class; the end of the pattern if none does. */
function pastClass(pattern: string, at: number): number {
  // A bracket at once behind the opening one is part of the class.
  const [whole] = /^\[\^?\]?(?:\\.|\[:\w+:\]|[^\]\\])*\]?/s.exec(pattern.slice(at))!;
  return at + whole.length - 1;
}
