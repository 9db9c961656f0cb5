import { ConfigError } from '../../errors/config-error';
import type { AdminConfig, ConsumerConfig, ProducerConfig } from '../../index';
import { isOwnName, isPrefixed } from './property-names';
import type { RuntimeSettings } from './runtime-settings';

type Properties = Readonly<Record<string, unknown>>;

/** Names of the properties of each kind of client, from their `configDef`. */
export interface KnownProperties {
  readonly consumer: Properties;
  readonly producer: Properties;
  readonly admin: Properties;
}

/** The configurations of the clients of one application. */
export class ClientProperties {
  readonly #settings: RuntimeSettings;
  readonly #known: KnownProperties;

  /** @throws ConfigError for a property that no client knows. */
  constructor(settings: RuntimeSettings, known: KnownProperties) {
    this.#settings = settings;
    this.#known = known;
    for (const property of this.#unprefixed()) {
      const isKnown = Object.values(known).some((names: Properties) => Object.hasOwn(names, property));
      if (!isKnown)
        throw new ConfigError({ property, message: `${property} is a property of neither streams nor their clients` });
    }
  }

  /** Of the consumer in the group. */
  main(): ConsumerConfig {
    const isClassic = this.#settings.groupProtocol === 'classic';
    const remote = { 'group.protocol': 'consumer', 'group.remote.assignor': 'range' };
    return {
      ...this.#consumer(['consumer.', 'main.consumer.'], {
        'group.id': this.#settings.applicationId,
        ...(isClassic ? { 'partition.assignment.strategy': 'range' } : remote),
      }),
      'client.id': this.#clientId('StreamThread-1-consumer'),
    };
  }

  /** Of the consumer that reads changelogs. */
  restore(): ConsumerConfig {
    return {
      ...this.#consumer(['consumer.', 'restore.consumer.'], {}),
      'client.id': this.#clientId('StreamThread-1-restore-consumer'),
    };
  }

  /** Of the consumer that reads global tables. */
  global(): ConsumerConfig {
    return {
      ...this.#consumer(['consumer.', 'global.consumer.'], {}),
      'client.id': this.#clientId('global-consumer'),
    };
  }

  /** `transactionalId`: of this process, with exactly_once_v2. */
  producer(transactionalId: string): ProducerConfig {
    const transactional = { 'transactional.id': transactionalId, 'enable.idempotence': true };
    const { isExactlyOnce } = this.#settings;
    const defaults = { 'linger.ms': 100, ...(isExactlyOnce ? { 'transaction.timeout.ms': 10_000 } : {}) };
    return {
      ...this.#of('producer', defaults, ['producer.'], isExactlyOnce ? transactional : {}),
      'client.id': this.#clientId('StreamThread-1-producer'),
    };
  }

  admin(): AdminConfig {
    return { ...this.#of('admin', {}, ['admin.'], {}), 'client.id': this.#clientId('admin') };
  }

  #clientId(suffix: string): string {
    return `${this.#settings.clientId}-${suffix}`;
  }

  #consumer(prefixes: readonly string[], fixed: Properties): ConsumerConfig {
    const defaults = { 'auto.offset.reset': 'earliest', 'max.poll.records': 1000 };
    const isolation = this.#settings.isExactlyOnce ? { 'isolation.level': 'read_committed' } : {};
    const always = {
      'enable.auto.commit': false,
      'allow.auto.create.topics': false,
      'enable.partition.eof': true,
      ...isolation,
      ...fixed,
    };
    const { 'group.instance.id': instance, ...config } = this.#of('consumer', defaults, prefixes, always);
    const isMember = 'group.id' in fixed;
    // The other consumers are in no group.
    return isMember && instance !== undefined ? { ...config, 'group.instance.id': instance as string } : config;
  }

  /** Without a prefix, then with the prefixes, the later ones first; `fixed` may only be repeated. */
  #of(role: keyof KnownProperties, defaults: Properties, prefixes: readonly string[], fixed: Properties): Properties {
    const { configuration } = this.#settings;
    const config: Record<string, unknown> = { ...defaults, 'bootstrap.servers': configuration['bootstrap.servers'] };
    for (const property of this.#unprefixed())
      if (Object.hasOwn(this.#known[role], property)) config[property] = configuration[property];
    for (const prefix of prefixes)
      for (const [property, value] of Object.entries(configuration))
        if (property.startsWith(prefix)) config[property.slice(prefix.length)] = value;
    for (const [property, value] of Object.entries(fixed)) {
      const given = config[property];
      if (given !== undefined && given !== null && String(given) !== String(value))
        throw new ConfigError({
          property,
          value: given,
          message: `${property} of this ${role} is always ${String(value)}`,
        });
    }
    return { ...config, ...fixed };
  }

  #unprefixed(): string[] {
    const { configuration } = this.#settings;
    return Object.keys(configuration).filter((property) => {
      const isOurs = isOwnName(property) || isPrefixed(property) || property === 'bootstrap.servers';
      return !isOurs && property !== 'group.protocol' && configuration[property] !== undefined;
    });
  }
}
