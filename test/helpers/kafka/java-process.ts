/**
 * JVMs that cannot outlive the process that started them. If util-linux' setpriv exists, the kernel kills the JVM with
 * its parent, even a JVM stopped by SIGSTOP, which cannot react itself. On all systems the exit hook below kills it,
 * and a broker or bridge also halts when its stdin, a pipe held by the parent, ends.
 */
import { type ChildProcess, type StdioOptions, spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';

import { foreignEnv } from '../addon';
import { ensureKafka } from './install';

const alive = new Set<ChildProcess>();
let hooked = false;
let setpriv: boolean | undefined;

function killAll(): void {
  for (const child of alive) child.kill('SIGKILL');
}

function hasSetpriv(): boolean {
  setpriv ??= spawnSync('setpriv', ['--pdeathsig', 'KILL', 'true']).status === 0;
  return setpriv;
}

export interface JavaOptions {
  /** The log4j2 configuration in test/helpers/java. */
  readonly log: 'log4j2-broker.properties' | 'log4j2-tool.properties';
  readonly stdio: StdioOptions;
  /** Default 256m. */
  readonly maxHeap?: string;
  readonly jvmArgs?: readonly string[];
  readonly cwd?: string;
}

/** Starts `java mainClass args…` on Kafka's jars and our helpers. */
export async function spawnJava(
  mainClass: string,
  args: readonly string[],
  options: JavaOptions,
): Promise<ChildProcess> {
  const { classpath, javaFolder } = await ensureKafka();
  const java = [
    'java',
    `-Xmx${options.maxHeap ?? '256m'}`,
    '-XX:+UseSerialGC',
    '-XX:TieredStopAtLevel=1', // start-up time counts here, peak speed does not
    '-Xshare:auto',
    '-Djava.awt.headless=true',
    `-Dlog4j2.configurationFile=${join(javaFolder, options.log)}`,
    ...(options.jvmArgs ?? []),
    '-cp',
    classpath,
    mainClass,
    ...args,
  ];
  const command = hasSetpriv() ? ['setpriv', '--pdeathsig', 'KILL', ...java] : java;
  const child = spawn(command[0] as string, command.slice(1), {
    stdio: options.stdio,
    cwd: options.cwd,
    env: foreignEnv(),
  });
  if (!hooked) {
    hooked = true;
    process.on('exit', killAll);
  }
  alive.add(child);
  child.once('exit', () => alive.delete(child));
  child.once('error', () => alive.delete(child));
  return child;
}

/** Resolves when the process has ended. */
export function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => child.once('exit', () => resolve()));
}
