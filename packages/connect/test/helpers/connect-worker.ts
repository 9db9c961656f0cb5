/** A real Kafka Connect 4.3.1, one distributed worker in a JVM, from the jars of the integration tests. */
import type { ChildProcess } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { ended, spawnJava } from '../../../../test/helpers/kafka/java-process';
import { claimPorts, releasePorts } from '../../../../test/helpers/kafka/ports';
import { uniqueName } from '../../../../test/helpers/kafka/shared-kafka';

export class ConnectWorker {
  readonly url: string;
  /** For files of connectors; gone after `stop`. */
  readonly folder: string;
  readonly topics: { readonly config: string; readonly status: string; readonly offsets: string };
  readonly #ports: number[];
  readonly #child: ChildProcess;

  private constructor(folder: string, ports: number[], topics: ConnectWorker['topics'], child: ChildProcess) {
    this.folder = folder;
    this.topics = topics;
    this.url = `http://127.0.0.1:${ports[0]}`;
    this.#ports = ports;
    this.#child = child;
  }

  /** Resolves when the JVM runs, some seconds before it serves requests. */
  static async start(bootstrapServers: string): Promise<ConnectWorker> {
    const group = uniqueName('connect');
    const topics = { config: `${group}-configs`, status: `${group}-status`, offsets: `${group}-offsets` };
    const ports = await claimPorts(1);
    const folder = mkdtempSync(join(tmpdir(), 'kafka-napi-connect-'));
    const properties = {
      'bootstrap.servers': bootstrapServers,
      'group.id': group,
      listeners: `http://127.0.0.1:${ports[0]}`,
      'key.converter': 'org.apache.kafka.connect.storage.StringConverter',
      'value.converter': 'org.apache.kafka.connect.storage.StringConverter',
      'config.storage.topic': topics.config,
      'config.storage.replication.factor': 1,
      'status.storage.topic': topics.status,
      'status.storage.replication.factor': 1,
      'offset.storage.topic': topics.offsets,
      'offset.storage.replication.factor': 1,
      // Configurations and offsets are then written in transactions: what reads them must read committed records.
      'exactly.once.source.support': 'enabled',
      'plugin.discovery': 'service_load',
      // A task that waits for more lines is not waited for.
      'task.shutdown.graceful.timeout.ms': 500,
    };
    const file = join(folder, 'worker.properties');
    writeFileSync(
      file,
      Object.entries(properties)
        .map(([name, value]) => `${name}=${value}\n`)
        .join(''),
    );
    const log = openSync(join(folder, 'worker.log'), 'a');
    try {
      const child = await spawnJava('org.apache.kafka.connect.cli.ConnectDistributed', [file], {
        log: 'log4j2-broker.properties',
        stdio: ['ignore', log, log],
        cwd: folder,
      });
      child.unref();
      return new ConnectWorker(folder, ports, topics, child);
    } finally {
      closeSync(log);
    }
  }

  /** The end of its log: for a test that fails. */
  get log(): string {
    return readFileSync(join(this.folder, 'worker.log'), 'utf8').slice(-4000);
  }

  async stop(): Promise<void> {
    this.#child.ref();
    this.#child.kill('SIGKILL');
    await ended(this.#child);
    releasePorts(this.#ports);
    rmSync(this.folder, { recursive: true, force: true });
  }
}
