/** Reads queries. Used by the browser while one types, and by the server. */
import type { Fault } from '../api/faults';
import { FaultError } from '../fault-error';
import type { Condition, Query } from './ast';
import { readCondition, readQuery } from './grammar/clauses';
import { faultAt, wrong } from './fault';
import { Lexer, MAX_CHARACTERS, type Token } from './grammar/lexer';
import { checkCondition, resolve } from './resolve';

export type Parsed<T> = { ok: true; query: T } | { ok: false; fault: Fault };

/** A whole query, `select … from …`. Never throws. */
export function parse(text: string): Parsed<Query> {
  return guarded(text, () => resolve(readQuery(text), text));
}

/** A condition as behind `where`. Never throws. */
export function parseCondition(text: string): Parsed<Condition> {
  return guarded(text, () => {
    const condition = readCondition(text);
    checkCondition(condition);
    return condition;
  });
}

function guarded<T>(text: string, read: () => T): Parsed<T> {
  try {
    if (text.length > MAX_CHARACTERS) {
      const at: [number, number] = [MAX_CHARACTERS, text.length];
      throw wrong(`the query has ${text.length} characters. ${MAX_CHARACTERS} are possible`, at);
    }
    return { ok: true, query: read() };
  } catch (error) {
    if (FaultError.is(error)) return { ok: false, fault: error.fault };
    // What nobody has thought of must not end a server: it is a fault of the whole text.
    return { ok: false, fault: faultAt('the query cannot be read', [0, text.length]) };
  }
}

/** The tokens of a text, for colours; the last one is `wrong` where the text is. Never throws. */
export function tokens(text: string): { kind: Token['kind'] | 'wrong'; at: [from: number, to: number] }[] {
  const lexer = new Lexer(text.slice(0, MAX_CHARACTERS));
  const all: ReturnType<typeof tokens> = [];
  for (;;) {
    try {
      const token = lexer.next();
      if (token.kind === 'end') return all;
      all.push({ kind: token.kind, at: token.at });
    } catch {
      all.push({ kind: 'wrong', at: [all.at(-1)?.at[1] ?? 0, text.length] });
      return all;
    }
  }
}
