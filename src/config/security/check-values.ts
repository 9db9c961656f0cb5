import { invalidValue } from '../invalid';
import { secretOf, type Draft } from '../post-process';

/*
 * Values that Java refuses only when it opens a secure connection: empty ones (an unset environment variable), null, or
 * unknown names. Passed to librdkafka, some of them would mean "no check" or "trust all other CAs", so all of them are
 * refused here.
 */

const storeTypes = ['JKS', 'PKCS12', 'PEM'];

/** Names that a JVM knows and that are all equivalent here; upper case. */
const jvmNames: Readonly<Record<string, readonly string[]>> = {
  'ssl.protocol': ['TLSv1.3', 'TLSv1.2', 'TLSv1.1', 'TLSv1', 'TLS', 'SSL', 'SSLv3'],
  'ssl.keymanager.algorithm': ['SunX509', 'NewSunX509', 'PKIX', 'IbmX509'],
  'ssl.trustmanager.algorithm': ['PKIX', 'SunPKIX', 'X509', 'X.509', 'SunX509', 'IbmX509', 'IbmPKIX'],
};

const isBlank = (value: unknown): boolean => (secretOf(value) ?? value) === '';

function oneOf({ values }: Draft, name: string, names: readonly string[]): void {
  const value = values[name];
  if (typeof value === 'string' && names.some((known) => known.toUpperCase() === value.toUpperCase())) return;
  throw invalidValue(name, value, `Must be one of ${names.join(', ')}`);
}

function notBlank({ values, userSet }: Draft, name: string, why: string, secret = false): void {
  if (userSet.has(name) && isBlank(values[name])) throw invalidValue(name, '', why, secret);
}

const leaveOut = 'It must not be empty: omit the property if it is not needed';

/** Checks TLS values if TLS is in use. */
export function checkTlsValues(draft: Draft): void {
  const { values } = draft;
  for (const [name, names] of Object.entries(jvmNames)) {
    // Java has its own default for the two factories.
    if (values[name] !== null || name === 'ssl.protocol') oneOf(draft, name, names);
  }
  for (const name of ['ssl.provider', 'ssl.secure.random.implementation']) notBlank(draft, name, leaveOut);
  // An empty trust store counts as none. Then the system's certificate authorities would be trusted, including all
  // public ones.
  notBlank(draft, 'ssl.truststore.certificates', 'It holds no certificate', true);
  notBlank(draft, 'ssl.keystore.key', 'It holds no private key', true);
  notBlank(draft, 'ssl.keystore.certificate.chain', 'It holds no certificate', true);
  for (const name of ['ssl.truststore.location', 'ssl.keystore.location']) notBlank(draft, name, leaveOut);
  for (const name of ['ssl.truststore.password', 'ssl.keystore.password']) notBlank(draft, name, leaveOut, true);
  const hasKey = values['ssl.keystore.location'] !== null || values['ssl.keystore.key'] !== null;
  if (hasKey) notBlank(draft, 'ssl.key.password', leaveOut, true);
  if (values['ssl.keystore.location'] !== null) oneOf(draft, 'ssl.keystore.type', storeTypes);
  if (values['ssl.truststore.location'] !== null) oneOf(draft, 'ssl.truststore.type', storeTypes);
}

/** Checks the values for tokens from an endpoint. */
export function checkEndpointValues(draft: Draft): void {
  const { values } = draft;
  for (const name of ['sub', 'scope'].map((claim) => `sasl.oauthbearer.${claim}.claim.name`)) {
    if (values[name] === null || isBlank(values[name])) throw invalidValue(name, values[name], 'It must not be empty');
  }
  for (const name of ['assertion.claim.iss', 'client.credentials.client.id', 'jwks.endpoint.url'])
    notBlank(draft, `sasl.oauthbearer.${name}`, leaveOut);
  notBlank(draft, 'sasl.oauthbearer.client.credentials.client.secret', leaveOut, true);
  const pause = values['sasl.login.retry.backoff.ms'] as number | null;
  const longest = values['sasl.login.retry.backoff.max.ms'] as number | null;
  for (const name of ['sasl.login.retry.backoff.ms', 'sasl.login.retry.backoff.max.ms'])
    if (values[name] === null) throw invalidValue(name, null, 'Value must be non-null');
  if (longest! < pause!) {
    throw invalidValue(
      'sasl.login.retry.backoff.max.ms',
      longest,
      `It must not be less than sasl.login.retry.backoff.ms (${pause})`,
    );
  }
}

/** Refuses null and blanks for a property whose '' means "off": they are never written with that intention. */
export function checkAlgorithm(name: string, given: unknown, parsed: unknown): void {
  if (name !== 'ssl.endpoint.identification.algorithm') return;
  if (parsed === null || (parsed === '' && given !== ''))
    throw invalidValue(name, given, "Must be https, or '' for no check of the broker's name");
}

/** Checks librdkafka's own security properties. It treats an empty text as none, or as a file name. */
export function checkNativeText(name: string, text: string, secret: boolean): void {
  if (text === '' && /^(ssl|sasl|https)\./.test(name)) throw invalidValue(name, '', leaveOut, secret);
}
