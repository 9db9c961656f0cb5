/** Runs a leak program against brokers in this process and says how fast each thing grew. */
import { MockCluster } from '../../src/testing';
import { expectSuccess, jsonLines } from '../helpers/child';
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

/** Of the samples, the first so many are warm-up: pools fill, code is compiled. */
const WARM_UP = 0.4;

export interface Growth {
  kind: LeakKind;
  units: number;
  seconds: number;
  /** Bytes (of the last three: things) for each unit of work. */
  perUnit: Omit<Sample, 'done'>;
  first: Sample;
  last: Sample;
}

export async function measureLeak(kind: LeakKind, units: number): Promise<Growth> {
  const cluster = await MockCluster.start({ topics: { t: 4 } });
  const startedAt = performance.now();
  try {
    const output = await expectSuccess('test/stress/leak-program.ts', {
      nodeArgs: ['--expose-gc'],
      // Clients come and go with five threads each: an arena of malloc for each thread would go on growing for thousands of them.
      env: { MALLOC_ARENA_MAX: '2' },
      args: [kind, String(units), cluster.bootstrapServers],
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
