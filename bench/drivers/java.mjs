// Java's perf tools, which measure their own time: ProducerPerformance after its warm-up, ConsumerPerformance without
// the time to join the group.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { main } from '../lib/driver.mjs';
import { makePayloads } from '../lib/payload.mjs';

const VERSION = 'kafka-clients 4.3.1';

function java(mainClass, args) {
  const jvm = ['-Xmx1g', '-Djava.awt.headless=true', '-cp', process.env.KAFKA_CLASSPATH, mainClass, ...args];
  return execFileSync('java', jvm, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 1 << 26 });
}

const asPairs = (properties) => Object.entries(properties).map(([name, value]) => `${name}=${value}`);

// It sends lines of this file, chosen at random: their number can be verified, but not the checksum.
function produce(options) {
  const folder = mkdtempSync(path.join(tmpdir(), 'kafka-napi-bench-'));
  try {
    const file = path.join(folder, 'payloads');
    writeFileSync(
      file,
      makePayloads(options.size)
        .map((value) => `${value}\n`)
        .join(''),
    );
    const total = options.warmup + options.count;
    const output = java('org.apache.kafka.tools.ProducerPerformance', [
      ...['--topic', options.topic, '--num-records', String(total), '--throughput', '-1', '--payload-file', file],
      ...['--warmup-records', String(options.warmup), '--reporting-interval', '3600000'],
      ...['--command-property', ...asPairs({ 'bootstrap.servers': options.servers, ...options.properties })],
    ]);
    const lines = output.split('\n').filter((line) => /records sent/.test(line));
    const [, messages, rate] = /^(\d+) .*?records sent, ([\d.]+) records\/sec/.exec(lines.at(-1));
    return {
      messages: Number(messages),
      bytes: Number(messages) * options.size,
      seconds: Number(messages) / Number(rate),
      cpu: null,
      rssKb: 0,
      checksum: null,
      errors: 0,
      version: VERSION,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function consume(options) {
  const total = options.warmup + options.count;
  const output = java('org.apache.kafka.tools.ConsumerPerformance', [
    ...[
      '--bootstrap-server',
      options.servers,
      '--topic',
      options.topic,
      '--num-records',
      String(total),
      '--group',
      options.group,
    ],
    ...['--hide-header', '--timeout', '60000'],
    ...asPairs(options.properties).flatMap((pair) => ['--command-property', pair]),
  ]);
  const fields = output
    .trim()
    .split('\n')
    .at(-1)
    .split(',')
    .map((field) => field.trim());
  const messages = Number(fields[4]);
  const rate = Number(fields[9]);
  return {
    messages,
    bytes: messages * options.size,
    seconds: messages / rate,
    cpu: null,
    rssKb: 0,
    checksum: null,
    errors: 0,
    version: VERSION,
  };
}

await main({ produce, consume });
