import { kqlString } from '../../format/quoting';
import { memberPath, stepOf } from '../../kql/complete';
import type { Printed } from './json-print';

const member = /^("(?:[^"\\]|\\.)*"): /s;

/** The member name of a line, decoded; null for an item of a list, undefined where it cannot be read. */
function nameOf(line: string): string | null | undefined {
  const found = member.exec(line);
  if (found === null) return null;
  try {
    return String(JSON.parse(found[1]!));
  } catch {
    return undefined;
  }
}

/** The condition of KQL that messages with the value of this line fulfil; null where the line has none. */
export function conditionOf({ text, starts, depths }: Printed, line: number): string | null {
  const lineAt = (index: number): string => text.slice(starts[index], starts[index + 1]);
  const value = lineAt(line).replace(member, '').replace(/,$/, '');
  if (!/^("|-?\d|true$|false$|null$)/.test(value) || value.length > 500) return null;
  let path = '';
  let full = '';
  for (let depth = depths[line]!, at = line; depth > 0; depth -= 1) {
    while (depths[at] !== depth) at -= 1;
    const name = nameOf(lineAt(at));
    if (name === undefined) return null;
    full = (name === null ? 'value[*]' : memberPath(name)) + path;
    path = (name === null ? '[*]' : stepOf(name)) + path;
    at -= 1;
  }
  if (full === '') full = 'value';
  if (value === 'null') return `${full} is null`;
  try {
    return `${full} = ${value.startsWith('"') ? kqlString(String(JSON.parse(value))) : value}`;
  } catch {
    return null;
  }
}
