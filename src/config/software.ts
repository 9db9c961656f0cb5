import { readFileSync } from 'node:fs';
import path from 'node:path';
import { librdkafkaVersion } from './generated/properties';

let known: Readonly<Record<string, string>> | undefined;

/** Who brokers are told is talking to them (KIP-511): this package, its version and that of librdkafka. */
export function softwareProperties(): Readonly<Record<string, string>> {
  if (!known) {
    const file = path.join(__dirname, '..', '..', 'package.json');
    const { name, version } = JSON.parse(readFileSync(file, 'utf8')) as { name: string; version: string };
    known = { 'client.software.name': name, 'client.software.version': `${version}-librdkafka-${librdkafkaVersion}` };
  }
  return known;
}
