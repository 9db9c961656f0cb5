import type { Known } from '../known';
import { clusterFamilies, groupFamilies, single, type Exported } from './families';
import type { SeriesFilters } from './series-filter';
import { labelText, metricsText, type Family } from './text';

export interface ExporterOptions {
  /** False: `/metrics` has sums per topic, no series per partition. */
  metricsPartitions?: boolean;
  /** The version that `/metrics` says. */
  version?: string;
  /** Scans that run at present, for `/metrics`. */
  scans?: () => number;
}

/** Something that is sampled: when it was last known, and how long that took. */
export interface Sample {
  name: string;
  /** -Infinity: never. */
  at: number;
  durationMs: number | null;
}

/** What was last known longer ago is no figure of now: it is left out, and a plot has a gap. */
const OLD_MS = 300_000;

/** What is known, as Prometheus' text. */
export class Exporter {
  readonly #known: Known;
  readonly #options: ExporterOptions;
  readonly #filters: SeriesFilters;

  constructor(known: Known, filters: SeriesFilters, options: ExporterOptions) {
    this.#known = known;
    this.#filters = filters;
    this.#options = options;
  }

  text(samples: readonly Sample[]): Promise<string> {
    const exported: Exported = {
      ...this.#known,
      ...this.#filters,
      byPartition: this.#options.metricsPartitions ?? true,
      notBefore: this.#known.timeline.now() - OLD_MS,
    };
    return metricsText([...clusterFamilies(exported), ...groupFamilies(exported), ...this.#ownFamilies(samples)]);
  }

  #ownFamilies(samples: readonly Sample[]): Family[] {
    const now = this.#known.timeline.now();
    const name = (what: string): string => `kafka_napi_ui_${what}`;
    return [
      single(name('info'), 'The version of kafka-napi-ui.', 1, { version: this.#options.version ?? 'unknown' }),
      {
        name: name('sample_age_seconds'),
        help: 'How long ago this was last known.',
        samples: () => samples.map(({ name: sample, at }) => [labelText({ sample }), (now - at) / 1000]),
      },
      {
        name: name('sample_duration_seconds'),
        help: 'How long it took to ask for it.',
        samples: () =>
          samples.map(({ name: sample, durationMs }) => [labelText({ sample }), (durationMs ?? NaN) / 1000]),
      },
      single(name('scans'), 'Scans of messages that run at present.', this.#options.scans?.() ?? 0),
      single(name('process_resident_memory_bytes'), 'Memory of this process.', process.memoryUsage.rss()),
    ];
  }
}
