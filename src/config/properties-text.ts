/**
 * Parses a Java `.properties` file into pairs, in order: `key=value`, `key: value` or `key value`, comments with `#` or
 * `!`, a backslash at the end of a line continues it, `\uXXXX` and `\:` `\=` `\ ` escapes. (java.util.Properties.load.)
 */
export function parseProperties(text: string): [string, string][] {
  const pairs: [string, string][] = [];
  for (const line of logicalLines(text)) {
    const [key, value] = splitPair(line);
    pairs.push([unescape(key), unescape(value)]);
  }
  return pairs;
}

function* logicalLines(text: string): Generator<string> {
  let pending: string | undefined;
  for (const natural of text.split(/\r\n|[\r\n]/)) {
    const line = natural.replace(/^[ \t\f]+/, '');
    if (pending === undefined && (line === '' || line.startsWith('#') || line.startsWith('!'))) continue;
    const whole: string = (pending ?? '') + line;
    const backslashes = /\\*$/.exec(whole)?.[0].length ?? 0;
    if (backslashes % 2 === 1) {
      pending = whole.slice(0, -1);
    } else {
      pending = undefined;
      yield whole;
    }
  }
  if (pending !== undefined) yield pending;
}

function splitPair(line: string): [string, string] {
  let end = 0;
  while (end < line.length && !'=: \t\f'.includes(line[end] as string)) end += line[end] === '\\' ? 2 : 1;
  const rest = line.slice(end);
  const separator = /^[ \t\f]*[=:]?[ \t\f]*/.exec(rest)?.[0] ?? '';
  return [line.slice(0, end), rest.slice(separator.length)];
}

function unescape(text: string): string {
  return text.replace(/\\(u([0-9a-fA-F]{4})|.)/gs, (_all, kind: string, hex?: string) => {
    if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
    return { t: '\t', n: '\n', r: '\r', f: '\f' }[kind] ?? kind;
  });
}
