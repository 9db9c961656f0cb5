import { TopologyError } from '../errors/streams-errors';
import type { Windowed } from '../windows/windowed';
import { checkName } from './named';
import type { TopicConfig } from './topic-options';

/** What happens when a buffer is full: its oldest updates go on early, or the application ends. */
export type WhenFull = 'EMIT' | 'SHUT_DOWN';

interface BufferParts<W extends WhenFull> {
  readonly maxRecords: number;
  readonly maxBytes: number;
  readonly whenFull: W;
  readonly loggingEnabled: boolean;
  readonly topicConfig: TopicConfig;
}

function limit(value: number, what: string): number {
  if (Number.isSafeInteger(value) && value >= 0) return value;
  throw new TopologyError(`BufferConfig: ${what} must be a whole number, 0 or more, not ${value}`);
}

const empty = { maxRecords: Infinity, maxBytes: Infinity, loggingEnabled: true, topicConfig: {} };

/** How much `suppress` may hold back, and what happens then. Immutable. Java's Suppressed.BufferConfig. */
export class BufferConfig<W extends WhenFull = WhenFull> {
  readonly maxRecords: number;
  readonly maxBytes: number;
  readonly whenFull: W;
  readonly loggingEnabled: boolean;
  readonly topicConfig: TopicConfig;

  private constructor(parts: BufferParts<W>) {
    this.maxRecords = parts.maxRecords;
    this.maxBytes = parts.maxBytes;
    this.whenFull = parts.whenFull;
    this.loggingEnabled = parts.loggingEnabled;
    this.topicConfig = parts.topicConfig;
  }

  /** At most so many keys; then the oldest go on. */
  static maxRecords(count: number): BufferConfig<'EMIT'> {
    return new BufferConfig({ ...empty, whenFull: 'EMIT', maxRecords: limit(count, 'maxRecords') });
  }

  /** At most so many bytes, counted as in Java; then the oldest go on. */
  static maxBytes(bytes: number): BufferConfig<'EMIT'> {
    return new BufferConfig({ ...empty, whenFull: 'EMIT', maxBytes: limit(bytes, 'maxBytes') });
  }

  /** As much as the memory holds. */
  static unbounded(): BufferConfig<'SHUT_DOWN'> {
    return new BufferConfig({ ...empty, whenFull: 'SHUT_DOWN' });
  }

  withMaxRecords(count: number): BufferConfig<W> {
    return new BufferConfig({ ...this.#parts(), maxRecords: limit(count, 'maxRecords') });
  }

  withMaxBytes(bytes: number): BufferConfig<W> {
    return new BufferConfig({ ...this.#parts(), maxBytes: limit(bytes, 'maxBytes') });
  }

  withNoBound(): BufferConfig<'SHUT_DOWN'> {
    const { loggingEnabled, topicConfig } = this;
    return new BufferConfig({ ...empty, loggingEnabled, topicConfig, whenFull: 'SHUT_DOWN' });
  }

  /** A full buffer is an error of the processor. */
  shutDownWhenFull(): BufferConfig<'SHUT_DOWN'> {
    return new BufferConfig({ ...this.#parts(), whenFull: 'SHUT_DOWN' });
  }

  /** A full buffer sends its oldest updates on. */
  emitEarlyWhenFull(): BufferConfig<'EMIT'> {
    return new BufferConfig({ ...this.#parts(), whenFull: 'EMIT' });
  }

  withLoggingEnabled(topicConfig: TopicConfig = {}): BufferConfig<W> {
    return new BufferConfig({ ...this.#parts(), loggingEnabled: true, topicConfig });
  }

  /** What is held back is lost with the process. */
  withLoggingDisabled(): BufferConfig<W> {
    return new BufferConfig({ ...this.#parts(), loggingEnabled: false, topicConfig: {} });
  }

  #parts(): BufferParts<W> {
    const { maxRecords, maxBytes, whenFull, loggingEnabled, topicConfig } = this;
    return { maxRecords, maxBytes, whenFull, loggingEnabled, topicConfig };
  }
}

/** How long updates of a table are held back. Java's Suppressed. */
export class Suppressed<K> {
  /** undefined: until the window of the key has closed. */
  readonly waitMs: number | undefined;
  readonly buffer: BufferConfig;
  readonly name: string | undefined;
  /** Never there: it tells TypeScript which keys the table must have. */
  declare readonly keys?: (key: K) => void;

  private constructor(waitMs: number | undefined, buffer: BufferConfig, name?: string) {
    if (!(buffer instanceof BufferConfig))
      throw new TopologyError('Suppressed: the last argument must be a BufferConfig, such as BufferConfig.unbounded()');
    this.waitMs = waitMs;
    this.buffer = buffer;
    this.name = name;
  }

  /** One final result for each window. The buffer cannot send on early. */
  static untilWindowCloses(buffer: BufferConfig<'SHUT_DOWN'>): Suppressed<Windowed<unknown>> {
    const made = new Suppressed<Windowed<unknown>>(undefined, buffer);
    if ((buffer.whenFull as WhenFull) === 'EMIT')
      throw new TopologyError('untilWindowCloses: results that go on early are not final. Call shutDownWhenFull()');
    return made;
  }

  /** The last update of a key, that many milliseconds of stream time after the first one. */
  static untilTimeLimit(ms: number, buffer: BufferConfig): Suppressed<unknown> {
    if (!Number.isSafeInteger(ms) || ms < 0)
      throw new TopologyError(`untilTimeLimit: the time must be a whole number of milliseconds, 0 or more, not ${ms}`);
    return new Suppressed(ms, buffer);
  }

  /** Names the processor, its store and the changelog. */
  withName(name: string): Suppressed<K> {
    return new Suppressed(this.waitMs, this.buffer, checkName(name));
  }
}
