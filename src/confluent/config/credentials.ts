import type { Connection, Inner } from '../base/connection';
import { invalid, kafkaJSError } from '../base/from-librdkafka';
import type { AnyConfig } from '../../rdkafka/config/read-config';

export interface Credentials {
  username: string;
  password: string;
}

/** The configuration with other credentials; those of a connected client cannot be changed. */
export function withCredentials(
  given: AnyConfig,
  credentials: Credentials,
  connection: Connection<Inner & { setSaslCredentials(username: string, password: string): void }>,
): AnyConfig {
  for (const name of ['username', 'password']) {
    if (!Object.hasOwn(credentials ?? {}, name)) throw invalid(`${name} must be set for setSaslCredentials`);
  }
  const { username, password } = credentials;
  if (!connection.isNew) {
    try {
      connection.inner?.setSaslCredentials(username, password);
    } catch (error) {
      throw kafkaJSError(error);
    }
    return given;
  }
  const block = given.kafkaJS as AnyConfig | undefined;
  const sasl = block?.sasl as AnyConfig | undefined;
  return {
    ...given,
    ...(sasl ? { kafkaJS: { ...block, sasl: { ...sasl, username, password } } } : {}),
    'sasl.username': username,
    'sasl.password': password,
  };
}
