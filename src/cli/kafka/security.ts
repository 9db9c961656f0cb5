import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { CommandError, usageError } from '../exit';
import type { Java } from './java';
import type { ClusterState, Mechanism } from './state';

export interface User {
  name: string;
  password: string;
}

/** `alice:secret`: the password may contain a colon. */
export function parseUser(text: string): User {
  const at = text.indexOf(':');
  const user = { name: text.slice(0, at), password: text.slice(at + 1) };
  if (at < 1 || user.password === '' || /["\\,\s]/.test(text)) {
    throw usageError('--sasl: expected user:password, without blanks, commas, quotes and backslashes');
  }
  return user;
}

/** A broker stores SCRAM users in its metadata, from its first start on: the values of `--add-scram`. */
export function scramUsers({ mechanism, users }: Pick<ClusterState, 'mechanism' | 'users'>): string[] {
  if (mechanism === 'PLAIN') return [];
  return users.map((text) => {
    if (/[[\]=]/.test(text)) throw usageError(`--sasl: with ${mechanism}, a user without brackets and "="`);
    const { name, password } = parseUser(text);
    return `${mechanism}=[name=${name},password=${password}]`;
  });
}

const moduleOf = (mechanism: Mechanism): string =>
  `org.apache.kafka.common.security.${mechanism === 'PLAIN' ? 'plain.Plain' : 'scram.Scram'}LoginModule required`;

export const protocolOf = ({ tls, users }: Pick<ClusterState, 'tls' | 'users'>): string =>
  `${users.length > 0 ? 'SASL_' : ''}${tls ? 'SSL' : 'PLAINTEXT'}`;

const tlsFolder = (folder: string): string => path.join(folder, 'tls');
const caFile = (folder: string): string => path.join(tlsFolder(folder), 'ca.pem');

/** A self-signed certificate for localhost, created by Java's keytool. */
export function makeCertificate(folder: string, java: Java): void {
  const at = tlsFolder(folder);
  if (existsSync(caFile(folder))) return;
  mkdirSync(at, { recursive: true, mode: 0o700 });
  const password = randomBytes(18).toString('base64url');
  const store = path.join(at, 'broker.p12');
  const common = [
    '-alias',
    'broker',
    '-keystore',
    store,
    '-storetype',
    'PKCS12',
    '-storepass:file',
    path.join(at, 'password'),
  ];
  writeFileSync(path.join(at, 'password'), password, { mode: 0o600 });
  try {
    execFileSync(
      java.keytool,
      [
        ...['-genkeypair', ...common, '-keyalg', 'EC', '-groupname', 'secp256r1', '-validity', '3650'],
        ...['-dname', 'CN=localhost', '-ext', 'SAN=dns:localhost,ip:127.0.0.1', '-ext', 'bc:critical=ca:true'],
      ],
      { stdio: 'pipe' },
    );
    execFileSync(java.keytool, ['-exportcert', '-rfc', ...common, '-file', caFile(folder)], { stdio: 'pipe' });
  } catch (error) {
    throw new CommandError(`keytool: ${(error as Error).message.split('\n')[0]}`);
  }
}

/** The listener properties of a node. */
export function listenerProperties(folder: string, state: ClusterState): Record<string, string> {
  const protocol = protocolOf(state);
  const prefix = `listener.name.${protocol.toLowerCase()}`;
  const properties: Record<string, string> = {};
  if (state.tls) {
    const password = readFileSync(path.join(tlsFolder(folder), 'password'), 'utf8');
    Object.assign(properties, {
      [`${prefix}.ssl.keystore.type`]: 'PKCS12',
      [`${prefix}.ssl.keystore.location`]: path.join(tlsFolder(folder), 'broker.p12'),
      [`${prefix}.ssl.keystore.password`]: password,
      [`${prefix}.ssl.key.password`]: password,
      [`${prefix}.ssl.truststore.type`]: 'PEM',
      [`${prefix}.ssl.truststore.location`]: caFile(folder),
    });
  }
  if (state.users.length > 0) {
    const users = state.users.map(parseUser);
    const first = users[0] as User;
    const { mechanism } = state;
    // SCRAM's are in the broker's metadata.
    const list = mechanism === 'PLAIN' ? users.map(({ name, password }) => ` user_${name}="${password}"`).join('') : '';
    Object.assign(properties, {
      [`${prefix}.sasl.enabled.mechanisms`]: mechanism,
      'sasl.mechanism.inter.broker.protocol': mechanism,
      [`${prefix}.${mechanism.toLowerCase()}.sasl.jaas.config`]: `${moduleOf(mechanism)} username="${first.name}" password="${first.password}"${list};`,
    });
  }
  return properties;
}

/** The client's configuration as a Java properties file; the first user logs in. */
export function clientFile(folder: string, state: ClusterState, bootstrapServers: string): string {
  const properties: Record<string, string> = {
    'bootstrap.servers': bootstrapServers,
    'security.protocol': protocolOf(state),
  };
  if (state.tls) {
    properties['ssl.truststore.type'] = 'PEM';
    properties['ssl.truststore.location'] = caFile(folder);
  }
  if (state.users.length > 0) {
    const { name, password } = parseUser(state.users[0] as string);
    properties['sasl.mechanism'] = state.mechanism;
    properties['sasl.jaas.config'] = `${moduleOf(state.mechanism)} username="${name}" password="${password}";`;
  }
  const file = path.join(folder, 'client.properties');
  const lines = Object.entries(properties).map(([name, value]) => `${name}=${escaped(value)}\n`);
  writeFileSync(file, lines.join(''), { mode: 0o600 });
  return file;
}

/** A backslash in a properties file begins an escape. */
export const escaped = (value: string): string => value.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
