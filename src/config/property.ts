/** The kinds of client that have properties of their own. */
export type Role = 'producer' | 'consumer' | 'admin';

/** Java's ConfigDef types. */
export type JavaType = 'STRING' | 'INT' | 'SHORT' | 'LONG' | 'DOUBLE' | 'BOOLEAN' | 'LIST' | 'CLASS' | 'PASSWORD';

/** What a value must satisfy once it is parsed. */
export interface ValidValues {
  readonly min?: number;
  readonly max?: number;
  /** One value outside of min..max. */
  readonly or?: number;
  readonly oneOf?: readonly string[];
  readonly ignoreCase?: boolean;
  readonly nonEmpty?: boolean;
  /** latest, earliest, none or by_duration:… */
  readonly offsetReset?: boolean;
  /** A list whose names are not empty; duplicates are dropped. */
  readonly list?: boolean;
}

export type DefaultValue = string | number | boolean | null | readonly string[];

/** A property of the Java client, and how it reaches librdkafka. */
export interface JavaProperty {
  readonly name: string;
  readonly type: JavaType;
  readonly clients: readonly Role[];
  readonly defaults: Readonly<Partial<Record<Role, DefaultValue>>>;
  /** The clients that Java requires it for. */
  readonly required: readonly Role[];
  readonly valid: ValidValues | null;
  readonly importance: string;
  readonly internal?: boolean;
  readonly kind: 'same' | 'renamed' | 'converted' | 'binding' | 'unsupported';
  /** librdkafka's property that carries it. */
  readonly native?: string;
  /** Handed over always, only if the user set it (or another property implies it), or never. */
  readonly send?: 'always' | 'ifSet' | 'never';
  /** Converted by code of its own; otherwise what stands here is all that is done. */
  readonly by?: 'code';
  /** librdkafka's limits: the nearest value inside is handed over. */
  readonly clamp?: readonly [number, number];
  /** On which side a clamp cannot be noticed, and needs no warning. */
  readonly quiet?: 'below' | 'above' | 'both';
  readonly case?: 'lower';
  /** What a value other than the default does, where nothing can honour it. */
  readonly unsupported?: 'error' | 'warn' | 'ignore';
  /** Where an answer differs from that of Java's constructor on purpose, and why. */
  readonly deviates?: { readonly accepts?: string; readonly refuses?: string };
  readonly about: string;
  readonly differs?: string;
}

/** A property that only librdkafka has, or its other name of a Java property. */
export interface NativeProperty {
  readonly name: string;
  readonly clients: readonly Role[];
  readonly type: 'STRING' | 'INT' | 'DOUBLE' | 'BOOLEAN' | 'ENUM' | 'FLAGS';
  readonly class: 'pass' | 'alias' | 'reserved' | 'obsolete';
  readonly min?: number;
  readonly max?: number;
  readonly values?: readonly string[];
  readonly default?: string;
  /** The Java property of an alias. */
  readonly java?: string;
  /** Java's value is so many times this one. */
  readonly factor?: number;
  readonly hidden?: boolean;
  readonly secret?: boolean;
  readonly about?: string;
}

/** A property of this package, or one that Java's serializers read for themselves. */
export interface OwnProperty {
  readonly name: string;
  readonly clients: readonly Role[];
  readonly type: 'STRING' | 'CLASS';
  readonly values?: readonly string[];
  readonly default: string | null;
  readonly about: string;
}
