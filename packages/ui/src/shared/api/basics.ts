/** A text of digits, perhaps with a minus. */
export type Int64 = string;

/** Milliseconds since 1970, UTC. May lie beyond what `Date` can hold. */
export type Ms = number;

export interface Tp {
  topic: string;
  partition: number;
}

/** How bytes are shown. `le`: the lowest byte first. */
export type Decoder =
  | 'json'
  | 'text'
  | 'hex'
  | 'base64'
  | 'latin1'
  | 'int8'
  | 'int16'
  | 'int32'
  | 'int64'
  | 'uint32'
  | 'uint64'
  | 'float32'
  | 'float64'
  | 'uuid'
  | 'msgpack'
  | 'cbor'
  | 'gzip'
  | 'offsets'
  | `${string}:le`
  | `serde:${string}`;

export interface Page<T> {
  items: T[];
  total: number;
  offset: number;
  sampledAt: Ms;
  /** What could not be asked. */
  partial?: string;
}

/** The end less the beginning: it counts offsets, which is more than records where some are gone. */
export interface Count {
  value: Int64;
  approx?: 'compacted' | 'transactions';
}
