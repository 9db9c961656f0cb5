/** The time that a window covers, in milliseconds since the epoch. Java's Window. */
export interface Window {
  readonly start: number;
  /** Of a time window the first millisecond behind it; of sliding and session windows the last one in it. */
  readonly end: number;
}

/** The key of a result of a windowed aggregation. Java's Windowed. */
export class Windowed<K> {
  readonly key: K;
  readonly window: Window;

  constructor(key: K, window: Window) {
    this.key = key;
    this.window = window;
  }

  /** `[key@start/end]`, as in Java. */
  toString(): string {
    return `[${String(this.key)}@${this.window.start}/${this.window.end}]`;
  }
}
