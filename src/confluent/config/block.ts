import { invalid } from '../base/from-librdkafka';
import { severityOf } from '../base/logger';
import { logLevel } from '../base/values';
import type { AnyConfig } from '../../rdkafka/config/read-config';

export type ClientKind = 'producer' | 'consumer' | 'admin';

/** kafkajs's names that are understood in a block `kafkaJS`, for all clients and for each kind. */
const common = [
  ...['brokers', 'clientId', 'sasl', 'ssl', 'requestTimeout', 'enforceRequestTimeout', 'connectionTimeout'],
  ...['authenticationTimeout', 'retry', 'socketFactory', 'reauthenticationThreshold', 'logLevel', 'logger'],
];
const ofKind: Readonly<Record<ClientKind, readonly string[]>> = {
  producer: [
    ...['createPartitioner', 'metadataMaxAge', 'allowAutoTopicCreation', 'transactionTimeout', 'idempotent'],
    ...['maxInFlightRequests', 'transactionalId', 'compression', 'acks', 'timeout'],
  ],
  consumer: [
    ...['groupId', 'partitionAssigners', 'partitionAssignors', 'sessionTimeout', 'rebalanceTimeout'],
    ...['heartbeatInterval', 'metadataMaxAge', 'allowAutoTopicCreation', 'maxBytesPerPartition', 'maxWaitTimeInMs'],
    ...['minBytes', 'maxBytes', 'readUncommitted', 'maxInFlightRequests', 'rackId', 'fromBeginning', 'autoCommit'],
    ...['autoCommitInterval', 'autoCommitThreshold'],
  ],
  admin: [],
};

/** One of kafkajs's names outside of the block. `acks` is also librdkafka's. */
export function misplaced(kind: ClientKind | 'common', config: object): string | undefined {
  const names = kind === 'common' ? common : ofKind[kind];
  return Object.keys(config).find((name) => name !== 'acks' && names.includes(name));
}

export function checkNames(kind: ClientKind, block: object): void {
  const unknown = Object.keys(block).find((name) => !common.includes(name) && !ofKind[kind].includes(name));
  if (unknown !== undefined) throw invalid(`kafkaJS.${unknown} is not supported by a ${kind}`);
}

/** Copies what is given, under another name. */
export function renamed(block: AnyConfig, names: Readonly<Record<string, string>>): AnyConfig {
  const result: AnyConfig = {};
  for (const [name, other] of Object.entries(names)) if (Object.hasOwn(block, name)) result[other] = block[name];
  return result;
}

/** librdkafka's properties for the part of the block that all clients have. */
export function commonProperties(block: AnyConfig): AnyConfig {
  const { brokers, ssl, sasl, requestTimeout = 30_000, enforceRequestTimeout = true } = block;
  const { connectionTimeout = 1000, authenticationTimeout = 10_000 } = block;
  if (Object.hasOwn(block, 'brokers') && !Array.isArray(brokers)) {
    throw invalid('kafkaJS.brokers must be an array of strings, such as ["localhost:9092"]');
  }
  if (Object.hasOwn(block, 'ssl') && typeof ssl !== 'boolean') {
    throw invalid(
      'kafkaJS.ssl must be true or false. Give everything else beside the block, for example "ssl.ca.location"',
    );
  }
  const login = sasl === undefined || sasl === null ? {} : saslProperties(sasl as AnyConfig);
  const protocol = `${sasl ? 'sasl_' : ''}${ssl ? 'ssl' : 'plaintext'}`;
  return {
    ...(brokers ? { 'bootstrap.servers': (brokers as string[]).join(',') } : {}),
    ...renamed(block, { clientId: 'client.id' }),
    ...login,
    ...(sasl || ssl ? { 'security.protocol': protocol } : {}),
    'socket.timeout.ms': enforceRequestTimeout ? requestTimeout : 300_000,
    'socket.connection.setup.timeout.ms': Math.max(1000, Number(connectionTimeout) + Number(authenticationTimeout)),
    ...retryProperties((block.retry ?? {}) as AnyConfig),
    log_level: severity(block),
    ...refuse(block),
  };
}

function retryProperties({ maxRetryTime, initialRetryTime, factor, multiplier, restartOnFailure }: AnyConfig) {
  if (typeof factor === 'number' || typeof multiplier === 'number') {
    throw invalid('retry.factor and retry.multiplier cannot be set: librdkafka always has 0.2 and 2');
  }
  if (restartOnFailure) throw invalid('retry.restartOnFailure cannot be set: the consumer always goes on');
  return { 'retry.backoff.max.ms': maxRetryTime ?? 30_000, 'retry.backoff.ms': initialRetryTime ?? 300 };
}

function refuse(block: AnyConfig): object {
  if (Object.hasOwn(block, 'socketFactory'))
    throw invalid('socketFactory is not supported: librdkafka has the sockets');
  if (Object.hasOwn(block, 'reauthenticationThreshold')) {
    throw invalid('reauthenticationThreshold cannot be set: librdkafka authenticates again by itself');
  }
  return {};
}

/** The environment's level counts if the program sets one. */
function severity(block: AnyConfig): number {
  if (!Object.hasOwn(block, 'logLevel')) return severityOf[logLevel.INFO]!;
  const name = process.env.KAFKAJS_LOG_LEVEL;
  const level = name ? logLevel[name.toUpperCase() as keyof typeof logLevel] : (block.logLevel as number);
  const found = severityOf[level];
  if (found !== undefined) return found;
  throw invalid(`logLevel must be one of ${Object.keys(logLevel).join(', ')}, was ${String(block.logLevel)}`);
}

function saslProperties(sasl: AnyConfig): AnyConfig {
  const mechanism = String(sasl.mechanism).toUpperCase();
  if (mechanism === 'OAUTHBEARER') {
    // Without a provider librdkafka makes its own unsecured tokens, or asks sasl.oauthbearer.token.endpoint.url.
    if (!Object.hasOwn(sasl, 'oauthBearerProvider')) return { 'sasl.mechanism': mechanism };
    if (typeof sasl.oauthBearerProvider !== 'function') throw invalid('sasl.oauthBearerProvider must be a function');
    return {
      'sasl.mechanism': mechanism,
      oauthbearer_token_refresh_cb: tokens(sasl.oauthBearerProvider as Provider),
    };
  }
  if (mechanism !== 'PLAIN' && !mechanism.startsWith('SCRAM')) {
    throw invalid(`SASL mechanism ${mechanism} is not supported`);
  }
  const { username, password } = sasl;
  if (typeof username !== 'string' || typeof password !== 'string') {
    throw invalid(`SASL mechanism ${mechanism} needs sasl.username and sasl.password, both strings`);
  }
  return { 'sasl.mechanism': mechanism, 'sasl.username': username, 'sasl.password': password };
}

type Provider = (config: string) => Promise<AnyConfig>;

const tokens =
  (provider: Provider) =>
  async (config: string): Promise<AnyConfig> => {
    const token = await provider(config);
    for (const name of ['value', 'principal', 'lifetime']) {
      if (!Object.hasOwn(token ?? {}, name)) throw invalid(`oauthBearerProvider: the token has no ${name}`);
    }
    const { value, principal, lifetime, extensions } = token;
    return { tokenValue: value, principal, lifetime, extensions };
  };
