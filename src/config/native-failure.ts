import { ConfigError } from '../errors/config-error';
import type { KafkaError } from '../errors/kafka-error';
import { javaProperties } from './generated/properties';

/** Java names for librdkafka names that several Java properties map to, or that its messages abbreviate. */
export function javaName(native: string): string {
  return javaProperties.find((property) => property.native === native)?.name ?? native;
}

/** OpenSSL's numeric errors: the property that each is about, and an explanation. */
const opensslFailures: readonly { when: RegExp; property: string; why: string }[] = [
  {
    when: /Failed to parse PKCS#12 CA/,
    property: 'ssl.truststore.password',
    why: 'The trust store cannot be opened: its password is wrong or missing, or it is not a complete PKCS#12 file',
  },
  {
    when: /ssl\.keystore\.location PKCS#12.*(mac verify failure|PKCS12_parse)/s,
    property: 'ssl.keystore.password',
    why: 'The key store cannot be opened: its password is wrong, or it is not a complete PKCS#12 file',
  },
  {
    when: /ssl\.key\.location failed.*PEM lib|ssl\.key\.pem.*(bad password read|bad decrypt|wrong password)/s,
    property: 'ssl.key.password',
    why: 'The private key cannot be read: its password is wrong or missing, or it is not a private key',
  },
  {
    when: /ee key too small/,
    property: 'ssl.keystore.location',
    why: 'The key store holds no private key with a certificate that can be used',
  },
];

const noKerberos = 'GSSAPI needs Kerberos, which this build does not include: use another sasl.mechanism';

/**
 * The ConfigError for a problem that only librdkafka could find when the client was created: an unreadable certificate,
 * an unknown cipher. The message is librdkafka's own. The property is the one that the message names, by its Java name
 * if it has one.
 */
export function configFailure(error: KafkaError, conf: Readonly<Record<string, string>>): ConfigError {
  const failure = opensslFailures.find(({ when }) => when.test(error.message));
  if (failure) {
    const message = `Invalid value [hidden] for configuration ${failure.property}: ${failure.why}`;
    return new ConfigError({ property: failure.property, message, cause: error, errno: error.errno });
  }
  const message = /provider for SASL mechanism GSSAPI/.test(error.message) ? noKerberos : error.message;
  const named = Object.keys(conf)
    .filter((name) => message.includes(name))
    .sort((a, b) => b.length - a.length)[0];
  const property = named ?? (/SASL mechanism/.test(message) ? 'sasl.mechanism' : 'config');
  return new ConfigError({
    property: javaName(property),
    message: `${javaName(property)}: ${message}`,
    cause: error,
    errno: error.errno,
  });
}
