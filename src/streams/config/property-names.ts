import { ConfigError } from '../../errors/config-error';
import type { StreamsConfig } from './streams-config';

/** Properties of applications. All others are those of clients. */
const ownNames = [
  'application.id',
  'application.server',
  'buffered.records.per.partition',
  'client.id',
  'commit.interval.ms',
  'default.key.serde',
  'default.timestamp.extractor',
  'default.value.serde',
  'deserialization.exception.handler',
  'dsl.store.suppliers.class',
  'ensure.explicit.internal.resource.naming',
  'errors.dead.letter.queue.topic.name',
  'max.task.idle.ms',
  'metrics.recording.level',
  'num.standby.replicas',
  'num.stream.threads',
  'poll.ms',
  'processing.exception.handler',
  'processing.guarantee',
  'production.exception.handler',
  'repartition.purge.interval.ms',
  'replication.factor',
  'state.cleanup.delay.ms',
  'state.dir',
  'statestore.cache.max.bytes',
  'task.timeout.ms',
  'topology.optimization',
  'uncommitted.max.bytes',
] as const satisfies readonly (keyof StreamsConfig)[];

const own: ReadonlySet<string> = new Set(ownNames);

export const isOwnName = (property: string): boolean => own.has(property);

/** Prefixes of properties of one kind of client, and of internal topics. */
const prefixes = ['main.consumer.', 'restore.consumer.', 'global.consumer.', 'consumer.', 'producer.', 'admin.'];
export const isPrefixed = (property: string): boolean =>
  [...prefixes, 'topic.'].some((prefix) => property.startsWith(prefix));

/** Java's that have no meaning here; with what there is instead. */
const refused: Readonly<Record<string, string>> = {
  'cache.max.bytes.buffering': 'there is no cache',
  'default.dsl.store': 'dsl.store.suppliers.class has taken its place',
  'built.in.metrics.version': 'there is only one version',
  'rack.aware.assignment.strategy': 'partitions are assigned by range',
  'task.assignor.class': 'partitions are assigned by range',
  'upgrade.from': 'there is no earlier version',
};

/** The number of single-letter changes between two names. */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, i) => i);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++)
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (one[i - 1] === other[j - 1] ? 0 : 1)));
    row = next;
  }
  return row[other.length]!;
}

/** The property of applications that was probably meant. */
function nearest(property: string): string | undefined {
  return ownNames.find((name) => distance(name, property) <= 2 || name === `${property}.ms`);
}

/**
 * Refuses misspelt properties of applications. Whether the others are properties of a client shows at the start.
 * @throws ConfigError naming the property.
 */
export function checkNames(config: StreamsConfig): void {
  for (const property of Object.keys(config)) {
    if (isOwnName(property) || isPrefixed(property)) continue;
    const reason = refused[property];
    if (reason !== undefined) throw new ConfigError({ property, message: `${property} cannot be set: ${reason}` });
    const suggestion = nearest(property);
    if (suggestion !== undefined)
      throw new ConfigError({
        property,
        suggestion,
        message: `${property} is unknown. Did you mean ${suggestion}?`,
      });
  }
}
