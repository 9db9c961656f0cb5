/** Runs a program on one of the libraries. */
import type { Module } from '../../../integration/rdkafka/programs/observe';
import type { Program, Step, Target } from '../programs/program';
import { createClient, partitionKey, type Running } from './clients';
import { Log } from './log';
import { valueOf, type Given } from './values';
import { flow, read, settle, stream, waitForEvent } from './waits';
import type { Task } from './worker';

/** A callback that has not come by then never does. */
const CALLBACK_MS = 20_000;
const DISCONNECT_MS = 40_000;

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

class Interpreter {
  readonly log: Log;
  readonly running: Running[] = [];
  readonly #K: Module;
  readonly #task: Task<Program>;
  readonly #left: Promise<void>[] = [];
  readonly #admins = new Map<Target, Module>();

  constructor(K: Module, task: Task<Program>) {
    this.#K = K;
    this.#task = task;
    this.log = new Log(task);
  }

  #given(callback: () => () => void): Given {
    const { name, start } = this.#task;
    return {
      name,
      start,
      callback,
      client: (index) => this.running[index]?.client,
      offsetSpec: (of) => (typeof of === 'string' ? this.#K.OffsetSpec[of] : new this.#K.OffsetSpec(of)) as unknown,
      message: () => this.running.flatMap(({ data }) => data).at(-1) ?? null,
    };
  }

  async run(): Promise<void> {
    const { program, servers } = this.#task;
    const given = this.#given(() => () => undefined);
    for (const [index, client] of program.clients.entries()) {
      try {
        this.running.push(createClient(this.#K, client, index, servers, given, this.log));
      } catch (error) {
        this.log.add(`${index} constructor throws`, error);
        return;
      }
    }
    for (const step of program.steps) await this.#step(step);
    await Promise.all(this.#left);
  }

  async #step(step: Step): Promise<void> {
    const { log } = this;
    if (step.do === 'call') return this.#call(step);
    const running = this.running[step.on];
    if (running === undefined) return;
    switch (step.do) {
      case 'read':
        return read(running, step.on, step.count, log);
      case 'flow':
        return flow(running, step.on, step.count, log);
      case 'settle':
        return settle(running, step.on, log);
      case 'stream':
        return stream(running, step.on, step.count, log);
      case 'event':
        return waitForEvent(step.on, step.event, log);
    }
  }

  #target(on: Target): Module | undefined {
    if (typeof on === 'number') return this.running[on]?.stream ?? this.running[on]?.client;
    const { AdminClient } = this.#K;
    const known = this.#admins.get(on);
    if (known !== undefined) return known;
    const created =
      on === 'admin'
        ? (AdminClient.create({ 'bootstrap.servers': this.#task.servers }) as Module)
        : (AdminClient.createFrom(this.running[0]!.client) as Module);
    this.#admins.set(on, created);
    return created;
  }

  async #call({ on, call, args, isLeft }: Extract<Step, { do: 'call' }>): Promise<void> {
    const label = `${on} ${call}`;
    let target: Module | undefined;
    try {
      target = this.#target(on);
    } catch (error) {
      this.log.add(`${label} has no client`, error);
    }
    if (target === undefined) return;
    let answered: Promise<void> | undefined;
    const given = this.#given(() => {
      let done = (): void => undefined;
      answered = new Promise((resolve) => (done = resolve));
      return (...results: unknown[]) => {
        this.log.add(`${label} calls back`, ...results);
        done();
      };
    });
    try {
      const values = args.map((one) => valueOf(one, given));
      if (typeof on === 'number') this.#track(this.running[on]!, call, values);
      const result = target[call](...values) as unknown;
      this.log.add(`${label} returns`, result === target ? 'itself' : result);
      if (typeof on === 'number' && call === 'produce') this.running[on]!.produced++;
    } catch (error) {
      this.log.add(`${label} throws`, error);
      return;
    }
    if (answered === undefined) return;
    const settled = this.#orNever(label, answered);
    if (isLeft === true) this.#left.push(settled);
    else await settled;
  }

  async #orNever(label: string, answered: Promise<void>): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<void>((resolve) => {
      timer = setTimeout(() => {
        this.log.add(`${label} does not call back`);
        resolve();
      }, CALLBACK_MS);
    });
    await Promise.race([answered, limit]);
    clearTimeout(timer);
  }

  /** What is paused, and whether the ends of partitions are still known. */
  #track({ ends, paused }: Running, call: string, [first]: unknown[]): void {
    const list = (Array.isArray(first) ? first : [first]).filter((one) => typeof one === 'object' && one !== null);
    const keys = list.map((one) => partitionKey(one as never));
    if (call === 'pause') for (const key of keys) paused.add(key);
    else if (call === 'resume') for (const key of keys) paused.delete(key);
    else if (call === 'seek') for (const key of keys) ends.delete(key);
    else if (/assign/i.test(call)) {
      ends.clear();
      paused.clear();
    }
  }

  /** So that the next program finds nothing of this one. */
  async end(): Promise<void> {
    const ending = this.running.map(({ client }) => {
      if (!client.isConnected()) return undefined;
      return new Promise<void>((resolve) => {
        client.removeAllListeners('disconnected').once('disconnected', () => resolve());
        client.disconnect();
      });
    });
    for (const admin of this.#admins.values()) {
      try {
        admin.disconnect();
      } catch {
        // It was disconnected before.
      }
    }
    await Promise.race([Promise.all(ending), sleep(DISCONNECT_MS)]);
  }
}

export async function interpret(K: Module, task: Task<Program>): Promise<string[]> {
  const interpreter = new Interpreter(K, task);
  const { log } = interpreter;
  const uncaught = (error: unknown): void => log.add('uncaught', error);
  process.on('uncaughtException', uncaught);
  process.on('unhandledRejection', uncaught);
  try {
    await interpreter.run();
  } catch (error) {
    log.add('ends with', error);
  }
  // What comes late counts: a second callback, an event.
  await sleep(50);
  const lines = log.all();
  await interpreter.end();
  process.off('uncaughtException', uncaught);
  process.off('unhandledRejection', uncaught);
  return lines;
}
