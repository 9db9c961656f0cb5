import type { Values } from './measures';

/** What is measured: DEBUG adds what costs something with each record. Java's Sensor.RecordingLevel. */
export type RecordingLevel = 'INFO' | 'DEBUG';

/** One metric of an application, by Java's names. */
export interface StreamsMetric {
  readonly name: string;
  readonly group: string;
  readonly tags: Readonly<Record<string, string>>;
  /** NaN: nothing was recorded within the last minute. Texts are states, versions and the like. */
  readonly value: number | string;
}

/** What has the same group and tags. */
interface Scope {
  readonly group: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly values: (now: number) => Values;
}

/** Knows where the metrics of an application are; nothing is computed before they are read. */
export class MetricsRegistry {
  readonly level: RecordingLevel;
  readonly #scopes = new Set<Scope>();

  constructor(level: RecordingLevel) {
    this.level = level;
  }

  /** Returns what removes them. */
  add(group: string, tags: Readonly<Record<string, string>>, values: (now: number) => Values): () => void {
    const scope = { group, tags, values };
    this.#scopes.add(scope);
    return () => void this.#scopes.delete(scope);
  }

  read(now = Date.now()): StreamsMetric[] {
    return [...this.#scopes].flatMap(({ group, tags, values }) =>
      Object.entries(values(now)).map(([name, value]) => ({ name, group, tags, value })),
    );
  }
}
