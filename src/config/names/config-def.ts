import { known } from './known-names';
import type { NativeProperty, Role } from './property';

/** A property as `configDef` shows it. */
export interface ConfigProperty {
  readonly name: string;
  /**
   * Java's type; for librdkafka's own properties the nearest one. PASSWORD: a secret, which no error and no log shows.
   */
  readonly type: string;
  /** null: none. */
  readonly default: unknown;
  readonly required: boolean;
  /** A description of the valid values; null if every value of the type is valid. */
  readonly validValues: string | null;
  /** Who defines the name. */
  readonly source: 'java' | 'librdkafka' | 'kafka-napi';
  /** The kind of client this table is for. */
  readonly role: Role;
  readonly about: string;
}

interface Limits {
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  readonly or?: number | undefined;
  readonly oneOf?: readonly string[] | undefined;
  readonly values?: readonly string[] | undefined;
  readonly ignoreCase?: boolean | undefined;
  readonly nonEmpty?: boolean | undefined;
  readonly offsetReset?: boolean | undefined;
}

function describe(limits: Limits | null): string | null {
  if (!limits) return null;
  const names = limits.oneOf ?? limits.values;
  if (names) return names.join(', ') + (limits.ignoreCase ? ' (any case)' : '');
  if (limits.min !== undefined) {
    return `${limits.min}${limits.max === undefined ? ' or more' : ` to ${limits.max}`}${limits.or === undefined ? '' : ` or ${limits.or}`}`;
  }
  if (limits.nonEmpty) return 'not empty';
  return limits.offsetReset ? 'latest, earliest, none, by_duration:PnDTnHnMn.nS' : null;
}

/** librdkafka declares its secrets as strings. */
function isSecret(property: NativeProperty, role: Role): boolean {
  return property.secret === true || known[role].java.get(property.java ?? '')?.type === 'PASSWORD';
}

function build(role: Role): Readonly<Record<string, ConfigProperty>> {
  const table: Record<string, ConfigProperty> = {};
  const { java, native, own } = known[role];
  for (const property of java.values()) {
    if (property.internal) continue;
    table[property.name] = {
      name: property.name,
      type: property.type,
      default: property.defaults[role] ?? null,
      required: property.name === 'bootstrap.servers',
      validValues: describe(property.valid),
      source: 'java',
      role,
      about: property.differs ? `${property.about} ${property.differs}` : property.about,
    };
  }
  for (const property of native.values()) {
    if (property.class === 'reserved' || property.class === 'obsolete') continue;
    table[property.name] = {
      name: property.name,
      type: isSecret(property, role) ? 'PASSWORD' : property.type,
      default: property.default ?? null,
      required: false,
      validValues: describe(property),
      source: 'librdkafka',
      role,
      about: property.about ?? `Another name of ${property.java}.`,
    };
  }
  for (const property of own.values()) {
    table[property.name] = {
      name: property.name,
      type: property.type,
      default: property.default,
      required: false,
      validValues: describe(property),
      source: 'kafka-napi',
      role,
      about: property.about,
    };
  }
  for (const property of Object.values(table)) Object.freeze(property);
  return Object.freeze(table);
}

const built: Partial<Record<Role, Readonly<Record<string, ConfigProperty>>>> = {};

/** `Producer.configDef`, `Consumer.configDef`, `AdminClient.configDef`: every property by name. */
export function configDefOf(role: Role): Readonly<Record<string, ConfigProperty>> {
  return (built[role] ??= build(role));
}
