/** S: text, I: Java's Long. */
export type Plain = 'S' | 'I';

/** Of keys also windows: T10:S of 10 ms with a text, X:S a session. */
export type Type = Plain | `T${number}:${Plain}` | `X:${Plain}`;

export const isPlain = (type: Type): type is Plain => type.length === 1;

/** One call of the DSL. Its fields depend on `op`: Topologies.java and ours/topologies.ts read them. */
export interface Step {
  readonly op: string;
  /** The name under which later steps refer to the result. */
  readonly as?: string;
  readonly on?: string;
  readonly other?: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly [field: string]: any;
}

/** A record to pipe in, as hexadecimal bytes, or a step of the clock. */
export type Input =
  | { readonly advance: number }
  | {
      readonly topic: string;
      readonly key: string | null;
      readonly value: string | null;
      readonly timestamp: number;
      readonly headers: readonly (readonly [string, string | null])[];
    };

/** A topology and what is piped into it. */
export interface Case {
  readonly steps: readonly Step[];
  readonly inputs: readonly Input[];
  /** The clock at the beginning, in milliseconds. */
  readonly clock: number;
  /** With the handlers that continue after an error. */
  readonly goesOn: boolean;
  /** Source tables are restored from their topics. */
  readonly reuses: boolean;
  /** Our stores are on disk. */
  readonly onDisk: boolean;
}

/** Key and value as hexadecimal bytes, timestamp (null: that of the producer), headers. */
export type Row = [string | null, string | null, number | null, [string, string | null][]];

/** What came out. */
export interface Outcome {
  describe?: string;
  buildError?: string;
  driverError?: string;
  /** The input at which the topology threw. */
  failedAt?: number;
  failure?: string;
  topics?: Record<string, Row[]>;
  /** Key, value, and the time if there is one, as they print. */
  stores?: Record<string, (string | number)[][]>;
  dropped?: number;
}
