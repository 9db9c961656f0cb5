/** server.properties of one node: KRaft, combined mode, adapted to tests (small, quick elections, no waiting). */
import { STORE_PASSWORD, type TlsFiles, USERS } from './security';

export type Protocol = 'PLAINTEXT' | 'SSL' | 'SASL_PLAINTEXT' | 'SASL_SSL';

export interface NodePorts {
  readonly controller: number;
  readonly listeners: Readonly<Partial<Record<Protocol, number>>> & { readonly PLAINTEXT: number };
  /** A listener that sends its clients through a proxy: its port, and the port that it advertises. */
  readonly proxied?: { readonly port: number; readonly advertised: number };
}

export interface PropertyOptions {
  readonly nodeId: number;
  /** For all nodes; index 0 is node 1. */
  readonly ports: readonly NodePorts[];
  readonly tls: TlsFiles | undefined;
  readonly clientAuth: 'none' | 'requested' | 'required';
  readonly authorizer: boolean;
  readonly superUsers: readonly string[];
}

const SASL_MECHANISMS = ['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512', 'OAUTHBEARER'];

function saslProperties(listener: string): Record<string, string> {
  const prefix = `listener.name.${listener.toLowerCase()}`;
  const users = Object.entries(USERS)
    .map(([name, password]) => ` user_${name}="${password}"`)
    .join('');
  const module = 'org.apache.kafka.common.security';
  return {
    [`${prefix}.sasl.enabled.mechanisms`]: SASL_MECHANISMS.join(','),
    [`${prefix}.plain.sasl.jaas.config`]: `${module}.plain.PlainLoginModule required${users};`,
    [`${prefix}.scram-sha-256.sasl.jaas.config`]: `${module}.scram.ScramLoginModule required;`,
    [`${prefix}.scram-sha-512.sasl.jaas.config`]: `${module}.scram.ScramLoginModule required;`,
    // Kafka's own validator for unsigned tokens: the client creates one with any subject.
    [`${prefix}.oauthbearer.sasl.jaas.config`]: `${module}.oauthbearer.OAuthBearerLoginModule required unsecuredLoginStringClaim_sub="broker";`,
  };
}

function tlsProperties(listener: string, tls: TlsFiles, clientAuth: string): Record<string, string> {
  const prefix = `listener.name.${listener.toLowerCase()}`;
  return {
    [`${prefix}.ssl.keystore.type`]: 'PKCS12',
    [`${prefix}.ssl.keystore.location`]: tls.broker.pkcs12,
    [`${prefix}.ssl.keystore.password`]: STORE_PASSWORD,
    [`${prefix}.ssl.key.password`]: STORE_PASSWORD,
    [`${prefix}.ssl.truststore.type`]: 'PEM',
    [`${prefix}.ssl.truststore.location`]: tls.ca.caFile,
    [`${prefix}.ssl.client.auth`]: clientAuth,
  };
}

export function serverProperties(options: PropertyOptions): Record<string, string> {
  const { nodeId, ports, tls } = options;
  const own = ports[nodeId - 1] as NodePorts;
  const listeners = Object.entries(own.listeners) as [Protocol, number][];
  const addresses = listeners.map(([name, port]) => `${name}://127.0.0.1:${port}`);
  const bound = [...addresses, `CONTROLLER://127.0.0.1:${own.controller}`];
  const advertised = [...addresses];
  if (own.proxied !== undefined) {
    bound.push(`PROXIED://127.0.0.1:${own.proxied.port}`);
    advertised.push(`PROXIED://127.0.0.1:${own.proxied.advertised}`);
  }
  const replicas = String(Math.min(ports.length, 3));
  const inSync = ports.length >= 3 ? '2' : '1';
  const properties: Record<string, string> = {
    'process.roles': 'broker,controller',
    'node.id': String(nodeId),
    'controller.quorum.voters': ports.map((node, i) => `${i + 1}@127.0.0.1:${node.controller}`).join(','),
    listeners: bound.join(','),
    'advertised.listeners': advertised.join(','),
    'listener.security.protocol.map': [
      'CONTROLLER:PLAINTEXT',
      'PROXIED:PLAINTEXT',
      ...listeners.map(([name]) => `${name}:${name}`),
    ].join(','),
    'controller.listener.names': 'CONTROLLER',
    'inter.broker.listener.name': 'PLAINTEXT',

    'auto.create.topics.enable': 'false',
    'num.partitions': '1',
    'default.replication.factor': replicas,
    'min.insync.replicas': inSync,
    'offsets.topic.num.partitions': '3',
    'offsets.topic.replication.factor': replicas,
    'transaction.state.log.num.partitions': '3',
    'transaction.state.log.replication.factor': replicas,
    'transaction.state.log.min.isr': inSync,
    'share.coordinator.state.topic.num.partitions': '3',
    'share.coordinator.state.topic.replication.factor': replicas,
    'share.coordinator.state.topic.min.isr': inSync,

    // Tests may request short sessions; the defaults for members remain Kafka's.
    'group.min.session.timeout.ms': '1000',
    'group.initial.rebalance.delay.ms': '0',
    'group.consumer.min.session.timeout.ms': '1000',
    'group.consumer.min.heartbeat.interval.ms': '100',

    // After this time a dead node is noticed, and a restarted one accepted again (Kafka: 9000).
    'broker.session.timeout.ms': '4000',
    'broker.heartbeat.interval.ms': '500',

    // Retention passes once, before there is any topic: records of tests carry dates of long ago.
    'log.initial.task.delay.ms': '0',
    'log.retention.check.interval.ms': '86400000',

    // The default reserves 128 MB of heap.
    'log.cleaner.dedupe.buffer.size': '4194304',
  };
  for (const [name] of listeners) {
    if (name.startsWith('SASL')) Object.assign(properties, saslProperties(name));
    if (name.endsWith('SSL') && tls !== undefined)
      Object.assign(properties, tlsProperties(name, tls, name === 'SSL' ? options.clientAuth : 'none'));
  }
  if (options.authorizer) {
    properties['authorizer.class.name'] = 'org.apache.kafka.metadata.authorizer.StandardAuthorizer';
    properties['super.users'] = options.superUsers.join(';');
  }
  return properties;
}

/** Arguments of "StorageTool format" that put the users of the SCRAM mechanisms into the metadata. */
export function scramFormatArgs(): string[] {
  return Object.entries(USERS).flatMap(([name, password]) =>
    ['SCRAM-SHA-256', 'SCRAM-SHA-512'].flatMap((mechanism) => [
      '--add-scram',
      `${mechanism}=[name=${name},password=${password}]`,
    ]),
  );
}
