import type { Fault } from '../api/faults';
import { FaultError } from '../fault-error';
import type { Span } from './ast';

export interface Fix {
  at: Span;
  text: string;
}

/** A fault of the query at this place. */
export function faultAt(message: string, at: Span, fix?: Fix): Fault {
  return { code: 'KQL', message, at, ...(fix === undefined ? {} : { fix }), retriable: false };
}

/** What is thrown inside of the parser and the compiler; neither lets it out. */
export function wrong(message: string, at: Span, fix?: Fix): FaultError {
  return new FaultError(faultAt(message, at, fix));
}

/** Part of a query as it is quoted in a message. */
export function quoted(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > 40 ? `${line.slice(0, 39)}…` : line;
}
