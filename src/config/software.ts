import { librdkafkaVersion } from './generated/properties';

// A literal require: a bundler includes the file, while a path relative to the bundle would find another package.json,
// or none.
const manifest = require('../../package.json') as { name: string; version: string };

/** The version of this package. */
export const packageVersion: string = manifest.version;

/** The client software reported to brokers (KIP-511): this package, its version and librdkafka's version. */
export function softwareProperties(): Readonly<Record<string, string>> {
  return {
    'client.software.name': manifest.name,
    'client.software.version': `${manifest.version}-librdkafka-${librdkafkaVersion}`,
  };
}
