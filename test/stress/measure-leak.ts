/** Runs a leak program against brokers in this process and computes the growth of each resource. */
import { MockCluster } from '../../src/testing';
import { expectSuccess, jsonLines } from '../helpers/child';
import { KafkaCluster } from '../helpers/kafka/kafka-cluster';
import { slope } from '../helpers/slope';
import type { LeakKind } from './leak-work';

interface Sample {
  done: number;
  rss: number;
  heapUsed: number;
  external: number;
  threads: number;
  files: number;
  resources: number;
}

/** The fraction of samples that counts as warm-up: pools fill, code is compiled. */
const WARM_UP = 0.4;

export interface Growth {
  kind: LeakKind;
  units: number;
  seconds: number;
  /** Bytes (for the last three: number) per unit of work. */
  perUnit: Omit<Sample, 'done'>;
  first: Sample;
  last: Sample;
}

interface Brokers {
  readonly bootstrap: string;
  close(): Promise<void>;
}

/**
 * A real Kafka, and the configuration of a user without permissions: the mock cluster does not answer administration
 * requests.
 */
async function refusing(): Promise<Brokers> {
  const kafka = await KafkaCluster.start({ listeners: ['SASL_PLAINTEXT'], authorizer: true });
  await kafka.createTopic('t');
  const config = kafka.clientProperties('SASL_PLAINTEXT', { user: 'alice', mechanism: 'SCRAM-SHA-256' });
  return { bootstrap: JSON.stringify(config), close: () => kafka.stop() };
}

async function inProcess(): Promise<Brokers> {
  const cluster = await MockCluster.start({ topics: { t: 4 } });
  return { bootstrap: cluster.bootstrapServers, close: () => cluster.close() };
}

export async function measureLeak(kind: LeakKind, units: number): Promise<Growth> {
  const cluster = await (kind === 'admin' ? refusing() : inProcess());
  const startedAt = performance.now();
  try {
    const output = await expectSuccess('test/stress/leak-program.ts', {
      nodeArgs: ['--expose-gc'],
      // Clients are created and closed with five threads each. One malloc arena per thread would keep growing for
      // thousands of them.
      env: { MALLOC_ARENA_MAX: '2' },
      args: [kind, String(units), cluster.bootstrap],
      timeoutMs: 24 * 3600 * 1000,
    });
    const seconds = Math.round((performance.now() - startedAt) / 1000);
    const samples = jsonLines<Sample>(output);
    const steady = samples.slice(Math.floor(samples.length * WARM_UP));
    const grown = (name: keyof Sample): number => slope(steady.map((sample) => ({ x: sample.done, y: sample[name] })));
    const perUnit = {
      rss: grown('rss'),
      heapUsed: grown('heapUsed'),
      external: grown('external'),
      threads: grown('threads'),
      files: grown('files'),
      resources: grown('resources'),
    };
    return { kind, units, seconds, perUnit, first: steady[0]!, last: samples.at(-1)! };
  } finally {
    await cluster.close();
  }
}
