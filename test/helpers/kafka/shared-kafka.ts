/**
 * The one-node cluster that all integration tests of a run share: jest's global setup starts it (global-setup.ts) and its
 * address comes in the environment. Use topics and groups of your own, named with `uniqueName`; no faults, no broker-wide
 * configs: tests that need those start a KafkaCluster.
 */
import { randomBytes } from 'node:crypto';

import { KafkaEndpoint } from './kafka-endpoint';

export const BOOTSTRAP_VARIABLE = 'KAFKA_NAPI_TEST_BOOTSTRAP';

let shared: KafkaEndpoint | undefined;

/** Its Java clients start on first use and end with the jest worker. */
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
