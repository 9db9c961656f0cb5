import type { Ms } from './basics';

export interface Encoded {
  as: 'utf8' | 'json' | 'hex' | 'base64' | 'int32' | 'int64' | 'float64' | 'uuid' | `serde:${string}`;
  data: string;
}

export interface ProduceRequest {
  partition: number | null;
  key: Encoded | null;
  value: Encoded | null;
  headers: [name: string, value: Encoded | null][];
  timestamp?: Ms;
  /** 1 at first, 1,000 at most. */
  times?: number;
}
