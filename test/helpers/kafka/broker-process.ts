/**
 * One Kafka node: a JVM with a properties file, a data folder and a log, which can be started, stopped, killed and
 * frozen.
 */
import type { ChildProcess } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { ended, spawnJava } from './java-process';

const STARTED = 'Kafka Server started';
const START_TIMEOUT_MS = 300_000;
const STOP_TIMEOUT_MS = 30_000;

export interface BrokerOptions {
  readonly nodeId: number;
  /** Owned by this node: contains server.properties, server.log and data/. */
  readonly folder: string;
  readonly clusterId: string;
  readonly properties: Readonly<Record<string, string>>;
  /** Additional arguments of "StorageTool format". */
  readonly formatArgs: readonly string[];
  readonly maxHeap: string;
  /** Let the JIT compile fully: for benchmarks. */
  readonly fullSpeed: boolean;
}

export class BrokerProcess {
  readonly nodeId: number;
  readonly dataDir: string;
  readonly logFile: string;
  readonly #options: BrokerOptions;
  readonly #propertiesFile: string;
  #child: ChildProcess | undefined;

  constructor(options: BrokerOptions) {
    this.#options = options;
    this.nodeId = options.nodeId;
    this.dataDir = join(options.folder, 'data');
    this.logFile = join(options.folder, 'server.log');
    this.#propertiesFile = join(options.folder, 'server.properties');
    mkdirSync(options.folder, { recursive: true });
    this.writeProperties({});
  }

  /** Process id while the node runs, or is frozen. */
  get pid(): number | undefined {
    return this.running ? this.#child?.pid : undefined;
  }

  get running(): boolean {
    return this.#child !== undefined && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /**
   * Writes server.properties with these changes to the node's original properties. They take effect at the next start.
   */
  writeProperties(changes: Readonly<Record<string, string>>): void {
    const lines = Object.entries({ ...this.#options.properties, 'log.dirs': this.dataDir, ...changes }).map(
      // In a properties file, backslashes and line breaks must be escaped. Other special characters do not occur in the
      // values.
      ([name, value]) => `${name}=${value.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')}\n`,
    );
    writeFileSync(this.#propertiesFile, lines.join(''));
  }

  /** Starts the node. Resolves when Kafka itself reports that it is up and registered. */
  async start(): Promise<void> {
    if (this.running) throw new Error(`node ${this.nodeId} is already running`);
    const { clusterId, formatArgs, maxHeap, fullSpeed, folder } = this.#options;
    const logStart = existsSync(this.logFile) ? readFileSync(this.logFile).length : 0;
    const log = openSync(this.logFile, 'a');
    let child: ChildProcess;
    try {
      child = await spawnJava('BrokerMain', [this.#propertiesFile, clusterId, ...formatArgs], {
        log: 'log4j2-broker.properties',
        stdio: ['pipe', log, log],
        maxHeap,
        // The last option of its kind wins.
        jvmArgs: fullSpeed ? ['-XX:TieredStopAtLevel=4', '-XX:+UseG1GC', '-XX:-UseSerialGC'] : [],
        cwd: folder,
      });
    } finally {
      closeSync(log);
    }
    this.#child = child;
    // Neither the process nor its stdin pipe may keep the test's event loop alive.
    child.unref();
    (child.stdin as unknown as { unref(): void } | null)?.unref();
    let failure: Error | undefined;
    child.once('error', (error) => {
      failure = error;
    });
    child.stdin?.on('error', () => {}); // EPIPE when the node dies first

    const deadline = Date.now() + START_TIMEOUT_MS;
    for (;;) {
      const text = readFileSync(this.logFile).subarray(logStart).toString();
      if (text.includes(STARTED)) return;
      if (failure !== undefined || !this.running || Date.now() > deadline) {
        const why =
          failure?.message ?? (this.running ? `was not up after ${START_TIMEOUT_MS} ms` : 'ended while starting');
        await this.kill();
        throw new Error(`Kafka node ${this.nodeId} ${why}; end of its log:\n${text.slice(-4000)}`);
      }
      await sleep(20);
    }
  }

  /** SIGKILL. Resolves when the process is gone. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** Kafka's controlled shutdown (SIGTERM): leaders move away first. */
  async shutdown(): Promise<void> {
    const child = this.#child;
    if (child === undefined || !this.running) return;
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
    await this.#end('SIGTERM');
    clearTimeout(timer);
  }

  async #end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const child = this.#child;
    if (child === undefined || child.pid === undefined) return;
    child.ref();
    child.kill(signal);
    child.kill('SIGCONT'); // a frozen one would not see SIGTERM
    await ended(child);
    child.stdin?.destroy();
  }

  /** Freezes the process: its connections stay open, but nothing answers. */
  pause(): void {
    this.#signal('SIGSTOP');
  }

  resume(): void {
    this.#signal('SIGCONT');
  }

  #signal(signal: 'SIGSTOP' | 'SIGCONT'): void {
    if (!this.running) throw new Error(`node ${this.nodeId} is not running`);
    this.#child?.kill(signal);
  }
}
