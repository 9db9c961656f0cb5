import { session } from '../net/session';

/** For a POSIX shell. */
export const quoted = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;

/** A name as KQL has it: bare where it may be, else in backticks or a string. */
export function kqlName(name: string): string {
  if (/^[A-Za-z_]\w*(?:[.-]\w+)*$/.test(name)) return name;
  return name.includes('`') ? kqlString(name) : `\`${name}\``;
}

export const kqlString = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** `kafka-napi query '…' -b …`. */
export function queryCommand(kql: string): string {
  return `kafka-napi query ${quoted(kql)} -b ${quoted(session.peek()?.bootstrap ?? 'localhost:9092')}`;
}

export const commandOfMessage = (topic: string, partition: number, offset: string): string =>
  queryCommand(`select * from ${kqlName(topic)} where partition = ${partition} and offset = ${offset}`);
