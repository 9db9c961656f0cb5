/** What a query sees of a record. The scan implements it over its decoders; everything in it may be lazy. */
import type { Value } from './values/value';

/** A key, a value or the value of a header. */
export interface PartView {
  /** `null`: a null key, a tombstone, a header without a value. */
  readonly bytes: Uint8Array | null;
  /** What the decoder gave: `null` for null bytes, bytes where nothing but hex fits. */
  readonly value: Value;
  /** The whole text, for `like`, `contains` and `matches`. `null` for null bytes. */
  readonly text: string | null;
  /** Whether the text is JSON, of which `value` is what `valueOfJson` of values/json.ts gives. */
  readonly isJson: boolean;
}

export interface RecordView {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  /** `null`: the log has none. */
  readonly timestamp: number | null;
  /** Bytes of key and value. */
  readonly size: number;
  readonly key: PartView;
  readonly value: PartView;
  /** In their order, duplicates kept. */
  readonly headers: readonly (readonly [name: string, value: PartView])[];
}
