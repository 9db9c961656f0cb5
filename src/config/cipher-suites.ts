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

/** A TLS 1.2 suite by IANA's name as OpenSSL calls it; other names as they are. */
export function opensslSuite(name: string): string {
  const match = /^TLS_(\w+)_WITH_(\w+?)(?:_(SHA|SHA256|SHA384))?$/.exec(name);
  const exchange = match && keyExchange[match[1]!];
  if (exchange === null || exchange === undefined) return name;
  if (match![2] === 'CHACHA20_POLY1305') return `${exchange}CHACHA20-POLY1305`;
  const openssl = cipher[match![2]!];
  return openssl === undefined ? name : `${exchange}${openssl}${match![3] ? `-${match![3]}` : ''}`;
}

/** Suites that only TLS 1.3 has: OpenSSL sets them apart, and librdkafka has no property for that. */
export function isTls13Suite(name: string): boolean {
  return /^TLS_(AES|CHACHA20)_/.test(name);
}
