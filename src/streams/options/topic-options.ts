/** Where a source begins without a committed offset. `byDuration`: this many milliseconds ago. */
export type OffsetResetPolicy = 'earliest' | 'latest' | 'none' | { readonly byDuration: number };

/** Configuration of a changelog topic, such as `{ 'retention.ms': '3600000' }`. */
export type TopicConfig = Readonly<Record<string, string>>;
