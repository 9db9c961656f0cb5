import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { NativeAddon } from '../../index';
import { describeError } from '../exit';
import { findJava } from '../kafka/java';
import { clientProperties, type CommonOptions, type Properties } from '../options';
import { type Brokers, examineBrokers } from './brokers';
import { examineMachine, type Machine } from './machine';

export interface Addon {
  librdkafka: string | null;
  patches: NativeAddon['patches'] | null;
  foundBy: NativeAddon['foundBy'] | null;
  file: string | null;
  openssl: string | null;
  error: string | null;
  /** Each attempt to load it, with its error. Empty if the addon was loaded. */
  tried: readonly string[];
}

export interface Report {
  version: string;
  addon: Addon;
  machine: Machine;
  java: string;
  brokers: Brokers | null;
  /** One sentence for each problem. */
  problems: string[];
}

type Package = typeof import('../../index');

export async function examine(options: CommonOptions, timeoutMs: number, allVersions: boolean): Promise<Report> {
  const { version } = JSON.parse(readFileSync(path.join(__dirname, '../../../package.json'), 'utf8')) as {
    version: string;
  };
  const problems: string[] = [];
  const machine = examineMachine();
  const java = findJava();
  const report: Report = {
    version,
    addon: { librdkafka: null, patches: null, foundBy: null, file: null, openssl: null, error: null, tried: [] },
    machine,
    java: typeof java === 'string' ? `${java} (only broker start needs it)` : `Java ${java.version}, ${java.command}`,
    brokers: null,
    problems,
  };
  addLimits(machine, problems);
  let kafka: Package;
  try {
    kafka = require('../../index') as Package;
  } catch (error) {
    report.addon.error = describeError(error);
    report.addon.tried = (error as { tried?: string[] }).tried ?? [];
    // One of another version was loaded, and is not used.
    report.addon.file = loadedAddon();
    // The first line says what helps.
    problems.push(report.addon.error.split('\n')[0] as string);
    return report;
  }
  report.addon.librdkafka = kafka.librdkafkaVersion;
  report.addon.patches = kafka.nativeAddon.patches;
  report.addon.foundBy = kafka.nativeAddon.foundBy;
  report.addon.file = kafka.nativeAddon.foundBy === 'KAFKA_NAPI_ADDON' ? chosenAddon() : loadedAddon();
  report.addon.openssl = report.addon.file === null ? null : opensslOf(report.addon.file);
  const properties = clientProperties(options);
  try {
    report.brokers = await examineBrokers((config: Properties) => new kafka.AdminClient(config), properties, timeoutMs);
    if (!allVersions) {
      const versions = Object.entries(report.brokers.apiVersions).filter(([name]) => few.includes(name));
      report.brokers.apiVersions = Object.fromEntries(versions);
    }
    if (!report.brokers.reachable) problems.push(`${properties['bootstrap.servers']}: ${report.brokers.error}`);
  } catch (error) {
    problems.push(describeError(error));
  }
  return report;
}

/** Its name may be any. */
function chosenAddon(): string {
  return require.resolve(path.resolve(process.env['KAFKA_NAPI_ADDON'] as string));
}

/** The loaded library of this package in this process. */
function loadedAddon(): string | null {
  const { sharedObjects = [] } = process.report.getReport() as unknown as { sharedObjects?: string[] };
  return sharedObjects.find((file) => /kafka_napi|@kafka-napi/.test(file) && file.endsWith('.node')) ?? null;
}

/** OpenSSL is linked statically: its version is a text in the binary. */
function opensslOf(file: string): string | null {
  try {
    const found = /OpenSSL (\d+\.\d+\.\d+\w*)(?:\+\S+)? \d{1,2} \w{3} \d{4}/.exec(readFileSync(file, 'latin1'));
    return found?.[1] ?? null;
  } catch {
    return null;
  }
}

// The text report shows only these of about 60 requests.
const few = ['Produce', 'Fetch', 'Metadata', 'ApiVersion', 'ConsumerGroupHeartbeat', 'InitProducerId'];

const FEW_FILES = 1024;

function addLimits({ limits }: Machine, problems: string[]): void {
  const files = Number(limits.openFiles?.split(' ')[0]);
  if (files < FEW_FILES)
    problems.push(`only ${files} files may be open; every broker needs a connection: ulimit -n 65536`);
  const pids = Number(limits.cgroupPids ?? Infinity);
  if (pids < 50)
    problems.push(`only ${pids} processes and threads are allowed here; a client needs 4 and one for each broker`);
}

function wayOf({ foundBy }: Addon): string {
  if (foundBy === null) return '-';
  if (foundBy === 'KAFKA_NAPI_ADDON') return 'the variable KAFKA_NAPI_ADDON';
  return foundBy === 'build' ? 'a local build (build/)' : `the package ${foundBy}`;
}

/** The value of a row, its further lines below the first. */
const below = (text: string): string => text.replaceAll('\n', `\n${' '.repeat(16)}`);

export function asText(report: Report): string {
  const { addon, machine, brokers } = report;
  const lines = [
    `kafka-napi      ${report.version}`,
    `librdkafka      ${addon.librdkafka ?? '-'}`,
    `patches         ${addon.patches ?? '-'}`,
    `addon           ${below([addon.file, addon.error].filter((one) => one !== null).join('\n') || '-')}`,
    `found by        ${wayOf(addon)}`,
    `OpenSSL         ${addon.openssl ?? '-'}`,
    `Node            ${machine.node}, ${machine.platform}, ${machine.libc}`,
    `machine         ${machine.cpus} processors, ${machine.memoryMb} MB`,
    `Java            ${report.java}`,
    `open files      ${machine.used.openFiles ?? '-'}, limit ${machine.limits.openFiles ?? '-'}`,
    `threads         ${machine.used.threads ?? '-'}, limit ${machine.limits.processes ?? '-'}, cgroup ${machine.limits.cgroupPids ?? '-'}`,
    `memory limit    ${machine.limits.cgroupMemory ?? '-'}`,
    `clock           ${machine.clock} here; no request of Kafka's protocol reads a broker's: compare with date -u there`,
  ];
  if (brokers !== null) {
    lines.push(...Object.entries(brokers.properties).map(([name, value]) => `property        ${name}=${value}`));
    lines.push(
      brokers.reachable
        ? `brokers         answered after ${brokers.answeredAfterMs} ms, cluster ${brokers.clusterId ?? '-'}`
        : `brokers         no answer: ${brokers.error}`,
    );
    lines.push(...brokers.nodes.map(({ id, address }) => `broker ${String(id).padEnd(9)}${address}`));
    lines.push(...Object.entries(brokers.apiVersions).map(([name, versions]) => `request         ${name} ${versions}`));
  }
  lines.push(...report.problems.map((problem) => `PROBLEM         ${problem}`));
  if (report.problems.length === 0) lines.push('No problem was found.');
  return `${lines.join('\n')}\n`;
}
