/** The serdes of a stream or table, as far as they are known. */
export interface Serdes {
  readonly keySerde: unknown;
  readonly valueSerde: unknown;
}

/** Names what has no name. */
export interface GeneratedNames {
  generate(prefix: string): string;
  storeName(prefix: string): string;
}
