import { existsSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { usageError } from '../exit';

/** kcat's options with and without a value (kcat 1.7.1). */
const valued = new Set([...'GMtpbzoDKkHdXcfFsrm']);
const plain = new Set([...'PCLQeEOqvTuZlVhJU']);

interface Parsed {
  mode: 'P' | 'C' | 'L' | 'Q' | 'G' | 'M' | undefined;
  /** In order; an option without a value has ''. */
  options: [string, string][];
  rest: string[];
}

/**
 * Whether one of kcat's modes is given instead of a command. This program's own capital options only follow a command.
 */
export function isKcatMode(args: readonly string[]): boolean {
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] as string;
    if (!/^-[A-Za-z]/.test(arg)) return false;
    if (/^-[PCLQGM]/.test(arg)) return true;
    const letter = arg[1] as string;
    if (valued.has(letter)) {
      if (arg.length === 2) at++;
    } else if (!plain.has(letter) || arg.length > 2) {
      return /^-[A-Za-z]*[PCLQ]/.test(arg) && [...arg.slice(1)].every((one) => plain.has(one));
    }
  }
  return false;
}

/** As in getopt: several options may form one word, and a value may be attached. */
function parse(args: readonly string[]): Parsed {
  const parsed: Parsed = { mode: undefined, options: [], rest: [] };
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] as string;
    if (arg === '--') {
      parsed.rest.push(...args.slice(at + 1));
      break;
    }
    if (!arg.startsWith('-') || arg === '-') {
      parsed.rest.push(arg);
      continue;
    }
    for (let letter = 1; letter < arg.length; letter++) {
      const name = arg[letter] as string;
      if (!valued.has(name) && !plain.has(name)) throw usageError(`kcat has no option -${name}; kafka-napi --help`);
      let value = '';
      if (valued.has(name)) {
        value = arg.slice(letter + 1) || (args[++at] as string);
        if (value === undefined) throw usageError(`-${name}: a value must follow it`);
        letter = arg.length;
      }
      if ('PCLQGM'.includes(name)) parsed.mode = name as Parsed['mode'];
      if (!'PCLQ'.includes(name)) parsed.options.push([name, value]);
    }
  }
  return parsed;
}

/** Where kcat keeps its configuration, without -F. */
function defaultFile(env: NodeJS.ProcessEnv): string | undefined {
  if (env['KCAT_CONFIG']) return env['KCAT_CONFIG'];
  const folder = path.join(env['HOME'] ?? os.homedir(), '.config');
  return ['kcat.conf', 'kafkacat.conf'].map((name) => path.join(folder, name)).find((file) => existsSync(file));
}

const commandOf = { P: 'produce', C: 'consume', G: 'consume', L: 'list', Q: 'offsets', M: 'broker' } as const;
/** The same letter, with the same meaning, in our command. */
const same: Record<keyof typeof commandOf, string> = {
  P: 'tpKkHzDZclTXbFqs',
  C: 'tpoecfJDKZuXbFqs',
  G: 'oecfJDKZuXbFqsG',
  L: 'tJXbFq',
  Q: 'JXbFq',
  M: '',
};
/** Options without a counterpart: verbosity, continuing after a temporary error, a schema registry. */
const ignored = new Set(['v', 'E', 'U', 'r']);

/** Translates kcat's command line to our words. */
export function kcatArguments(
  args: readonly string[],
  surroundings: { env: NodeJS.ProcessEnv; readonly stdinIsTerminal: boolean },
): string[] {
  const { mode: given, options, rest } = parse(args);
  const letters = options.map(([name]) => name);
  if (letters.includes('V')) return ['--version'];
  if (letters.includes('h') || (given === undefined && options.length === 0)) return ['--help'];
  const mode = given ?? (surroundings.stdinIsTerminal ? 'C' : 'P');
  const out: string[] = [commandOf[mode]];
  if (!letters.includes('F')) {
    const file = defaultFile(surroundings.env);
    if (file !== undefined) out.push('-F', file);
  }
  if (mode === 'M') return [...out, '--mock', '--port', '0', '--brokers', valueOf(options, 'M'), '--kcat'];
  const settings = options.filter(([name, value]) => name === 'X' && (value === 'list' || value === 'dump'));
  const asksForList = settings.some(([, value]) => value === 'list');
  if (settings.length > 0) return ['properties', asksForList ? 'list' : 'dump', ...settingsOf(options, mode)];
  for (const [name, value] of options) {
    if (ignored.has(name)) continue;
    if (name === 'd') out.push('-X', `debug=${value}`);
    else if (name === 'X') out.push('-X', value.replace(/^topic\./, ''));
    else if (name === 'm')
      out.push(...(mode === 'L' || mode === 'Q' ? ['--timeout', String(Number(value) * 1000)] : []));
    else if (name === 't' && mode === 'Q') out.push('--at', value);
    // Without effect in kcat, too.
    else if (name === 'O') continue;
    // No limit.
    else if (name === 'c' && /^0+$/.test(value)) continue;
    else if (same[mode].includes(name)) out.push(`-${name}`, ...(valued.has(name) ? [value] : []));
    else throw usageError(`-${name} is no option of kcat -${mode}; kafka-napi ${commandOf[mode]} --help`);
  }
  if (mode === 'Q') out.push('--kcat');
  // kcat reads a file as one message and sends no empty lines.
  if (mode === 'P') out.push('--skip-empty', ...(letters.includes('l') ? [] : ['--whole-files']));
  return [...out, ...(rest.length > 0 && rest.some((word) => word.startsWith('-')) ? ['--'] : []), ...rest];
}

const valueOf = (options: [string, string][], letter: string): string =>
  options.filter(([name]) => name === letter).at(-1)?.[1] ?? '';

function settingsOf(options: [string, string][], mode: string): string[] {
  const set = options.filter(([name, value]) => 'XbF'.includes(name) && value !== 'list' && value !== 'dump');
  return ['--client', mode === 'P' ? 'producer' : 'consumer', ...set.flatMap(([name, value]) => [`-${name}`, value])];
}
