/** The kinds of client that have their own properties. */
export type Role = 'producer' | 'consumer' | 'admin';

/** Java's ConfigDef types. */
export type JavaType = 'STRING' | 'INT' | 'SHORT' | 'LONG' | 'DOUBLE' | 'BOOLEAN' | 'LIST' | 'CLASS' | 'PASSWORD';

/** Conditions for the parsed value. */
export interface ValidValues {
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  /** One valid value outside of min..max. */
  readonly or?: number | undefined;
  readonly oneOf?: readonly string[] | undefined;
  readonly ignoreCase?: boolean | undefined;
  readonly nonEmpty?: boolean | undefined;
  /** latest, earliest, none or by_duration:… */
  readonly offsetReset?: boolean | undefined;
  /** A list whose names are not empty; duplicates are dropped. */
  readonly list?: boolean | undefined;
}

export type DefaultValue = string | number | boolean | null | readonly string[];

/** A property of the Java client, and how it reaches librdkafka. */
export interface JavaProperty {
  readonly name: string;
  readonly type: JavaType;
  readonly clients: readonly Role[];
  readonly defaults: Readonly<Partial<Record<Role, DefaultValue>>>;
  /** The clients for which Java requires it. */
  readonly required: readonly Role[];
  readonly valid: ValidValues | null;
  readonly importance: string;
  readonly internal?: boolean | undefined;
  readonly kind: 'same' | 'renamed' | 'converted' | 'binding' | 'unsupported';
  /** librdkafka's property with the same meaning. */
  readonly native?: string | undefined;
  /** Passed to librdkafka always, only if the user set it (or another property implies it), or never. */
  readonly send?: 'always' | 'ifSet' | 'never' | undefined;
  /** Converted by its own code. Without this, the fields here define the whole conversion. */
  readonly by?: 'code' | undefined;
  /** librdkafka's limits: a value outside is replaced by the nearest limit. */
  readonly clamp?: readonly [number, number] | undefined;
  /** The side on which clamping has no noticeable effect and needs no warning. */
  readonly quiet?: 'below' | 'above' | 'both' | undefined;
  readonly case?: 'lower' | undefined;
  /** Reaction to a value other than the default that cannot be supported. */
  readonly unsupported?: 'error' | 'warn' | 'ignore' | undefined;
  /** An intentional difference from Java's constructor, and its reason. */
  readonly deviates?: { readonly accepts?: string | undefined; readonly refuses?: string | undefined } | undefined;
  readonly about: string;
  readonly differs?: string | undefined;
}

/** A property that only librdkafka has, or its other name of a Java property. */
export interface NativeProperty {
  readonly name: string;
  readonly clients: readonly Role[];
  readonly type: 'STRING' | 'INT' | 'DOUBLE' | 'BOOLEAN' | 'ENUM' | 'FLAGS';
  readonly class: 'pass' | 'alias' | 'reserved' | 'obsolete';
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  readonly values?: readonly string[] | undefined;
  readonly default?: string | undefined;
  /** The Java property of an alias. */
  readonly java?: string | undefined;
  /** Java's value is this one times the factor. */
  readonly factor?: number | undefined;
  readonly hidden?: boolean | undefined;
  readonly secret?: boolean | undefined;
  readonly about?: string | undefined;
}

/** A property of this package, or one that Java's serializers read themselves. */
export interface OwnProperty {
  readonly name: string;
  readonly clients: readonly Role[];
  readonly type: 'STRING' | 'CLASS';
  readonly values?: readonly string[] | undefined;
  readonly default: string | null;
  readonly about: string;
}
