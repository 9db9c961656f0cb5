import type { Decoder, Int64, Ms, Tp } from './basics';

/** A key, value or header. `as: 'null'` is a null key or a tombstone; size 0 is empty. */
export interface Part {
  /** Bytes, before decoding. */
  size: number;
  as: Decoder | 'null';
  text?: string;
  /** The text is a beginning only. */
  cut?: true;
  /** The decoder was guessed. */
  guess?: true;
  schema?: { id: string; type: string; subject?: string };
  /** Of `gzip`: how that is shown which was inside. */
  inner?: Decoder;
  /** Decoders that failed, and why. */
  tried?: [Decoder, string][];
}

export interface Row {
  p: number;
  o: Int64;
  t: Ms | null;
  tt: 'create' | 'append' | 'none';
  k: Part;
  v: Part;
  /** In their order, duplicates kept. */
  h: [name: string, value: Part][];
  /** Where `h` has not all of them. */
  hTotal?: number;
  /** Bytes of key and value. */
  size: number;
  /** Older than a record before it in its partition. */
  late?: true;
}

/** There is no record at an offset that lies in the log. */
export interface Gap {
  gap: true;
  /** The next offset with a record; null: there is none. */
  next: Int64 | null;
  why: string;
}

export interface RecordRequest extends Tp {
  offset: Int64;
  isolation?: 'committed' | 'uncommitted';
  decode?: { key?: Decoder; value?: Decoder };
}

export interface BytesRequest extends Tp {
  offset: Int64;
  part: 'key' | 'value' | `header:${number}`;
  /** 0 at first. */
  from?: number;
  /** 4 MiB at most. */
  length?: number;
}
