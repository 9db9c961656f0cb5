/** Runs a program on one of the libraries. */
import { quiet } from '../../integration/rdkafka/confluent/support';
import type { Module } from '../../integration/rdkafka/programs/observe';
import { shown, valueOf, type Given } from '../rdkafka/run/values';
import type { Task } from '../rdkafka/run/worker';
import { goOn, handle } from './handling';
import type { Client, Program, Step } from './program';

const noop = (): void => undefined;

class Interpreter {
  readonly lines: string[] = [];
  readonly #clients: Module[] = [];
  readonly #K: Module;
  readonly #task: Task<Program>;
  readonly #given: Given;

  constructor(K: Module, task: Task<Program>) {
    this.#K = K;
    this.#task = task;
    const { name, start } = task;
    this.#given = {
      name,
      start,
      callback: () => noop,
      client: (index) => this.#clients[index],
      offsetSpec: () => undefined,
      message: () => undefined,
    };
  }

  add(label: string, ...values: unknown[]): void {
    this.lines.push([label, ...values.map((one) => JSON.stringify(shown(seen(one), this.#task)))].join(' '));
  }

  #create({ kind, block, beside = {} }: Client): Module {
    const { KafkaJS } = this.#K;
    const kafka = new KafkaJS.Kafka({
      kafkaJS: { brokers: this.#task.servers.split(','), logger: quiet(this.#K) },
    }) as Module;
    const given = { kafkaJS: valueOf(block, this.#given), ...(valueOf(beside, this.#given) as object) };
    return kafka[kind](given) as Module;
  }

  async run(): Promise<void> {
    const { clients, steps } = this.#task.program;
    for (const [index, client] of clients.entries()) {
      try {
        this.#clients.push(this.#create(client));
      } catch (error) {
        this.add(`${index} constructor throws`, error);
        return;
      }
    }
    for (const step of steps) await this.#step(step);
  }

  async #step(step: Step): Promise<void> {
    const client = this.#clients[step.on]!;
    if (step.do === 'run') return handle(client, step, valueOf({ $: 'topic', of: step.topic }, this.#given), this);
    if (step.do === 'go on') {
      const topic = valueOf({ $: 'topic', of: step.topic }, this.#given);
      const producer = this.#create({ kind: 'producer', block: {} });
      await producer.connect();
      await producer.send({ topic, messages: step.counts.map((_, partition) => ({ partition, value: 'more' })) });
      await producer.disconnect();
      return goOn(client, step, this);
    }
    const { on, call, args } = step;
    try {
      const result: unknown = await client[call](...args.map((one) => valueOf(one, this.#given)));
      this.add(`${on} ${call} returns`, result === client ? 'itself' : result);
    } catch (error) {
      this.add(`${on} ${call} fails`, error);
    }
  }

  async end(): Promise<void> {
    for (const client of this.#clients) await (client.disconnect() as Promise<void>).catch(noop);
  }
}

/** Lists of partitions, of topics and of results come in any order. */
function seen(value: unknown): unknown {
  if (value instanceof Error) {
    const { name, code, type, retriable, fatal, abortable, topic, errors, partitions, groups } =
      value as unknown as Record<string, unknown>;
    return { name, code, type, retriable, fatal, abortable, topic, of: seen(errors ?? partitions ?? groups) };
  }
  if (Array.isArray(value)) {
    const list = value.map(seen);
    return list.every((one) => typeof one === 'object' && one !== null)
      ? list.sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)))
      : list;
  }
  if (typeof value !== 'object' || value === null || Buffer.isBuffer(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, seen(one)]));
}

export async function interpret(K: Module, task: Task<Program>): Promise<string[]> {
  const interpreter = new Interpreter(K, task);
  const uncaught = (error: unknown): void => interpreter.add('uncaught', error);
  process.on('uncaughtException', uncaught);
  process.on('unhandledRejection', uncaught);
  try {
    await interpreter.run();
  } catch (error) {
    interpreter.add('ends with', error);
  }
  const lines = [...interpreter.lines];
  await interpreter.end();
  process.off('uncaughtException', uncaught);
  process.off('unhandledRejection', uncaught);
  return lines;
}
