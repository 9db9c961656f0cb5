import type { StreamsConfig } from './streams-config';
import { ConfigValues } from './values';

const valid = ['none', 'reuse.ktable.source.topics'] as const;

/** `topology.optimization`. @throws ConfigError for one that is not there: those change names of topics and stores. */
export function readOptimization(config: StreamsConfig): { readonly reusesSourceTopics: boolean } {
  const values = new ConfigValues(config as Readonly<Record<string, unknown>>);
  return { reusesSourceTopics: values.oneOf('topology.optimization', 'none', valid) !== 'none' };
}
