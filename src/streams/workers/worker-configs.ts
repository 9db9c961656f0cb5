import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { ConfigError } from '../../errors/config-error';
import { readRuntimeSettings } from '../config/runtime-settings';
import type { StreamsConfig } from '../config/streams-config';
import { readSettings } from '../config/task-settings';
import { defaultStateDir } from '../config/values';

/** Where a name of the member may stand. As Java does for its threads, each worker has its own. */
const instanceNames = ['group.instance.id', 'consumer.group.instance.id', 'main.consumer.group.instance.id'] as const;

/** @throws ConfigError for a property that cannot be copied to another thread: a function, or an object with some. */
function checkCopies(config: StreamsConfig): void {
  for (const [property, value] of Object.entries(config)) {
    try {
      structuredClone(value);
    } catch {
      throw new ConfigError({
        property,
        message: `${property}: functions cannot go to workers. Name a built-in one by Java's class, or use processes`,
      });
    }
  }
}

/**
 * The configuration of each worker: `client.id`, `state.dir` and `group.instance.id` have its number behind them.
 * @throws ConfigError for an invalid value, and for one that cannot go to a worker.
 */
export function workerConfigs(config: StreamsConfig, count: number): StreamsConfig[] {
  checkCopies(config);
  const { applicationId } = readRuntimeSettings(config);
  readSettings(config, () => Date.now());
  const clientId = config['client.id'] ?? `${applicationId}-${randomUUID()}`;
  const given = config as Readonly<Record<string, unknown>>;
  return Array.from({ length: count }, (_, i) => {
    const names = instanceNames.filter((name) => given[name] !== undefined && given[name] !== null);
    return {
      ...config,
      'client.id': `${clientId}-${i + 1}`,
      'state.dir': path.join(config['state.dir'] ?? defaultStateDir(), `worker-${i + 1}`),
      ...Object.fromEntries(names.map((name) => [name, `${String(given[name])}-${i + 1}`])),
    };
  });
}
