// Which programs are measured, on which sides, and how each side is started.
import { createRequire } from 'node:module';
import path from 'node:path';

import '../lib/kafka.mjs';

const require = createRequire(import.meta.url);
const { CACHE, installJava, KAFKA_VERSION } = require('../../test/helpers/kafka/install.ts');

const here = import.meta.dirname;
const node = (file) => ({ command: process.execPath, before: [path.join(here, file)], after: [] });

/** `goal`: at least so many times as fast as `than`. Without one: for information. */
export const programs = [
  { name: 'echo', sides: ['ours', 'java'], than: 'java', goal: 1.5, out: 0.9 },
  { name: 'echo', id: 'echo-loop', sides: ['ours', 'loop'], than: 'loop', goal: 0.8, out: 0.9 },
  { name: 'count', sides: ['ours', 'java'], than: 'java', goal: 2 },
  { name: 'window', sides: ['ours', 'java'], than: 'java', goal: 1.5 },
  { name: 'table', sides: ['ours', 'java'], than: 'java', goal: 1.5 },
  { name: 'count', id: 'count-cache-0', sides: ['ours', 'java-cache-0'], than: 'java-cache-0' },
  { name: 'count-to', id: 'count-to-cache-0', sides: ['ours', 'java-cache-0'], than: 'java-cache-0' },
  { name: 'count-to', sides: ['ours', 'java'], than: 'java' },
  { name: 'table-to', id: 'table-to-cache-0', sides: ['ours', 'java-cache-0'], than: 'java-cache-0' },
  { name: 'table-to', sides: ['ours', 'java'], than: 'java' },
  { name: 'echo', id: 'echo-eos', sides: ['ours', 'java'], than: 'java', guarantee: 'exactly_once_v2', out: 0.9 },
  { name: 'count', id: 'count-eos', sides: ['ours', 'java'], than: 'java', guarantee: 'exactly_once_v2' },
].map((program) => ({ id: program.name, guarantee: 'at_least_once', ...program }));

/** The command of each side; what follows are the arguments of StreamsBench.java. */
export async function sides() {
  const { classpath } = await installJava({
    sources: path.join(here, 'java'),
    home: path.join(CACHE, `bench-streams-${KAFKA_VERSION}`),
    artifacts: ['kafka-streams', 'kafka-clients'],
  });
  const java = (cache) => ({
    command: 'java',
    before: ['-Xmx1g', '-Djava.awt.headless=true', '-cp', classpath, 'StreamsBench'],
    after: [String(cache)],
  });
  return { ours: node('ours.mjs'), loop: node('loop.mjs'), java: java(-1), 'java-cache-0': java(0) };
}
