import { ConfigError } from '../errors/config-error';
import {
  resolveDeserializer,
  resolveSerializer,
  SerdeOptionError,
  type ResolvedDeserializer,
  type ResolvedSerializer,
} from '../serde/resolve';
import { collect, type Collected } from './names/collect';
import type { AdminValues, ConsumerValues, ProducerValues } from './generated/types';
import { invalidValue } from './invalid';
import { known, titleOf } from './names/known-names';
import type { OAuthSource } from './security/oauth';
import { oauthNativeNames } from './security/oauth';
import { javaName } from './native-failure';
import { checkNativeTexts } from './values/native-text';
import { parseOffsetReset, type OffsetReset } from './values/offset-reset';
import type { ConsumerInterceptor, MetricReporter, ProducerInterceptor } from './values/option-types';
import { fixedProperties, javaPartitionerConf } from './our-defaults';
import { resolvePartitioner, type ResolvedPartitioner } from './values/partitioner';
import { hidden, hideWhenShown } from './security/password';
import { resolvePlugins } from './plugins';
import { postProcess, type Draft } from './post-process';
import type { JavaProperty, Role } from './names/property';
import { resolveSasl } from './security/sasl';
import { softwareProperties } from './software';
import { resolveTls, type NativeCertificate } from './security/tls';
import { toNative, type NativeConf } from './to-native';
import { refuseUnsupported } from './names/unsupported';

interface ResolvedBase {
  /** All librdkafka properties, to be set with rd_kafka_conf_set. Printing it shows no secrets. */
  readonly native: Readonly<NativeConf>;
  /** For rd_kafka_conf_set_ssl_cert. */
  readonly nativeCertificates: readonly NativeCertificate[];
  /** The source of tokens if sasl.mechanism is OAUTHBEARER and in use; otherwise null. */
  readonly oauth: OAuthSource | null;
  /** Java and librdkafka names that the user set (an alias counts under both its names). */
  readonly userSet: ReadonlySet<string>;
  /** One line for each accepted value that does not do everything that it does in Java. */
  readonly warnings: readonly string[];
  readonly metricReporters: readonly MetricReporter[];
}

export interface ResolvedProducerConfig extends ResolvedBase {
  readonly role: 'producer';
  /** Effective Java values: parsed, defaults filled in, post-processed. */
  readonly java: ProducerValues;
  readonly keySerializer: ResolvedSerializer;
  readonly valueSerializer: ResolvedSerializer;
  readonly partitioner: ResolvedPartitioner;
  readonly interceptors: readonly ProducerInterceptor[];
}

export interface ResolvedConsumerConfig extends ResolvedBase {
  readonly role: 'consumer';
  /** Effective Java values. `group.id` is null if none was given, although librdkafka gets one. */
  readonly java: ConsumerValues;
  readonly autoOffsetReset: OffsetReset;
  readonly keyDeserializer: ResolvedDeserializer;
  readonly valueDeserializer: ResolvedDeserializer;
  readonly interceptors: readonly ConsumerInterceptor[];
}

export interface ResolvedAdminConfig extends ResolvedBase {
  readonly role: 'admin';
  readonly java: AdminValues;
}

export type ResolvedConfig = ResolvedProducerConfig | ResolvedConsumerConfig | ResolvedAdminConfig;

type UserConfig = Readonly<Record<string, unknown>>;

/** A configuration with this key is resolved already: src/raw takes librdkafka's own properties. */
export const resolvedConfig: unique symbol = Symbol('kafka-napi.resolvedConfig');

function makeDraft(role: Role, collected: Collected): Draft {
  const values: Record<string, unknown> = {};
  for (const property of known[role].java.values()) {
    values[property.name] = collected.java.has(property.name)
      ? collected.java.get(property.name)
      : (property.defaults[role] ?? null);
  }
  return { role, values, userSet: collected.userSet, warnings: collected.warnings };
}

function requireServers(draft: Draft, native: Readonly<Record<string, string>>): void {
  // librdkafka's own mock cluster provides its addresses.
  if (native['test.mock.num.brokers'] !== undefined && native['test.mock.num.brokers'] !== '0') {
    draft.values['bootstrap.servers'] ??= [];
    return;
  }
  const servers = draft.values['bootstrap.servers'] as unknown[] | null;
  if (servers && servers.length > 0) return;
  if (draft.userSet.has('bootstrap.servers'))
    throw invalidValue('bootstrap.servers', servers, 'It must name at least one broker, such as localhost:9092');
  throw new ConfigError({
    property: 'bootstrap.servers',
    message: `Missing required configuration bootstrap.servers of ${titleOf(draft.role)}, such as 'localhost:9092'`,
  });
}

function isNullable(table: ReadonlyMap<string, JavaProperty>, role: Role): (name: string) => boolean {
  const primitive = new Set(['INT', 'SHORT', 'LONG', 'DOUBLE', 'BOOLEAN', 'LIST']);
  return (name) => {
    const property = table.get(name);
    // Java reads the SASL properties only when it logs in.
    if (!property || name.startsWith('sasl.')) return true;
    return !primitive.has(property.type) || property.defaults[role] === null;
  };
}

/** librdkafka's own names that hold a secret. */
const secretNames = new Set([
  'sasl.password',
  'ssl.key.password',
  'ssl.keystore.password',
  'ssl.key.pem',
  'ssl.certificate.pem',
  'ssl.ca.pem',
]);

/** The password of a certificate that is set separately (see tls.ts): the trust store's. */
const certificateSecrets = new Set(['ssl.truststore.password']);

function withoutSecrets(conf: NativeConf): NativeConf {
  return Object.fromEntries(
    Object.entries(conf).map(([name, value]) => [name, secretNames.has(name) ? hidden : value]),
  );
}

/** Properties that sasl and oauth read themselves. They reach librdkafka through that code or not at all. */
const readElsewhere = (name: string): boolean =>
  name === 'sasl.username' || name === 'sasl.password' || oauthNativeNames.has(name);

function checkReceiveLimit(conf: NativeConf): void {
  const limit = conf['receive.message.max.bytes'];
  if (limit === undefined || conf['fetch.max.bytes'] === undefined) return;
  const least = Number(conf['fetch.max.bytes']) + 512;
  if (Number(limit) < least)
    throw invalidValue('receive.message.max.bytes', limit, `Must be at least fetch.max.bytes + 512 = ${least}`);
}

function serde<T>(property: string, value: unknown, resolve: () => T): T {
  try {
    return resolve();
  } catch (error) {
    if (error instanceof SerdeOptionError) throw invalidValue(property, value, error.message);
    throw error;
  }
}

function resolveProducer(
  base: ResolvedBase,
  draft: Draft,
  config: UserConfig,
  partitioner: ResolvedPartitioner,
): ResolvedProducerConfig {
  const { values } = draft;
  const serializer = (property: string, isKey: boolean): ResolvedSerializer =>
    serde(property, values[property], () => resolveSerializer(values[property], config, isKey));
  return {
    ...base,
    role: 'producer',
    java: values as unknown as ProducerValues,
    keySerializer: serializer('key.serializer', true),
    valueSerializer: serializer('value.serializer', false),
    partitioner,
    interceptors: resolvePlugins<ProducerInterceptor>(
      'interceptor.classes',
      values['interceptor.classes'] as unknown[],
      ['onSend', 'onAcknowledgement'],
      config,
    ),
  };
}

function resolveConsumer(base: ResolvedBase, draft: Draft, config: UserConfig): ResolvedConsumerConfig {
  const { values } = draft;
  const deserializer = (property: string, isKey: boolean): ResolvedDeserializer =>
    serde(property, values[property], () => resolveDeserializer(values[property], config, isKey));
  return {
    ...base,
    role: 'consumer',
    java: values as unknown as ConsumerValues,
    autoOffsetReset: parseOffsetReset(values['auto.offset.reset'] as string)!,
    keyDeserializer: deserializer('key.deserializer', true),
    valueDeserializer: deserializer('value.deserializer', false),
    interceptors: resolvePlugins<ConsumerInterceptor>(
      'interceptor.classes',
      values['interceptor.classes'] as unknown[],
      ['onConsume', 'onCommit'],
      config,
    ),
  };
}

export function resolveConfig(role: 'producer', config: object): ResolvedProducerConfig;
export function resolveConfig(role: 'consumer', config: object): ResolvedConsumerConfig;
export function resolveConfig(role: 'admin', config: object): ResolvedAdminConfig;
/**
 * Resolves a client's whole configuration before any native object is created: Java's parsing, validation and
 * post-processing, then librdkafka's properties. Throws ConfigError, which names the property as the user wrote it and
 * shows no secret.
 */
export function resolveConfig(role: Role, config: object): ResolvedConfig {
  if (typeof config !== 'object' || config === null || Array.isArray(config)) {
    throw new ConfigError({
      property: 'config',
      value: config,
      message: `${titleOf(role)} takes an object of properties, such as { 'bootstrap.servers': 'localhost:9092' }`,
    });
  }
  const given = (config as { [resolvedConfig]?: ResolvedConfig })[resolvedConfig];
  if (given !== undefined) return given;
  const user = config as UserConfig;
  const table = known[role].java;
  const collected = collect(role, user);
  const draft = makeDraft(role, collected);
  refuseUnsupported(draft, table);
  requireServers(draft, collected.native);
  postProcess(draft, isNullable(table, role));
  const conf = toNative(draft, table);
  const oauth = resolveSasl(draft, collected.native, conf);
  const nativeCertificates = resolveTls(draft, conf);
  const partitioner =
    role === 'producer'
      ? resolvePartitioner(draft.values['partitioner.class'], draft.values['partitioner.ignore.keys'] as boolean)
      : null;
  if (partitioner?.kind === 'native') conf.partitioner = partitioner.name;
  if (partitioner?.kind === 'java') Object.assign(conf, javaPartitionerConf);
  for (const [name, value] of Object.entries(collected.native)) if (!readElsewhere(name)) conf[name] = value;
  Object.assign(conf, fixedProperties[role], softwareProperties());
  checkReceiveLimit(conf);
  checkNativeTexts(conf, secretNames, javaName);
  for (const { password } of nativeCertificates)
    checkNativeTexts({ 'ssl.truststore.password': password ?? '' }, certificateSecrets, javaName);
  const reporters = draft.values['metric.reporters'] as unknown[];
  const metricReporters = resolvePlugins<MetricReporter>('metric.reporters', reporters, ['metrics'], user);
  if (metricReporters.length > 0 && !draft.userSet.has('statistics.interval.ms')) {
    // Reporters use librdkafka's statistics, whose timer has a granularity of one second.
    conf['statistics.interval.ms'] = String(
      Math.min(Math.max(draft.values['metrics.sample.window.ms'] as number, 1000), 86_400_000),
    );
  }
  const base: ResolvedBase = {
    native: hideWhenShown(conf, () => withoutSecrets(conf)),
    nativeCertificates,
    oauth: oauth === null ? null : hideWhenShown(oauth, () => ({ kind: oauth.kind })),
    userSet: collected.userSet,
    warnings: collected.warnings,
    metricReporters,
  };
  if (partitioner) return resolveProducer(base, draft, user, partitioner);
  if (role === 'consumer') return resolveConsumer(base, draft, user);
  return { ...base, role: 'admin', java: draft.values as unknown as AdminValues };
}
