import type { StreamEventName } from '../../shared/api';

/** Where the events of a scan, tail or query go. */
export interface Sink {
  /**
   * Takes one event, whose data is one line of JSON. Resolves when the next one may come: a scan waits for that, a tail
   * counts what cannot go out as skipped.
   */
  event(name: StreamEventName, json: string): Promise<void>;
}

/** Where the bytes of an export go. */
export interface ByteSink {
  /** Resolves when the next bytes may come. */
  write(bytes: Uint8Array): Promise<void>;
}
