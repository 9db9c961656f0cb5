import { InvalidArgumentError } from '../../errors/usage-errors';

/**
 * Converts a RegExp to the pattern with which librdkafka (POSIX extended, classic groups) and brokers (RE2,
 * group.protocol=consumer) match whole topic names. Throws for syntax that they lack or understand differently.
 */
export function topicPattern(operation: string, expression: RegExp): string {
  const refuse = (what: string): never => {
    throw new InvalidArgumentError(
      operation,
      `${operation}: ${String(expression)} cannot be used for topics: ${what} is not understood by the group's coordinator`,
    );
  };
  if (expression.source.includes('\0')) refuse('a NUL character');
  for (const flag of expression.flags) if ('imvy'.includes(flag)) refuse(`the flag ${flag}`);
  const alternatives = split(expression.source, refuse).map((alternative) => {
    const fromStart = alternative.startsWith('^');
    const toEnd = alternative.endsWith('$') && !isEscaped(alternative, alternative.length - 1);
    const inner = translate(alternative.slice(fromStart ? 1 : 0, toEnd ? -1 : undefined), refuse);
    return `${fromStart ? '' : '.*'}${inner}${toEnd ? '' : '.*'}`;
  });
  return alternatives.length === 1 ? `^${alternatives[0]}$` : `^(${alternatives.join('|')})$`;
}

type Refuse = (what: string) => never;

function isEscaped(source: string, at: number): boolean {
  let backslashes = 0;
  while (source[at - 1 - backslashes] === '\\') backslashes++;
  return backslashes % 2 === 1;
}

/** The alternatives at the top level. */
function split(source: string, refuse: Refuse): string[] {
  const parts: string[] = [];
  let depth = 0;
  let inClass = false;
  let start = 0;
  for (let i = 0; i < source.length; i++) {
    const c = source[i];
    if (c === '\\') i++;
    else if (inClass) inClass = c !== ']';
    else if (c === '[') inClass = true;
    else if (c === '(') depth++;
    else if (c === ')') depth--;
    else if (c === '|' && depth === 0) {
      parts.push(source.slice(start, i));
      start = i + 1;
    }
  }
  parts.push(source.slice(start));
  if (parts.length > 1 && parts.includes('')) refuse('an empty alternative');
  return parts;
}

/** Character classes by their letter, as the content of a bracket expression. Topic names are ASCII. */
const classes: Readonly<Record<string, string>> = { d: '0-9', w: 'A-Za-z0-9_', s: ' ' };
const negated: Readonly<Record<string, string>> = { D: '0-9', W: 'A-Za-z0-9_', S: ' ' };

function translate(source: string, refuse: Refuse): string {
  let out = '';
  for (let i = 0; i < source.length; i++) {
    const c = source[i]!;
    if (c === '\\') {
      const escaped = source[++i]!;
      if (classes[escaped]) out += `[${classes[escaped]}]`;
      else if (negated[escaped]) out += `[^${negated[escaped]}]`;
      else if (/[A-Za-z0-9]/.test(escaped)) refuse(`\\${escaped}`);
      // POSIX knows only escapes of its special characters. Other escaped characters are written without the backslash.
      else out += /[.^$*+?()[\]{}|\\]/.test(escaped) ? `\\${escaped}` : escaped;
    } else if (c === '[') {
      const end = classEnd(source, i);
      out += bracket(source.slice(i + 1, end), refuse);
      i = end;
    } else if (c === '(') {
      const group = /^\((?:\?(?::|<(?![=!])[^>]*>))?/.exec(source.slice(i))![0];
      if (group === '(' && source[i + 1] === '?') refuse(`(${source.slice(i + 1, i + 4)}`);
      out += '(';
      i += group.length - 1;
    } else if ((c === '*' || c === '+' || c === '?' || c === '}') && source[i + 1] === '?') {
      // Lazy and greedy quantifiers match the same names.
      out += c;
      i++;
    } else out += c;
  }
  return out;
}

function classEnd(source: string, from: number): number {
  for (let i = from + 1; i < source.length; i++) {
    if (source[i] === '\\') i++;
    else if (source[i] === ']') return i;
  }
  return source.length;
}

/**
 * A bracket expression. In POSIX a backslash has no special meaning there, so `]`, `-` and `^` must stand at places
 * where they are literal.
 */
function bracket(inner: string, refuse: Refuse): string {
  const isNegated = inner.startsWith('^');
  let members = '';
  let dash = false;
  let caret = false;
  for (let i = isNegated ? 1 : 0; i < inner.length; i++) {
    const c = inner[i]!;
    if (c === '\\') {
      const escaped = inner[++i]!;
      if (classes[escaped]) members += classes[escaped];
      else if (escaped === '-') dash = true;
      else if (escaped === '^') caret = true;
      else if (escaped === '.' || escaped === '/') members += escaped;
      else refuse(`\\${escaped} in brackets`);
    } else if (c === '-' && (members === '' || i === inner.length - 1)) dash = true;
    else if (c === '^') caret = true;
    else if (c === '[') refuse('[ in brackets');
    else members += c;
  }
  if (members === '' && !dash && !caret) refuse('an empty class');
  if (members === '' && caret && !isNegated) return dash ? '[-^]' : '\\^';
  return `[${isNegated ? '^' : ''}${members}${caret ? '^' : ''}${dash ? '-' : ''}]`;
}
