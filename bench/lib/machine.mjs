// Describes the machine and the versions of a run.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { KAFKA_VERSION } from './kafka.mjs';

function output(command, args) {
  try {
    return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
  } catch {
    return '';
  }
}

function system() {
  try {
    return /^PRETTY_NAME="(.*)"$/m.exec(readFileSync('/etc/os-release', 'utf8'))[1];
  } catch {
    return os.type();
  }
}

export function describeMachine() {
  const javaVersion = /version "([^"]+)"/.exec(output('sh', ['-c', 'java -version 2>&1']));
  return {
    date: new Date().toISOString().slice(0, 10),
    cpu: `${os.cpus()[0].model.trim()}, ${os.availableParallelism()} cores`,
    memoryGb: Math.round(os.totalmem() / 2 ** 30),
    system: `${system()}, Linux ${os.release()}`,
    node: process.version,
    java: javaVersion?.[1] ?? 'none',
    kafka: `${KAFKA_VERSION}, one node on the same machine, 1 GB heap`,
    commit: output('git', ['-C', path.resolve(import.meta.dirname, '../..'), 'rev-parse', '--short', 'HEAD']),
  };
}
