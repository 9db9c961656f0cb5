// Real applications of kafkajs and node-rdkafka, unchanged, on kafka-napi; and OpenTelemetry with kafka-napi/streams.
// KAFKA_BOOTSTRAP=host:port npm run test:apps
//
// Installs them from npm into a temporary folder, with packages/shims/ in place of the originals, and runs each program
// of scripts/apps/ there. Needs a real Kafka (npx kafka-napi broker start) and the network; CI does not run it.
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { root } from './inputs.mjs';

const packages = {
  '@kafkajs/confluent-schema-registry': '^3.3.0',
  '@moleculer/channels': '^0.1.8',
  '@nestjs/common': '^11.0.0',
  '@nestjs/core': '^11.0.0',
  '@nestjs/microservices': '^11.0.0',
  '@opentelemetry/api': '^1.9.0',
  '@opentelemetry/context-async-hooks': '^2.0.0',
  '@opentelemetry/core': '^2.0.0',
  '@opentelemetry/instrumentation-kafkajs': '*',
  '@opentelemetry/sdk-trace-base': '^2.0.0',
  'graphql-kafka-subscriptions': '^0.4.0',
  'kafka-avro': '^3.2.0',
  'kafka-sse': '^0.4.2',
  moleculer: '^0.14.0',
  'pino-kafka': '^0.1.2',
  'reflect-metadata': '^0.2.0',
  rxjs: '^7.8.0',
};
/** What the programs share. */
const shared = ['registry.cjs', 'topics.cjs'];
const MOST_MS = 120_000;

if (!process.env.KAFKA_BOOTSTRAP) {
  console.error('test-apps: set KAFKA_BOOTSTRAP to the brokers of a real Kafka: npx kafka-napi broker start');
  process.exit(2);
}
const work = mkdtempSync(path.join(os.tmpdir(), 'kafka-napi-apps-'));
const npm = (cwd, ...args) =>
  execFileSync('npm', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
const pack = (folder) =>
  `file:${path.join(work, npm(folder, 'pack', '--ignore-scripts', '--silent', '--pack-destination', work).trim())}`;

let failed = 0;
try {
  const binaries = path.join(work, 'npm');
  execFileSync(process.execPath, ['scripts/platform-packages.mjs', '--from-build', '--into', binaries], { cwd: root });
  const [platform] = readdirSync(binaries);
  const shims = Object.fromEntries(
    ['kafkajs', 'node-rdkafka'].map((name) => [name, pack(path.join(root, 'packages/shims', name))]),
  );
  const binary = path.join(binaries, platform);
  const { name } = JSON.parse(readFileSync(path.join(binary, 'package.json'), 'utf8'));
  const own = { 'kafka-napi': pack(root), [name]: pack(binary), ...shims };
  const manifest = { name: 'apps', private: true, dependencies: { ...packages, ...own }, overrides: shims };
  writeFileSync(path.join(work, 'package.json'), JSON.stringify(manifest));
  npm(work, 'install', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline');
  cpSync(path.join(root, 'scripts/apps'), work, { recursive: true });
  const programs = readdirSync(path.join(root, 'scripts/apps')).filter((file) => !shared.includes(file));
  for (const program of programs) {
    const started = Date.now();
    const { status, stderr } = spawnSync(process.execPath, [program], {
      cwd: work,
      encoding: 'utf8',
      timeout: MOST_MS,
    });
    console.log(`${status === 0 ? 'ok    ' : 'FAILED'} ${program} (${Date.now() - started} ms)`);
    if (status === 0) continue;
    failed++;
    console.error(stderr.split('\n').slice(0, 40).join('\n'));
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}
process.exitCode = failed > 0 ? 1 : 0;
