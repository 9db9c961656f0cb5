import type { ClientTell } from '../client/events/events';
import { MetricReporters } from '../client/events/metric-reporters';
import { pluginError } from '../client/events/plugin-error';
import type { ResolvedProducerConfig } from '../config/resolve';
import { callPlugin } from '../user-code/user-code';
import { Interceptors } from './records/interceptors';
import { RecordSerializer } from './records/serialization';

type Plugins = Pick<
  ResolvedProducerConfig,
  'keySerializer' | 'valueSerializer' | 'interceptors' | 'metricReporters' | 'partitioner'
>;

/** The user's objects in a producer's configuration. What they throw becomes a warning, except for serializers. */
export class ProducerPlugins {
  readonly serializer: RecordSerializer;
  readonly interceptors: Interceptors;
  readonly reporters: MetricReporters;
  readonly #partitioner: { close?: (() => void) | undefined };
  readonly #tell: ClientTell;

  constructor(
    { keySerializer, valueSerializer, interceptors, metricReporters, partitioner }: Plugins,
    tell: ClientTell,
  ) {
    this.#tell = tell;
    this.serializer = new RecordSerializer(keySerializer, valueSerializer);
    this.interceptors = new Interceptors(interceptors, (method, cause) =>
      this.#failed('an interceptor', method, cause),
    );
    this.reporters = new MetricReporters(metricReporters, (method, cause) =>
      this.#failed('a metric reporter', method, cause),
    );
    this.#partitioner = partitioner.kind === 'function' ? partitioner : {};
  }

  #failed(plugin: string, method: string, cause: unknown): void {
    this.#tell('warning', pluginError(plugin, method, cause));
  }

  close(): void {
    this.interceptors.close();
    this.serializer.close((error) => this.#failed('a serializer', 'close', error));
    callPlugin(this.#partitioner, 'close', [], (error) => this.#failed('the partitioner', 'close', error));
    this.reporters.close();
  }
}
