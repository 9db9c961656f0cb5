// How to start each client for a trial. A driver is a program that accepts the flags of c/bench.h and prints one line
// of JSON.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

import { program } from './build.mjs';
import { collect } from './collect.mjs';
import { ensureKafka } from './kafka.mjs';

const require = createRequire(import.meta.url);
const here = import.meta.dirname;
const script = (name) => path.resolve(here, '../drivers', name);
const installed = (name) => existsSync(path.resolve(here, '../node_modules', name, 'package.json'));
const TIMEOUT_MS = 300_000;

/** The librdkafka properties that our client would use. The C baseline gets exactly these. */
function nativeProperties(role, trial, servers) {
  const entry = process.env.KAFKA_NAPI_RESOLVE ?? path.resolve(here, '../../dist/config/resolve.js');
  const { resolveConfig } = require(entry);
  const needed = role === 'consumer' ? { 'group.id': 'bench', 'auto.offset.reset': 'earliest' } : {};
  const own = { ...configOf(role, trial), ...(role === 'producer' ? trial.cConfig : {}) };
  const { native } = resolveConfig(role, { 'bootstrap.servers': servers, ...needed, ...own });
  return Object.fromEntries(
    Object.entries(native).filter(([name]) => name !== 'bootstrap.servers' && name !== 'group.id'),
  );
}

/** In a trial with both roles, `config` is the producer's. */
function configOf(role, trial) {
  const isBoth = trial.kind === 'e2e' || trial.kind === 'flat-out';
  return isBoth && role === 'consumer' ? (trial.consumerConfig ?? {}) : trial.config;
}

function propertyFlags(trial, resolve) {
  const flags = (role, prefix) =>
    Object.entries(resolve(role)).flatMap(([name, value]) => ['-X', `${prefix}${name}=${value}`]);
  switch (trial.kind) {
    case 'produce':
      return flags('producer', '');
    case 'consume':
      return flags('consumer', '');
    case 'send':
      return flags('producer', 'producer.');
    default:
      return [...flags('producer', 'producer.'), ...flags('consumer', 'consumer.')];
  }
}

const cPrograms = { produce: 'bench_produce', consume: 'bench_consume', send: 'bench_latency', e2e: 'bench_latency' };

/** A hundred messages at a time, each time awaited. */
const awaitsHundreds = ({ mode }) => /-send-100$/.test(mode);
const cProgram = (trial) => (awaitsHundreds(trial) ? 'bench_latency' : cPrograms[trial.kind]);

/** The C program's mode for one of our modes. Several of ours differ only in JavaScript. */
function cMode(trial) {
  if (trial.kind === 'send' || trial.kind === 'e2e') return trial.kind;
  if (trial.mode === 'assign' || trial.mode === 'none') return trial.mode;
  if (awaitsHundreds(trial)) return 'send-100';
  return /headers/.test(trial.mode) ? 'headers' : 'callback';
}

const node = (file) => ({
  command: process.execPath,
  args: (trial) => [script(file), trial.kind],
  properties: (role, trial) => configOf(role, trial),
});
/** A peer that is built on librdkafka. */
const onLibrdkafka = (driver) => ({
  ...driver,
  properties: (role, trial) => ({ ...configOf(role, trial), ...trial.librdkafkaConfig }),
});
/** The interpreter of the virtual environment in bench/python. */
const interpreter = path.resolve(here, '../python/bin/python3');
const python = (file) => ({ ...node(file), command: interpreter, isInstalled: () => existsSync(interpreter) });

/** A library or the entry of this package for it: the same program. */
const sideOf = (side) => ({ ...node('entries.mjs'), mode: (trial) => `${side}:${trial.mode}` });

export const drivers = {
  original: { ...sideOf('original'), title: 'the library itself', peer: true, can: () => false },
  entry: { ...sideOf('entry'), title: 'kafka-napi’s entry' },
  c: {
    title: 'C (librdkafka)',
    command: (trial) => program(cProgram(trial)),
    args: () => [],
    mode: cMode,
    properties: (role, trial, servers) => {
      const properties = Object.entries(nativeProperties(role, trial, servers));
      return Object.fromEntries(
        properties.map(([name, value]) => [awaitsHundreds(trial) ? `producer.${name}` : name, value]),
      );
    },
  },
  'kafka-napi': { ...node('kafka-napi.mjs'), mode: (trial) => trial.mode ?? '' },
  'node-empty': { ...node('node-empty.mjs'), scale: 1e-9 },
  confluent: {
    ...onLibrdkafka(node('confluent.mjs')),
    title: '@confluentinc/kafka-javascript',
    peer: true,
    scale: 0.1,
    isInstalled: () => installed('@confluentinc/kafka-javascript'),
  },
  'node-rdkafka': {
    ...onLibrdkafka(node('node-rdkafka.mjs')),
    title: 'node-rdkafka',
    peer: true,
    scale: 0.1,
    isInstalled: () => installed('node-rdkafka'),
  },
  kafkajs: {
    ...node('kafkajs.mjs'),
    title: 'kafkajs',
    peer: true,
    scale: 0.15,
    isInstalled: () => installed('kafkajs'),
  },
  platformatic: {
    ...node('platformatic.mjs'),
    title: '@platformatic/kafka',
    peer: true,
    scale: 0.1,
    isInstalled: () => installed('@platformatic/kafka'),
  },
  'confluent-python': {
    ...onLibrdkafka(python('confluent_python.py')),
    title: 'confluent-kafka (Python)',
    peer: true,
    scale: 0.4,
  },
  'kafka-python': { ...python('kafka_python.py'), title: 'kafka-python', peer: true, scale: 0.02 },
  pykafka: {
    ...python('py_kafka.py'),
    title: 'pykafka',
    peer: true,
    scale: 0.02,
    can: (trial) => trial.kind !== 'send' && trial.mode !== 'headers',
  },
  java: {
    ...node('java.mjs'),
    title: 'Java perf tools',
    peer: true,
    scale: 0.5,
    can: (trial) => trial.kind !== 'send' && trial.mode !== 'headers',
  },
};

/** The number of messages for this driver. Slow ones get fewer: rates are compared, not times. */
export function countOf(name, trial) {
  const scale = trial.kind === 'produce' || trial.kind === 'consume' ? (drivers[name].scale ?? 1) : 1;
  const count = Math.min(trial.count, Math.max(1000, Math.floor(trial.count * scale)));
  return { count, warmup: scale === 1 ? trial.warmup : Math.floor(count / 5) };
}

/** Runs the driver once, in its own process, and returns the result that it printed. */
export async function runDriver(name, trial, { servers, topic, group }) {
  const driver = drivers[name];
  const { count, warmup } = countOf(name, trial);
  const command = typeof driver.command === 'function' ? driver.command(trial) : driver.command;
  const args = [
    ...driver.args(trial),
    ...['-b', servers, '-t', topic, '-n', String(count), '-w', String(warmup), '-s', String(trial.size)],
    ...['-m', driver.mode?.(trial) ?? trial.mode ?? '', '-f', String(trial.inFlight ?? 0), '-c', String(trial.clients)],
    ...['-p', String(trial.partitions), '-r', String(trial.rate ?? 0), '-g', group],
    ...propertyFlags(trial, (role) => driver.properties(role, trial, servers)),
  ];
  const { classpath } = name === 'java' ? await ensureKafka() : {};
  const env = classpath === undefined ? {} : { KAFKA_CLASSPATH: classpath };
  return { count, warmup, ...(await collect(command, args, { timeoutMs: TIMEOUT_MS, env })) };
}
