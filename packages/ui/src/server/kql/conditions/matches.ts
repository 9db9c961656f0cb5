/** `matches`: RE2 in JavaScript, whose time grows with the text only, whatever the pattern. */
import { RE2JS } from 're2js';
import type { Span } from '../../../shared/kql/ast';
import { quoted, wrong } from '../../../shared/kql/fault';
import type { Context } from '../expressions/read';
import { leastSteps } from './pattern-size';

/** Steps of one pattern when it is compiled. */
const MAX_STEPS = 2000;
/** And of all patterns of a query as they are written: to compile them takes time on the thread that answers. */
export const MAX_PATTERN_STEPS = 4000;
/** Characters of a text that are looked at. */
const MAX_TEXT = 65_536;

/** What re2js says, in our words. */
const reasons: Readonly<Record<string, string>> = {
  'missing closing )': 'missing )',
  'missing closing ]': 'missing ]',
  'unexpected )': 'a ) too many',
  'missing argument to repetition operator': 'nothing stands before the repetition',
  'invalid nested repetition operator': 'a repetition of a repetition',
  'invalid repeat count': 'repeated more than 1,000 times',
  'invalid escape sequence': 'an escape that is not known',
  'invalid character class range': 'a class that is not known',
  'invalid or unsupported Perl syntax': 'look-around and other extensions of Perl are not known',
  'trailing backslash at end of expression': 'a \\ at the end',
};

type Needs = Pick<Context, 'faults' | 'patterns'>;

/** Compiles a pattern, which may match anywhere in a text. Throws a FaultError for one that is none. */
export function compileMatches(pattern: string, at: Span, { faults, patterns }: Needs): (text: string) => boolean {
  patterns.stepsLeft -= leastSteps(pattern);
  if (patterns.stepsLeft < 0) {
    const most = MAX_PATTERN_STEPS.toLocaleString('en-US');
    throw wrong(`matches '${quoted(pattern)}': the patterns of a query have at most ${most} steps`, at);
  }
  const compiled = compiledPattern(pattern, at);
  return (text) => {
    if (text.length <= MAX_TEXT) return compiled.test(text);
    faults.longText++;
    return compiled.test(text.slice(0, MAX_TEXT));
  };
}

function compiledPattern(pattern: string, at: Span): RE2JS {
  let compiled: RE2JS;
  try {
    compiled = RE2JS.compile(pattern);
  } catch (error) {
    throw wrong(`matches '${quoted(pattern)}': ${reasonOf(error)}`, placeIn(pattern, at, error));
  }
  const size = compiled.programSize();
  if (size <= MAX_STEPS) return compiled;
  throw wrong(`matches '${quoted(pattern)}': it needs ${size} steps. ${MAX_STEPS} are possible`, at);
}

interface SyntaxFault {
  error?: unknown;
  input?: unknown;
}

function reasonOf(error: unknown): string {
  const reason = (error as SyntaxFault).error;
  if (typeof reason !== 'string') return 'it is no pattern';
  return Object.hasOwn(reasons, reason) ? reasons[reason]! : reason;
}

/** The part of the string that is wrong. */
function placeIn(pattern: string, at: Span, error: unknown): Span {
  const { input } = error as SyntaxFault;
  const begin = typeof input === 'string' && input !== '' ? pattern.indexOf(input) : -1;
  // A doubled quote stands for one: the places in the string are then not those in the query.
  if (begin < 0 || pattern.length !== at[1] - at[0] - 2) return at;
  return [at[0] + 1 + begin, at[0] + 1 + begin + (input as string).length];
}
