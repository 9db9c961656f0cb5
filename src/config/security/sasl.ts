import { invalidValue } from '../invalid';
import { parseJaas, type JaasEntry } from './jaas';
import { readTokenClasses, resolveOAuth, type OAuthSource } from './oauth';
import { secretOf, type Draft } from '../post-process';
import type { NativeConf } from '../to-native';

const mechanisms = ['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512', 'OAUTHBEARER', 'GSSAPI'];

const modules: Readonly<Record<string, string>> = {
  PLAIN: 'org.apache.kafka.common.security.plain.PlainLoginModule',
  'SCRAM-SHA-256': 'org.apache.kafka.common.security.scram.ScramLoginModule',
  'SCRAM-SHA-512': 'org.apache.kafka.common.security.scram.ScramLoginModule',
  GSSAPI: 'com.sun.security.auth.module.Krb5LoginModule',
};

function nameAndPassword(
  mechanism: string,
  jaas: JaasEntry | null,
  native: Readonly<Record<string, string>>,
  conf: NativeConf,
): void {
  if (jaas?.options.get('tokenauth') === 'true') {
    throw invalidValue(
      'sasl.jaas.config',
      '[hidden]',
      'Delegation tokens (tokenauth="true") are not supported: librdkafka does not have them',
    );
  }
  const username = native['sasl.username'] ?? jaas?.options.get('username');
  const password = native['sasl.password'] ?? jaas?.options.get('password');
  if (username === undefined || password === undefined) {
    const missing = username === undefined ? 'username' : 'password';
    throw invalidValue(
      'sasl.jaas.config',
      jaas ? '[hidden]' : null,
      `${mechanism} needs a ${missing}: ${modules[mechanism]} required username="…" password="…"; or sasl.username and sasl.password`,
    );
  }
  if (username === '' || password === '') {
    const empty = username === '' ? 'username' : 'password';
    throw invalidValue('sasl.jaas.config', '[hidden]', `The ${empty} is empty: ${mechanism} needs one`);
  }
  conf['sasl.username'] = username;
  conf['sasl.password'] = password;
}

function kerberos(draft: Draft, jaas: JaasEntry | null, conf: NativeConf): void {
  const { values, userSet } = draft;
  const set = (name: string, value: unknown): void => {
    if (value !== undefined && value !== null && value !== '') conf[name] = String(value);
  };
  set('sasl.kerberos.principal', jaas?.options.get('principal'));
  set('sasl.kerberos.keytab', jaas?.options.get('keyTab'));
  set('sasl.kerberos.service.name', values['sasl.kerberos.service.name'] ?? jaas?.options.get('serviceName'));
  if (conf['sasl.kerberos.service.name'] === undefined) {
    throw invalidValue(
      'sasl.kerberos.service.name',
      null,
      'GSSAPI needs it, here or as serviceName of sasl.jaas.config',
    );
  }
  if (userSet.has('sasl.kerberos.min.time.before.relogin')) {
    const pause = values['sasl.kerberos.min.time.before.relogin'] as number;
    conf['sasl.kerberos.min.time.before.relogin'] = String(Math.min(Math.max(pause, 0), 86_400_000));
  } else if (jaas?.options.get('useTicketCache') === 'true' && !jaas.options.has('keyTab')) {
    // Without a keytab another login is impossible.
    conf['sasl.kerberos.min.time.before.relogin'] = '0';
  }
  if (userSet.has('sasl.kerberos.kinit.cmd')) {
    // Java's value is a path, librdkafka's a command line for the shell.
    const path = `'${String(values['sasl.kerberos.kinit.cmd']).replaceAll("'", "'\\''")}'`;
    const login = `-t "%{sasl.kerberos.keytab}" -k %{sasl.kerberos.principal}`;
    conf['sasl.kerberos.kinit.cmd'] = `${path} -R ${login} || ${path} ${login}`;
  }
}

/**
 * Converts authentication properties (JAAS line, mechanism and their options) to librdkafka's. Returns the source of
 * tokens for OAUTHBEARER, otherwise null.
 */
export function resolveSasl(
  draft: Draft,
  native: Readonly<Record<string, string>>,
  conf: NativeConf,
): OAuthSource | null {
  const { values } = draft;
  const text = secretOf(values['sasl.jaas.config']);
  // A malformed line is refused even if it is not in use.
  const jaas = text === null ? null : parseJaas(text);
  const classes = readTokenClasses(draft);
  if (!String(values['security.protocol']).toUpperCase().startsWith('SASL_')) return null;
  const mechanism = values['sasl.mechanism'] as string;
  if (!mechanisms.includes(mechanism))
    throw invalidValue('sasl.mechanism', mechanism, `Must be one of ${mechanisms.join(', ')}`);
  conf['sasl.mechanism'] = mechanism;
  if (mechanism === 'OAUTHBEARER') return resolveOAuth(draft, classes, jaas, native);
  if (mechanism === 'GSSAPI') kerberos(draft, jaas, conf);
  else nameAndPassword(mechanism, jaas, native, conf);
  return null;
}
