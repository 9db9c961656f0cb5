import { invalidValue } from '../invalid';

/** One entry of a JAAS configuration: the login module and its options. */
export interface JaasEntry {
  readonly loginModule: string;
  readonly options: ReadonlyMap<string, string>;
}

const property = 'sasl.jaas.config';

// The text is a secret: a message may quote only the name of a module or an option.
const refuse = (why: string): never => {
  throw invalidValue(property, '[hidden]', why);
};

const escapes: Readonly<Record<string, string>> = { a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };

interface Token {
  readonly text: string;
  readonly kind: 'word' | 'quoted' | 'symbol';
}

/** Tokens as java.io.StreamTokenizer finds them with the settings of Java's JAAS parser. */
function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  const blank = /(?:\s+|\/\/[^\r\n]*|\/\*[\s\S]*?\*\/)+/y;
  const word = /[A-Za-z0-9_$.\-\u00a0-\u{10ffff}]+/uy;
  let i = 0;
  while (i < text.length) {
    blank.lastIndex = i;
    const gap = blank.exec(text);
    if (gap) {
      i += gap[0].length;
      continue;
    }
    const quote = text[i]!;
    if (quote === '"' || quote === "'") {
      let value = '';
      i++;
      while (i < text.length && text[i] !== quote) {
        if (text[i] === '\n' || text[i] === '\r') refuse('A quoted value must end on its line');
        if (text[i] !== '\\') {
          value += text[i++];
          continue;
        }
        const octal = /^\\([0-3][0-7]{0,2}|[4-7][0-7]?)/.exec(text.slice(i, i + 4));
        if (octal) value += String.fromCharCode(parseInt(octal[1]!, 8));
        else value += escapes[text[i + 1] ?? ''] ?? text[i + 1] ?? '';
        i += octal ? octal[0].length : 2;
      }
      if (i >= text.length) refuse('A quote is not closed');
      tokens.push({ text: value, kind: 'quoted' });
      i++;
      continue;
    }
    word.lastIndex = i;
    const found = word.exec(text);
    tokens.push(found ? { text: found[0], kind: 'word' } : { text: quote, kind: 'symbol' });
    i += found ? found[0].length : 1;
  }
  return tokens;
}

const knownOptions = new Set(['username', 'password', 'clientId', 'clientSecret', 'scope', 'principal', 'keyTab']);

const flags = new Set(['required', 'requisite', 'sufficient', 'optional']);

/** Parses `<login module> required name="value" …;`, the only entry that Java allows in `sasl.jaas.config`. */
export function parseJaas(text: string): JaasEntry {
  const tokens = tokenize(text);
  let at = 0;
  const module = tokens[at++];
  if (module?.kind !== 'word') return refuse('It must begin with the class of a login module');
  const flag = tokens[at++];
  if (!flag || !flags.has(flag.text.toLowerCase()))
    return refuse(`The login module must be followed by required, requisite, sufficient or optional`);
  const options = new Map<string, string>();
  for (;;) {
    const key = tokens[at++];
    if (!key) return refuse('The entry must end with a semicolon');
    if (key.kind === 'symbol' && key.text === ';') break;
    if (key.kind === 'symbol') return refuse('An option must be name="value"');
    const equals = tokens[at++];
    const value = tokens[at++];
    if (equals?.text !== '=' || !value || value.kind === 'symbol') {
      // In a malformed line this may be a part of the password.
      const name = knownOptions.has(key.text) ? key.text : 'an option';
      return refuse(`Value not specified for ${name}: an option must be name="value"`);
    }
    options.set(key.text, value.text);
  }
  if (at < tokens.length) return refuse('It must contain exactly one login module');
  return { loginModule: module.text, options };
}
