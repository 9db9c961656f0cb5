/**
 * The one-node cluster that all integration tests of a run share. Jest's global setup starts it (global-setup.ts), and
 * its address is in the environment. Use separate topics and groups, named with `uniqueName`. Tests that need faults or
 * broker-wide configs start their own KafkaCluster.
 */
import { randomBytes } from 'node:crypto';

import { BOOTSTRAP_VARIABLE, KafkaEndpoint } from './kafka-endpoint';

let shared: KafkaEndpoint | undefined;

// Each test file has a JVM of its own. A worker runs many files: without this their JVMs add up.
afterAll(() => shared?.close());

/** Its Java clients start on first use and end with the test file. */
export function sharedKafka(): KafkaEndpoint {
  const bootstrap = process.env[BOOTSTRAP_VARIABLE];
  if (bootstrap === undefined)
    throw new Error(`${BOOTSTRAP_VARIABLE} is not set: run integration tests with jest's "integration" project`);
  shared ??= new KafkaEndpoint(bootstrap);
  return shared;
}

/** A name that no other test uses, legal for topics and groups. */
export function uniqueName(prefix: string): string {
  return `${prefix}-${randomBytes(6).toString('hex')}`;
}
