import { javaProperties, nativeProperties, ownProperties } from '../generated/properties';
import type { JavaProperty, NativeProperty, OwnProperty, Role } from './property';

/** The table of one kind of client, by name. */
export interface Known {
  readonly java: ReadonlyMap<string, JavaProperty>;
  readonly native: ReadonlyMap<string, NativeProperty>;
  readonly own: ReadonlyMap<string, OwnProperty>;
}

function select<T extends { name: string; clients: readonly Role[] }>(
  rows: readonly T[],
  role: Role,
): ReadonlyMap<string, T> {
  return new Map(rows.filter((row) => row.clients.includes(role)).map((row) => [row.name, row]));
}

const tableOf = (role: Role): Known => ({
  java: select(javaProperties, role),
  native: select(nativeProperties, role),
  own: select(ownProperties, role),
});

export const known: Readonly<Record<Role, Known>> = {
  producer: tableOf('producer'),
  consumer: tableOf('consumer'),
  admin: tableOf('admin'),
};

/** Names a user may set, for suggestions. */
export function* settableNames(role: Role): Iterable<string> {
  for (const [name, property] of known[role].java) if (!property.internal) yield name;
  for (const [name, property] of known[role].native)
    if (property.class === 'pass' || property.class === 'alias') yield name;
  yield* known[role].own.keys();
}

const titles: Readonly<Record<Role, string>> = { producer: 'Producer', consumer: 'Consumer', admin: 'AdminClient' };

export function titleOf(role: Role): string {
  return titles[role];
}

/** The other kinds of client that have a property with this name. */
export function otherOwners(name: string, role: Role): string[] {
  return (Object.keys(known) as Role[])
    .filter(
      (other) =>
        other !== role && (known[other].java.has(name) || known[other].native.has(name) || known[other].own.has(name)),
    )
    .map(titleOf);
}
