import {
  resolvedConfig,
  type ResolvedAdminConfig,
  type ResolvedConsumerConfig,
  type ResolvedProducerConfig,
} from '../config/resolve';
import type { OAuthToken } from '../config/values/option-types';
import { hidden, hideWhenShown } from '../config/security/password';
import { softwareProperties } from '../config/software';
import { resolveDeserializer, resolveSerializer } from '../serde/resolve';

/** librdkafka's properties with its own meanings and defaults, as text. */
export type RawConf = Readonly<Record<string, string>>;

/** Gives the token for SASL/OAUTHBEARER whenever librdkafka wants one. */
export type RawTokenProvider = () => Promise<OAuthToken>;

/** Longest wait for a provider. librdkafka asks again ten seconds after a failure. */
const TOKEN_TIMEOUT_MS = 60_000;

/** After this time librdkafka itself gives up a topic that nobody knows; the core a little later. */
const unknownTopicMs = (conf: RawConf): number => Number(conf['topic.metadata.propagation.max.ms'] ?? 30_000) + 5000;

/** Calls that are bounded by their own arguments have no other limit. */
const UNLIMITED_MS = 2 ** 31 - 1;

/** Added to message.max.bytes for Java's estimate of a request's own fields, which is not what librdkafka compares. */
const REQUEST_FIELDS = 4096;

const refresh = { windowFactor: 0.8, windowJitter: 0, minPeriodSeconds: 60, bufferSeconds: 0 };

function base(conf: RawConf, token: RawTokenProvider | undefined) {
  const native = { ...conf, ...softwareProperties() };
  return {
    native: hideWhenShown(native, () => Object.fromEntries(Object.keys(native).map((name) => [name, hidden]))),
    nativeCertificates: [],
    oauth:
      token === undefined
        ? null
        : { kind: 'provider' as const, provider: token, timeoutMs: TOKEN_TIMEOUT_MS, schedule: refresh },
    userSet: new Set<string>(),
    warnings: [],
    metricReporters: [],
  };
}

/** Wraps a resolved configuration so that a core takes it as it is. */
const asConfig = <T extends object>(resolved: T): never => ({ [resolvedConfig]: resolved }) as never;

export function rawProducerConfig(conf: RawConf, token: RawTokenProvider | undefined): never {
  const resolved: ResolvedProducerConfig = {
    ...base(conf, token),
    role: 'producer',
    java: {
      'buffer.memory': Number.MAX_SAFE_INTEGER,
      'max.request.size': Number(conf['message.max.bytes'] ?? 1_000_000) + REQUEST_FIELDS,
      'metadata.max.age.ms': 300_000,
      'batch.size': 0,
      'max.block.ms': unknownTopicMs(conf),
      'transactional.id': conf['transactional.id'] ?? null,
    } as unknown as ResolvedProducerConfig['java'],
    keySerializer: resolveSerializer(null, {}, true),
    valueSerializer: resolveSerializer(null, {}, false),
    partitioner: { kind: 'native', name: 'consistent_random' },
    interceptors: [],
  };
  return asConfig(resolved);
}

/** Records that one look at librdkafka's queue brings at least. */
const DRAINED = 500;

export function rawConsumerConfig(conf: RawConf, token: RawTokenProvider | undefined): never {
  const resolved: ResolvedConsumerConfig = {
    ...base({ ...conf, 'enable.auto.offset.store': 'false' }, token),
    role: 'consumer',
    java: {
      'group.id': conf['group.id'] ?? null,
      'group.protocol': conf['group.protocol'] ?? 'classic',
      'enable.auto.commit': conf['enable.auto.commit'] !== 'false',
      'auto.commit.interval.ms': Number(conf['auto.commit.interval.ms'] ?? 5000),
      'max.poll.records': DRAINED,
      'max.poll.interval.ms': Number(conf['max.poll.interval.ms'] ?? 300_000),
      'isolation.level': conf['isolation.level'] ?? 'read_committed',
      'default.api.timeout.ms': UNLIMITED_MS,
    } as unknown as ResolvedConsumerConfig['java'],
    autoOffsetReset: { kind: 'latest' },
    keyDeserializer: resolveDeserializer(null, {}, true),
    valueDeserializer: resolveDeserializer(null, {}, false),
    interceptors: [],
  };
  return asConfig(resolved);
}

export function rawAdminConfig(conf: RawConf, token: RawTokenProvider | undefined): ResolvedAdminConfig {
  return {
    // An admin handle is a librdkafka producer, which would create topics that it asks about.
    ...base({ ...conf, 'allow.auto.create.topics': 'false' }, token),
    role: 'admin',
    java: { 'default.api.timeout.ms': UNLIMITED_MS } as unknown as ResolvedAdminConfig['java'],
  };
}
