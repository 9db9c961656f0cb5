/** Bounds that both sides know. A page that keeps to them gets no `LIMIT` and no `TOO_LARGE`. */
export const limits = {
  /** Rows of a scan: at first, and at most. */
  rows: { usual: 50, most: 500 },
  /** Characters of a key or value in a row. */
  preview: { usual: 1024, most: 4096 },
  /** What one scan may read: at first, and at most. */
  budget: {
    records: { usual: 1_000_000, most: 50_000_000 },
    bytes: { usual: 256 * 1024 * 1024, most: 10 * 1024 * 1024 * 1024 },
    ms: { usual: 20_000, most: 600_000 },
  },
  /** Bytes of each part of one record in the drawer, and of one answer of `bytes`. */
  drawerBytes: 64 * 1024,
  partBytes: 4 * 1024 * 1024,
  /** What a download has at most. */
  export: { records: 1_000_000, bytes: 1024 * 1024 * 1024 },
  /** Entries of one page of a list. */
  page: { topics: 200, groups: 200, partitions: 500 },
  /** Bytes of a request's body. */
  body: { usual: 256 * 1024, produce: 8 * 1024 * 1024 },
  produceTimes: 1000,
  cursorBytes: 64 * 1024,
  query: { characters: 10_000, limit: 1000 },
  /** Scans at once, and those that wait. */
  scans: { usual: 4, queue: 8 },
} as const;
