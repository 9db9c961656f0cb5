/**
 * Our end of TestBridge.java: Kafka's own Java clients in one long-lived JVM. Each command and each answer is a line of
 * JSON.
 */
import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';

import { ended, spawnJava } from './java-process';

/** An error thrown by Java. `javaClass` is the simple class name, such as "TopicExistsException". */
export class JavaError extends Error {
  readonly javaClass: string;

  constructor(javaClass: string, message: string) {
    super(`${javaClass}: ${message}`);
    this.name = 'JavaError';
    this.javaClass = javaClass;
  }
}

interface Reply {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: { readonly javaClass: string; readonly message: string };
}

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

export class Bridge {
  readonly #clientConfig: Readonly<Record<string, string>>;
  readonly #waiting = new Map<number, Waiting>();
  #nextId = 1;
  #starting: Promise<ChildProcess> | undefined;
  #stderr = '';

  /** `clientConfig`: Java client properties for every command, at least bootstrap.servers. */
  constructor(clientConfig: Readonly<Record<string, string>>) {
    this.#clientConfig = clientConfig;
  }

  /** Runs one command of TestBridge.java. Rejects with JavaError if Java threw. Commands run in parallel. */
  async call<T>(command: string, args: object, client: Readonly<Record<string, string>> = {}): Promise<T> {
    const child = await this.start();
    const id = this.#nextId++;
    const answer = new Promise<unknown>((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
    this.#hold(child);
    child.stdin?.write(`${JSON.stringify({ id, command, args, client: { ...this.#clientConfig, ...client } })}\n`);
    return (await answer) as T;
  }

  /** Starts the JVM if it is not running. */
  start(): Promise<ChildProcess> {
    this.#starting ??= this.#start();
    return this.#starting;
  }

  async stop(): Promise<void> {
    const starting = this.#starting;
    if (starting === undefined) return;
    this.#starting = undefined;
    const child = await starting;
    child.ref();
    child.kill('SIGKILL');
    await ended(child);
  }

  async #start(): Promise<ChildProcess> {
    const child = await spawnJava('TestBridge', [], {
      log: 'log4j2-tool.properties',
      stdio: ['pipe', 'pipe', 'pipe'],
      maxHeap: '1g',
    });
    child.stdin?.on('error', () => {}); // a dead JVM is reported by its exit
    child.stderr?.on('data', (chunk: Buffer) => {
      this.#stderr = (this.#stderr + chunk.toString()).slice(-4000);
    });
    createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', (line) =>
      this.#settle(child, JSON.parse(line) as Reply),
    );
    const gone = (why: string): void => {
      for (const { reject } of this.#waiting.values())
        reject(new Error(`the Java bridge ended (${why}); its stderr:\n${this.#stderr}`));
      this.#waiting.clear();
      this.#starting = undefined; // the next call starts another
    };
    child.once('error', (error) => gone(error.message));
    child.once('close', (code, signal) => gone(`code ${code}, signal ${signal}`));
    this.#hold(child);
    return child;
  }

  #settle(child: ChildProcess, reply: Reply): void {
    const waiting = this.#waiting.get(reply.id);
    this.#waiting.delete(reply.id);
    if (reply.error !== undefined) waiting?.reject(new JavaError(reply.error.javaClass, reply.error.message));
    else waiting?.resolve(reply.result);
    this.#hold(child);
  }

  /** Keeps the event loop alive while an answer is pending. */
  #hold(child: ChildProcess): void {
    const streams = [child, child.stdin, child.stdout, child.stderr] as unknown as { ref(): void; unref(): void }[];
    for (const stream of streams) {
      if (this.#waiting.size > 0) stream.ref();
      else stream.unref();
    }
  }
}
