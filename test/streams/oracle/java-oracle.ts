/** Java's TopologyTestDriver as a process: a case in, an outcome out, one line each. */
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';

import { foreignEnv } from '../../helpers/addon';
import { CACHE, installJava, KAFKA_VERSION } from '../../helpers/kafka/install';
import type { Case, Outcome } from './cases/case';

export class JavaOracle {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #waiting: { resolve(outcome: Outcome): void; reject(error: Error): void }[] = [];
  #errors = '';

  private constructor(classpath: string) {
    const flags = ['-Xmx512m', '-XX:+UseSerialGC', '-Xshare:auto', '-Djava.awt.headless=true'];
    this.#child = spawn('java', [...flags, '-cp', classpath, 'StreamsOracle'], { env: foreignEnv() });
    createInterface(this.#child.stdout).on('line', (line) => {
      this.#waiting.shift()?.resolve(JSON.parse(line) as Outcome);
    });
    this.#child.stderr.on('data', (chunk: Buffer) => (this.#errors = (this.#errors + chunk.toString()).slice(-4000)));
    this.#child.on('close', (code) => {
      const error = new Error(`the oracle ended with ${code}: ${this.#errors}`);
      for (const { reject } of this.#waiting.splice(0)) reject(error);
    });
  }

  static async start(): Promise<JavaOracle> {
    const { classpath } = await installJava({
      sources: path.join(__dirname, 'java'),
      home: path.join(CACHE, `streams-oracle-${KAFKA_VERSION}`),
      artifacts: ['kafka-streams', 'kafka-streams-test-utils', 'kafka-clients'],
    });
    return new JavaOracle(classpath);
  }

  run(test: Case): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#child.stdin.write(`${JSON.stringify(test)}\n`);
    });
  }

  /** Ends the process. */
  stop(): Promise<void> {
    return new Promise((resolve) => {
      this.#child.on('close', () => resolve());
      this.#child.stdin.end();
    });
  }
}
