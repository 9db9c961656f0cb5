import { readFileSync } from 'node:fs';
import { checkTlsValues } from './check-values';
import { offeredSuites } from './cipher-suites';
import { conflict, invalidValue } from '../invalid';
import { isJks, JksError, readJks } from './jks';
import { hidden, hideWhenShown } from './password';
import { certificatesOf, isOnOneLine, privateKeysOf } from './pem';
import { secretOf, type Draft } from '../post-process';
import type { NativeConf } from '../to-native';

/** A certificate or key that is set by rd_kafka_conf_set_ssl_cert instead of a property. */
export interface NativeCertificate {
  readonly type: 'CERT_CA' | 'CERT_PUBLIC_KEY' | 'CERT_PRIVATE_KEY';
  readonly encoding: 'PKCS12' | 'PEM' | 'DER';
  readonly data: Uint8Array;
  readonly password?: string | undefined;
}

type StoreFormat = 'PEM' | 'PKCS12' | 'JKS';

function readStore(property: string, path: string): { data: Buffer; format: StoreFormat } {
  let data: Buffer;
  try {
    data = readFileSync(path);
  } catch (error) {
    throw invalidValue(property, path, `The file cannot be read: ${(error as Error).message}`);
  }
  if (isJks(data)) return { data, format: 'JKS' };
  if (data[0] === 0x30) return { data, format: 'PKCS12' };
  if (data.includes('-----BEGIN')) return { data, format: 'PEM' };
  throw invalidValue(
    property,
    path,
    'The file is neither PEM, PKCS#12 nor JKS. keytool -importkeystore -deststoretype pkcs12 converts other Java key stores',
  );
}

function pem(label: string, der: Buffer): string {
  return `-----BEGIN ${label}-----\n${der.toString('base64').replace(/(.{64})(?=.)/g, '$1\n')}\n-----END ${label}-----\n`;
}

/** The certificates or keys of a PEM text. */
function readText(property: string, text: string, what: 'certificate' | 'private key'): string {
  const found = what === 'certificate' ? certificatesOf(text) : privateKeysOf(text);
  if (found === '')
    throw invalidValue(property, hidden, `It holds no ${what} as PEM, -----BEGIN ${what.toUpperCase()}----- …`);
  return found;
}

function openJks(
  property: string,
  path: string,
  data: Buffer,
  password: string | null,
  keyPassword: string | null,
): ReturnType<typeof readJks> {
  try {
    return readJks(data, password, keyPassword);
  } catch (error) {
    if (error instanceof JksError) throw invalidValue(property, path, `The JKS file cannot be used: ${error.message}`);
    throw error;
  }
}

function keyStore({ values, userSet }: Draft, conf: NativeConf): void {
  const path = values['ssl.keystore.location'] as string | null;
  const password = secretOf(values['ssl.keystore.password']);
  const keyPassword = secretOf(values['ssl.key.password']);
  const key = secretOf(values['ssl.keystore.key']);
  const chain = secretOf(values['ssl.keystore.certificate.chain']);
  const type = String(values['ssl.keystore.type']).toUpperCase();
  const pemRefusesPassword = 'It cannot be used with PEM: only ssl.key.password may be';
  if (key !== null) {
    if (userSet.has('ssl.keystore.type') && type !== 'PEM')
      throw conflict('ssl.keystore.key', hidden, `ssl.keystore.key needs ssl.keystore.type=PEM, but it is ${type}`);
    if (chain === null)
      throw conflict(
        'ssl.keystore.certificate.chain',
        null,
        'ssl.keystore.key is set, but ssl.keystore.certificate.chain is not',
      );
    if (path !== null)
      throw conflict('ssl.keystore.location', path, 'Both ssl.keystore.location and ssl.keystore.key are set');
    if (password !== null) throw invalidValue('ssl.keystore.password', hidden, pemRefusesPassword);
    conf['ssl.key.pem'] = readText('ssl.keystore.key', key, 'private key');
    conf['ssl.certificate.pem'] = readText('ssl.keystore.certificate.chain', chain, 'certificate');
  } else if (chain !== null) {
    throw conflict('ssl.keystore.key', null, 'ssl.keystore.certificate.chain is set, but ssl.keystore.key is not');
  }
  if (keyPassword !== null) conf['ssl.key.password'] = keyPassword;
  if (path === null) {
    if (password !== null && key === null)
      throw conflict('ssl.keystore.location', null, 'ssl.keystore.password is set, but ssl.keystore.location is not');
    return;
  }
  const { data, format } = readStore('ssl.keystore.location', path);
  if (format === 'PEM') {
    if (password !== null) throw invalidValue('ssl.keystore.password', hidden, pemRefusesPassword);
    const text = data.toString('utf8');
    if (isOnOneLine(text)) {
      conf['ssl.key.pem'] = readText('ssl.keystore.location', text, 'private key');
      conf['ssl.certificate.pem'] = readText('ssl.keystore.location', text, 'certificate');
    } else {
      conf['ssl.key.location'] = path;
      conf['ssl.certificate.location'] = path;
    }
    return;
  }
  if (password === null)
    throw conflict('ssl.keystore.password', null, 'ssl.keystore.location is set, but ssl.keystore.password is not');
  if (format === 'PKCS12') {
    conf['ssl.keystore.location'] = path;
    conf['ssl.keystore.password'] = password;
    return;
  }
  const content = openJks('ssl.keystore.location', path, data, password, keyPassword ?? password);
  if (content.keys.length === 0) throw invalidValue('ssl.keystore.location', path, 'The JKS file holds no private key');
  const [first] = content.keys;
  conf['ssl.key.pem'] = pem('PRIVATE KEY', first!.key);
  conf['ssl.certificate.pem'] = first!.chain.map((certificate) => pem('CERTIFICATE', certificate)).join('');
  // The key above is no longer encrypted.
  delete conf['ssl.key.password'];
}

function trustStore({ values, userSet }: Draft, conf: NativeConf): NativeCertificate[] {
  const path = values['ssl.truststore.location'] as string | null;
  const password = secretOf(values['ssl.truststore.password']);
  const certificates = secretOf(values['ssl.truststore.certificates']);
  const type = String(values['ssl.truststore.type']).toUpperCase();
  if (certificates !== null) {
    if (userSet.has('ssl.truststore.type') && type !== 'PEM') {
      throw conflict(
        'ssl.truststore.certificates',
        hidden,
        `ssl.truststore.certificates needs ssl.truststore.type=PEM, but it is ${type}`,
      );
    }
    if (path !== null)
      throw conflict(
        'ssl.truststore.location',
        path,
        'Both ssl.truststore.location and ssl.truststore.certificates are set',
      );
    if (password !== null) throw invalidValue('ssl.truststore.password', hidden, 'It cannot be used with PEM');
    conf['ssl.ca.pem'] = readText('ssl.truststore.certificates', certificates, 'certificate');
    return [];
  }
  if (path === null) {
    if (password !== null)
      throw conflict(
        'ssl.truststore.location',
        null,
        'ssl.truststore.password is set, but ssl.truststore.location is not',
      );
    return [];
  }
  const { data, format } = readStore('ssl.truststore.location', path);
  if (format === 'PEM') {
    if (password !== null) throw invalidValue('ssl.truststore.password', hidden, 'It cannot be used with PEM');
    const text = data.toString('utf8');
    if (isOnOneLine(text)) conf['ssl.ca.pem'] = readText('ssl.truststore.location', text, 'certificate');
    else conf['ssl.ca.location'] = path;
    return [];
  }
  if (format === 'PKCS12') {
    const certificate: NativeCertificate = {
      type: 'CERT_CA',
      encoding: 'PKCS12',
      data,
      ...(password === null ? {} : { password }),
    };
    return [
      hideWhenShown(certificate, () => ({ type: certificate.type, encoding: certificate.encoding, data: hidden })),
    ];
  }
  const content = openJks('ssl.truststore.location', path, data, password, null);
  if (content.certificates.length === 0)
    throw invalidValue('ssl.truststore.location', path, 'The JKS file holds no trusted certificate');
  conf['ssl.ca.pem'] = content.certificates.map((certificate) => pem('CERTIFICATE', certificate)).join('');
  return [];
}

/**
 * Converts TLS properties to librdkafka's. The type of a store is recognized by its content, as Java in effect does.
 * Stores are read only if security.protocol uses TLS.
 */
export function resolveTls(draft: Draft, conf: NativeConf): NativeCertificate[] {
  const { values } = draft;
  const algorithm = (values['ssl.endpoint.identification.algorithm'] as string | null) ?? '';
  if (algorithm !== '' && algorithm.toLowerCase() !== 'https') {
    throw invalidValue('ssl.endpoint.identification.algorithm', algorithm, 'Must be https, or empty for no check');
  }
  // Java disables the check with an empty string.
  conf['ssl.endpoint.identification.algorithm'] = algorithm === '' ? 'none' : 'https';
  if (!String(values['security.protocol']).toUpperCase().endsWith('SSL')) return [];
  checkTlsValues(draft);
  const suites = offeredSuites(draft);
  if (suites !== null) conf['ssl.cipher.suites'] = suites;
  keyStore(draft, conf);
  return trustStore(draft, conf);
}
