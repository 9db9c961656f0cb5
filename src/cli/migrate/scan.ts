/** What of a JavaScript or TypeScript file is code, what is text. Comments are neither. */

export interface Literal {
  /** Of its content, without quotes. */
  start: number;
  end: number;
  value: string;
}

export interface Scanned {
  /** The file with its comments and the content of its strings replaced by spaces: offsets are the same. */
  code: string;
  literals: Literal[];
}

/** What a division cannot follow: there a slash begins a regular expression. */
const beforeExpression =
  /(?:^|[(,=:[!&|?{};+\-*%<>~^]|\b(?:return|typeof|case|in|of|delete|void|throw|new|else|do))\s*$/;

/** Not a parser: it knows comments, strings, templates and regular expressions, which is enough to find names. */
export function scan(text: string): Scanned {
  const code = text.split('');
  const literals: Literal[] = [];
  /** Depths of braces at which a template goes on. */
  const templates: number[] = [];
  let depth = 0;
  let i = 0;

  const blank = (from: number, to: number): void => {
    for (let at = from; at < to; at++) if (code[at] !== '\n' && code[at] !== '\r') code[at] = ' ';
  };
  const lineEnd = (from: number): number => {
    const at = text.indexOf('\n', from);
    return at < 0 ? text.length : at;
  };

  const commentEnd = (from: number): number => {
    const at = text.indexOf('*/', from);
    return at < 0 ? text.length : at + 2;
  };

  /** The rest of a template, up to its end or to `${`. */
  const template = (from: number): number => {
    let at = from;
    while (at < text.length) {
      const char = text[at];
      if (char === '\\') at += 2;
      else if (char === '`') break;
      else if (char === '$' && text[at + 1] === '{') {
        blank(from, at);
        templates.push(depth++);
        return at + 2;
      } else at++;
    }
    blank(from, at);
    return at + 1;
  };

  const quoted = (quote: string, from: number): number => {
    let at = from;
    while (at < text.length && text[at] !== quote && text[at] !== '\n') at += text[at] === '\\' ? 2 : 1;
    literals.push({ start: from, end: at, value: text.slice(from, at) });
    blank(from, at);
    return at + 1;
  };

  /** The end of a regular expression that begins before `from`; undefined: it is none. */
  const expressionEnd = (from: number): number | undefined => {
    let inClass = false;
    for (let at = from; at < text.length && text[at] !== '\n'; at++) {
      const char = text[at];
      if (char === '\\') at++;
      else if (char === '[') inClass = true;
      else if (char === ']') inClass = false;
      else if (char === '/' && !inClass) return at;
    }
    return undefined;
  };

  const slash = (): number => {
    const next = text[i + 1];
    const end = next === '/' ? lineEnd(i) : next === '*' ? commentEnd(i + 2) : undefined;
    if (end !== undefined) {
      blank(i, end);
      return end;
    }
    const close = beforeExpression.test(code.slice(Math.max(0, i - 20), i).join('')) ? expressionEnd(i + 1) : undefined;
    if (close === undefined) return i + 1;
    blank(i + 1, close);
    return close + 1;
  };

  while (i < text.length) {
    const char = text[i]!;
    if (char === '/') i = slash();
    else if (char === "'" || char === '"') i = quoted(char, i + 1);
    else if (char === '`') i = template(i + 1);
    else if (char === '{') {
      depth++;
      i++;
    } else if (char === '}') {
      depth--;
      i = templates.at(-1) === depth ? (templates.pop(), template(i + 1)) : i + 1;
    } else i++;
  }
  return { code: code.join(''), literals };
}

/** Line numbers of offsets that grow. */
export function lineCounter(text: string): (offset: number) => number {
  let line = 1;
  let at = 0;
  return (offset) => {
    if (offset < at) [line, at] = [1, 0];
    for (; at < offset; at++) if (text.charCodeAt(at) === 10) line++;
    return line;
  };
}
