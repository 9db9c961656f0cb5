import { ConfigError } from '../errors/config-error';
import type { KafkaError } from '../errors/kafka-error';
import { javaProperties } from './generated/properties';

/** librdkafka's names that several Java properties lead to, or that its messages do not spell out. */
function javaName(native: string): string {
  return javaProperties.find((property) => property.native === native)?.name ?? native;
}

const noKerberos = 'GSSAPI needs Kerberos, which this build does not have: take another sasl.mechanism';

/**
 * The ConfigError for what only librdkafka could find out, when the client was made: a certificate it cannot read, a cipher it does not have.
 * The message is librdkafka's own; the property is the one it names, by Java's name where it has one.
 */
export function configFailure(error: KafkaError, conf: Readonly<Record<string, string>>): ConfigError {
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
