/** Java's KafkaStreams with a topology of ours, on a real broker (LiveStreams.java). */
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { StoreType } from '../../src/streams/index';
import { foreignEnv } from '../helpers/addon';
import { CACHE, installJava, KAFKA_VERSION } from '../helpers/kafka/install';

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

  /** Resolves when it runs. `prefix`: of its topics. `topology`: which of those in Java; default `keys`. */
  static async start(options: {
    bootstrap: string;
    id: string;
    prefix: string;
    guarantee: string;
    topology?: 'keys' | 'windows';
  }): Promise<JavaStreams> {
    const { bootstrap, id, prefix, guarantee, topology = 'keys' } = options;
    const { classpath } = await installJava({
      sources: path.join(__dirname, 'oracle/java'),
      home: path.join(CACHE, `streams-oracle-${KAFKA_VERSION}`),
      artifacts: ['kafka-streams', 'kafka-streams-test-utils', 'kafka-clients'],
    });
    const flags = ['-Xmx256m', '-XX:+UseSerialGC', '-Xshare:auto', '-Djava.awt.headless=true'];
    const args = [...flags, '-cp', classpath, 'LiveStreams', bootstrap, id, prefix, guarantee, topology];
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
    const answer = new Promise<string>((resolve) => this.#answers.push(resolve));
    this.#child.stdin.write(`${name} ${type}\n`);
    return JSON.parse(await answer) as Record<string, string>;
  }

  /** Commits, leaves the group, ends. */
  close(): Promise<void> {
    this.#child.stdin.end();
    return this.#ended;
  }
}
