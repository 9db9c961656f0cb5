import { invalidValue } from '../invalid';
import type { Draft } from '../post-process';

const keyExchange: Readonly<Record<string, string>> = {
  RSA: '',
  ECDHE_RSA: 'ECDHE-RSA-',
  ECDHE_ECDSA: 'ECDHE-ECDSA-',
  DHE_RSA: 'DHE-RSA-',
  DHE_DSS: 'DHE-DSS-',
};

const cipher: Readonly<Record<string, string>> = {
  AES_128_GCM: 'AES128-GCM',
  AES_256_GCM: 'AES256-GCM',
  AES_128_CBC: 'AES128',
  AES_256_CBC: 'AES256',
  AES_128_CCM: 'AES128-CCM',
  AES_256_CCM: 'AES256-CCM',
};

/** OpenSSL's name of a TLS 1.2 suite given by IANA's name. Other names are returned unchanged. */
export function opensslSuite(name: string): string {
  const match = /^TLS_(\w+)_WITH_(\w+?)(?:_(SHA|SHA256|SHA384))?$/.exec(name);
  const exchange = match && keyExchange[match[1]!];
  if (exchange === null || exchange === undefined) return name;
  if (match![2] === 'CHACHA20_POLY1305') return `${exchange}CHACHA20-POLY1305`;
  const openssl = cipher[match![2]!];
  return openssl === undefined ? name : `${exchange}${openssl}${match![3] ? `-${match![3]}` : ''}`;
}

/** TLS 1.3 suites, which OpenSSL keeps in a separate list. */
const isTls13Suite = (name: string): boolean => /^TLS_(AES|CHACHA20|SM4)_/.test(name);

const tls13Suites = ['TLS_AES_256_GCM_SHA384', 'TLS_CHACHA20_POLY1305_SHA256', 'TLS_AES_128_GCM_SHA256'];

/** Protocols of Java that neither a current JVM nor this package supports. */
const oldProtocols = ['TLSv1.1', 'TLSv1', 'SSLv3', 'SSLv2Hello'];

function enabledProtocols({ values, warnings }: Draft): { tls12: boolean; tls13: boolean } {
  const name = 'ssl.enabled.protocols';
  const protocols = values[name] as string[];
  if (protocols.length === 0) return { tls12: true, tls13: true };
  const unknown = protocols.find((one) => !['TLSv1.3', 'TLSv1.2', ...oldProtocols].includes(one));
  if (unknown !== undefined) throw invalidValue(name, unknown, 'Must be of TLSv1.2 and TLSv1.3');
  const enabled = { tls12: protocols.includes('TLSv1.2'), tls13: protocols.includes('TLSv1.3') };
  if (!enabled.tls12 && !enabled.tls13) throw invalidValue(name, protocols, 'Must hold TLSv1.2 or TLSv1.3');
  const old = protocols.filter((one) => oldProtocols.includes(one));
  if (old.length > 0)
    warnings.push(`${name}: ${old.join(', ')} is not supported any more; only the others are offered`);
  return enabled;
}

/**
 * The suites to offer, for both TLS versions in one list, by OpenSSL's names; null: all. A version without any suite in
 * the list is not offered (deps/patches).
 */
export function offeredSuites(draft: Draft): string | null {
  const given = draft.values['ssl.cipher.suites'] as string[];
  const enabled = enabledProtocols(draft);
  if (given.length === 0) {
    if (enabled.tls12 && enabled.tls13) return null;
    return enabled.tls12 ? 'DEFAULT' : tls13Suites.join(':');
  }
  const suites = given
    .filter((name) => (isTls13Suite(name) ? enabled.tls13 : enabled.tls12))
    .map(opensslSuite)
    // "DEFAULT" and similar words, and lists with colons, are OpenSSL's own syntax.
    .join(':');
  if (suites === '')
    throw invalidValue('ssl.cipher.suites', given, 'None of them can be used with ssl.enabled.protocols');
  return suites;
}
