import type { ConnectionOptions } from 'node:tls';
import { warnOnce } from '../base/warn-once';
import { KafkaJSNonRetriableError } from '../errors/errors';
import type { Logger } from '../types/logging';

type Config = Record<string, unknown>;

/** Options of Node's TLS that librdkafka has, under its own names. */
const known = new Set(['ca', 'cert', 'key', 'passphrase', 'rejectUnauthorized', 'checkServerIdentity', 'ciphers']);

const asText = (value: unknown): string =>
  (Array.isArray(value) ? (value as unknown[]) : [value])
    .map((part) => (typeof part === 'string' ? part : Buffer.from(part as Uint8Array).toString('utf8')))
    .join('\n');

/** librdkafka's properties for `ssl`, a flag or the options of `tls.connect`. */
export function sslConfig(ssl: boolean | ConnectionOptions, logger: Logger): Config {
  if (ssl === true || ssl === false) return {};
  const options = ssl as ConnectionOptions & Record<string, unknown>;
  const conf: Config = {};
  if (options.ca !== undefined) conf['ssl.ca.pem'] = asText(options.ca);
  if ((options.cert === undefined) !== (options.key === undefined)) {
    throw new KafkaJSNonRetriableError('ssl: cert and key belong together. Give both or none');
  }
  if (options.cert !== undefined) {
    conf['ssl.certificate.pem'] = asText(options.cert);
    conf['ssl.key.pem'] = keyText(options.key);
  }
  if (options.passphrase !== undefined) conf['ssl.key.password'] = options.passphrase;
  if (options.ciphers !== undefined) conf['ssl.cipher.suites'] = options.ciphers;
  if (options.rejectUnauthorized === false) conf['enable.ssl.certificate.verification'] = false;
  if (options.rejectUnauthorized === false || options.checkServerIdentity !== undefined) {
    conf['ssl.endpoint.identification.algorithm'] = '';
  }
  if (options.rejectUnauthorized !== false && options.checkServerIdentity !== undefined) {
    const what = 'ssl.checkServerIdentity is never called: the host name of a certificate is not checked';
    warnOnce(logger, 'ssl.checkServerIdentity', what);
  }
  for (const name of Object.keys(options)) {
    if (known.has(name) || options[name] === undefined) continue;
    // Trust and identity come from these: without them, the connection would have others than the application says.
    if (name === 'pfx' || name === 'secureContext') {
      throw new KafkaJSNonRetriableError(`ssl.${name} is not supported. Give ca, cert and key as PEM`);
    }
    warnOnce(logger, `ssl.${name}`, `ssl.${name} is ignored: librdkafka has no such option`);
  }
  return conf;
}

function keyText(key: ConnectionOptions['key']): string {
  const first: unknown = Array.isArray(key) ? key[0] : key;
  const isObject = typeof first === 'object' && first !== null && 'pem' in first;
  return asText(isObject ? (first as { pem: unknown }).pem : first);
}
