/** `kafka-napi/prometheus`: metrics of producers and consumers in Prometheus' text format, without a dependency. */
export { PrometheusExporter, type ExporterOptions } from './exporter';
export type { Labels, MetricsClient } from './text-format';
