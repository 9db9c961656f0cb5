import type { Progress, StreamEvents } from '../../../shared/api';

/** Of a scan that has not begun. */
export const noProgress: Progress = {
  ...{ scanned: '0', matched: '0', bytes: 0, ms: 0, done: 0, at: null },
  faults: { decode: 0, filter: 0, longText: 0 },
};

/** Of one that was cancelled before it had begun to read. */
export const cancelledDone: StreamEvents['done'] = {
  ...noProgress,
  ...{ reason: 'cancelled', older: null, newer: null, gaps: '0', notes: [] },
};
