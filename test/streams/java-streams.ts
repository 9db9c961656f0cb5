/** Java's KafkaStreams with a topology of ours, on a real broker (LiveStreams.java). */
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { StoreType } from '../../src/streams/index';
import { foreignEnv } from '../helpers/addon';
import { CACHE, installJava, KAFKA_VERSION } from '../helpers/kafka/install';

/** Of a metric, all but its value. */
export interface JavaMetricName {
  readonly name: string;
  readonly group: string;
  readonly tags: Readonly<Record<string, string>>;
}

export class JavaStreams {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #ended: Promise<void>;
  #state = '';
  #errors = '';
  readonly #answers: ((line: string) => void)[] = [];

  private constructor(child: ChildProcessWithoutNullStreams) {
    this.#child = child;
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.startsWith('{')) this.#answers.shift()?.(line);
      else this.#state = line;
    });
    child.stderr.on('data', (chunk: Buffer) => (this.#errors = (this.#errors + chunk.toString()).slice(-4000)));
    this.#ended = new Promise((resolve) => child.once('close', () => resolve()));
  }

  /**
   * Resolves when it runs. `prefix`: of its topics. `topology`: which of those in Java; default `keys`.
   * `recordingLevel`: of metrics; default INFO.
   */
  static async start(options: {
    bootstrap: string;
    id: string;
    prefix: string;
    guarantee: string;
    topology?: 'keys' | 'windows';
    recordingLevel?: 'INFO' | 'DEBUG';
  }): Promise<JavaStreams> {
    const { bootstrap, id, prefix, guarantee, topology = 'keys', recordingLevel = 'INFO' } = options;
    const { classpath } = await installJava({
      sources: path.join(__dirname, 'oracle/java'),
      home: path.join(CACHE, `streams-oracle-${KAFKA_VERSION}`),
      artifacts: ['kafka-streams', 'kafka-streams-test-utils', 'kafka-clients'],
    });
    const flags = ['-Xmx256m', '-XX:+UseSerialGC', '-Xshare:auto', '-Djava.awt.headless=true'];
    const args = [
      ...flags,
      '-cp',
      classpath,
      'LiveStreams',
      bootstrap,
      id,
      prefix,
      guarantee,
      topology,
      recordingLevel,
    ];
    const streams = new JavaStreams(spawn('java', args, { env: foreignEnv() }));
    await streams.#running();
    return streams;
  }

  async #running(): Promise<void> {
    let hasEnded = false;
    void this.#ended.then(() => (hasEnded = true));
    while (this.#state !== 'RUNNING') {
      if (hasEnded || this.#state === 'ERROR') throw new Error(`Java's application is ${this.#state}: ${this.#errors}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** What is in a store, as text. */
  async store(name: string, type: StoreType = 'keyValueStore'): Promise<Record<string, string>> {
    return (await this.#ask(`${name} ${type}`)) as Record<string, string>;
  }

  /** The names of all its metrics. */
  async metrics(): Promise<JavaMetricName[]> {
    return ((await this.#ask('metrics')) as { metrics: JavaMetricName[] }).metrics;
  }

  async #ask(command: string): Promise<unknown> {
    const answer = new Promise<string>((resolve) => this.#answers.push(resolve));
    this.#child.stdin.write(`${command}\n`);
    return JSON.parse(await answer) as unknown;
  }

  /** Commits, leaves the group, ends. */
  close(): Promise<void> {
    this.#child.stdin.end();
    return this.#ended;
  }
}
