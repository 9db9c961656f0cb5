import { Consumer, InvalidArgumentError, Producer } from '../index';
import { formatSamples, type Labels, type MetricsClient, type Sample } from './text-format';

export interface ExporterOptions {
  /** The beginning of each name, before `_producer_…` and `_consumer_…`. Default `kafka`. */
  readonly prefix?: string | undefined;
  /** Labels of every sample. Default none. */
  readonly labels?: Labels | undefined;
}

interface Added {
  readonly client: MetricsClient;
  readonly labels: Labels;
}

const optionNames = ['prefix', 'labels'];

/**
 * Turns `metrics()` of producers and consumers into Prometheus' text format. Names are Java's with `_` instead of `-`:
 * `kafka_producer_record_send_total`. Nothing is collected between scrapes; a scrape reads counters and does no I/O.
 *
 * Values from librdkafka's statistics (requests, bytes, batch sizes) are present if the client has
 * `statistics.interval.ms`.
 */
export class PrometheusExporter {
  /** Value of the `Content-Type` header. */
  readonly contentType = 'text/plain; version=0.0.4; charset=utf-8';
  readonly #prefix: string;
  readonly #labels: Labels;
  readonly #clients = new Map<MetricsClient, Added>();

  /** @throws InvalidArgumentError for an option, a prefix or a label that Prometheus does not accept. */
  constructor(options: ExporterOptions = {}) {
    for (const name of Object.keys(options)) {
      if (!optionNames.includes(name)) {
        throw refusal('PrometheusExporter', `unknown option '${name}'. Valid options: ${optionNames.join(', ')}`);
      }
    }
    const { prefix = 'kafka', labels = {} } = options;
    if (!/^[A-Za-z_:][A-Za-z0-9_:]*$/.test(prefix)) {
      throw refusal(
        'PrometheusExporter',
        `prefix '${prefix}' is not a metric name. Letters, digits, '_' and ':' are valid`,
      );
    }
    this.#prefix = prefix;
    this.#labels = checkedLabels('PrometheusExporter', labels);
  }

  /**
   * Adds a client until `remove`. Two clients of one kind need different `labels`: Prometheus refuses equal samples.
   *
   * @param client A `Producer` or a `Consumer`.
   * @throws InvalidArgumentError for any other client, for invalid labels, and for labels that another client of its
   *   kind has.
   */
  add(client: MetricsClient, labels: Labels = {}): this {
    const kind = kindOf(client);
    const own = checkedLabels('add', labels);
    const key = identity(own);
    for (const other of this.#clients.values()) {
      if (other.client !== client && kindOf(other.client) === kind && identity(other.labels) === key) {
        throw refusal('add', `another ${kind} has the labels ${key}. Give each client its own labels`);
      }
    }
    this.#clients.set(client, { client, labels: own });
    return this;
  }

  /** Removes a client. One that was not added is ignored. */
  remove(client: MetricsClient): this {
    this.#clients.delete(client);
    return this;
  }

  /** All metrics as text for one scrape. A closed client keeps its last values until `remove`. */
  text(): string {
    return (['producer', 'consumer'] as const)
      .map((kind) => formatSamples(`${this.#prefix}_${kind}`, this.#samplesOf(kind)))
      .join('');
  }

  #samplesOf(kind: 'producer' | 'consumer'): Sample[] {
    const samples: Sample[] = [];
    for (const { client, labels } of this.#clients.values()) {
      if (kindOf(client) !== kind) continue;
      for (const [name, value] of Object.entries(client.metrics())) {
        if (typeof value === 'number') samples.push({ name, value, labels: { ...this.#labels, ...labels } });
      }
    }
    return samples;
  }
}

function kindOf(client: unknown): 'producer' | 'consumer' {
  if (client instanceof Producer) return 'producer';
  if (client instanceof Consumer) return 'consumer';
  throw refusal('add', 'the client is neither a Producer nor a Consumer of this package. Pass one of these');
}

function checkedLabels(operation: string, labels: Labels): Labels {
  for (const [name, value] of Object.entries(labels)) {
    if (!/^(?!__)[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
      throw refusal(operation, `'${name}' is not a label name. Letters, digits and '_' are valid`);
    }
    if (typeof value !== 'string') {
      throw refusal(operation, `label '${name}' is a ${typeof value}. A string is valid`);
    }
  }
  return { ...labels };
}

const refusal = (operation: string, message: string): InvalidArgumentError =>
  new InvalidArgumentError(operation, `${operation}: ${message}`);

const identity = (labels: Labels): string =>
  JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));
