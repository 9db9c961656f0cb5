import { isReserved } from '../../shared/kql/grammar/words';

/** For a POSIX shell. */
export const quoted = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;

/** A name as KQL has it: bare where it may be, else in backticks or a string. */
export function kqlName(name: string): string {
  if (/^[A-Za-z_]\w*(?:[.-]\w+)*$/.test(name) && !isReserved(name)) return name;
  return name.includes('`') ? kqlString(name) : `\`${name}\``;
}

export const kqlString = (text: string): string => `'${text.replaceAll("'", "''")}'`;
