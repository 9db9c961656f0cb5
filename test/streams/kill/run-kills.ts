/**
 * Three processes of one application, which are killed, stopped, started, and frozen until the group has given their
 * tasks away, while records arrive; in the end every output must be the fold of the inputs, once.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Consumer, Producer } from '../../../src/index';
import type { StreamsConfig } from '../../../src/streams/index';
import type { KafkaEndpoint } from '../../helpers/kafka/kafka-endpoint';
import { Random } from '../../helpers/random';
import { outputs } from './application';
import { Member } from './member';
import { judge, type Outputs } from './verdict';

const PARTITIONS = 5;
const MEMBERS = 3;
/** `session.timeout.ms`. */
const SESSION_MS = 6000;
const KEYS = 20;
/** Records written every so often. */
const BATCH = 20;
const EVERY_MS = 50;

export interface KillOptions {
  readonly kafka: KafkaEndpoint;
  readonly prefix: string;
  readonly seed: number;
  readonly kills: number;
  readonly guarantee: 'at_least_once' | 'exactly_once_v2';
  readonly log: (line: string) => void;
}

export interface KillResult {
  readonly seed: number;
  readonly guarantee: string;
  readonly kills: number;
  readonly inputs: number;
  /** From the last start of a member until all outputs were there. */
  readonly caughtUpMs: number;
  readonly problems: string[];
}

export async function runKills(options: KillOptions): Promise<KillResult> {
  const { kafka, prefix, seed, kills, guarantee, log } = options;
  const random = new Random(seed);
  for (const name of ['data', ...outputs]) await kafka.createTopic(`${prefix}-${name}`, { partitions: PARTITIONS });
  const config: StreamsConfig = {
    'application.id': prefix,
    'bootstrap.servers': kafka.bootstrapServers,
    'processing.guarantee': guarantee,
    // Long enough for a kill between two commits to be likely.
    'commit.interval.ms': guarantee === 'exactly_once_v2' ? 200 : 1000,
    'linger.ms': 5,
    'session.timeout.ms': SESSION_MS,
    'heartbeat.interval.ms': 1000,
  };
  const start = (): Member => new Member({ prefix, config }, (line) => log(`  ${line}`));
  const input = new Input(kafka, `${prefix}-data`, random);
  const members = Array.from({ length: MEMBERS }, start);
  try {
    input.start();
    await running(members);
    for (let killed = 0; killed < kills;) {
      await sleep(500 + random.below(3000));
      const at = random.below(MEMBERS);
      const member = members[at]!;
      const fault = random.chance(0.6) ? 'SIGKILL' : random.chance(0.5) ? 'SIGTERM' : 'SIGSTOP';
      log(`${killed} of ${kills}: ${fault} to member ${at} (${member.state}), ${input.rows.length} inputs`);
      if (fault === 'SIGSTOP') {
        await member.freeze(SESSION_MS + 500 + random.below(4000));
        await running(members);
        continue;
      }
      if (fault === 'SIGKILL') killed++;
      await member.end(fault);
      await sleep(random.below(2000));
      members[at] = start();
      // Sometimes the next one is killed while this one starts, or restores.
      if (random.chance(0.6)) await running(members);
    }
    await input.stop();
    const from = Date.now();
    const found = await results(kafka, prefix, input.rows.length);
    const problems = judge(input.rows, found);
    return { seed, guarantee, kills, inputs: input.rows.length, caughtUpMs: Date.now() - from, problems };
  } finally {
    await input.stop();
    await Promise.all(members.map((member) => member.end('SIGTERM')));
  }
}

async function running(members: readonly Member[]): Promise<void> {
  const deadline = Date.now() + 120_000;
  while (!members.every(({ state }) => state === 'RUNNING')) {
    const states = members.map(({ state }) => state).join();
    if (Date.now() > deadline) throw new Error(`not all members run: ${states}`);
    await sleep(50);
  }
}

/** Writes records until it is stopped. */
class Input {
  readonly rows: [string, number][] = [];
  readonly #producer: Producer<string>;
  readonly #topic: string;
  readonly #random: Random;
  #running: Promise<void> | undefined;
  #isStopped = false;

  constructor(kafka: KafkaEndpoint, topic: string, random: Random) {
    this.#producer = new Producer({ 'bootstrap.servers': kafka.bootstrapServers, 'linger.ms': 5 });
    this.#topic = topic;
    this.#random = new Random(random.below(2 ** 31));
  }

  start(): void {
    this.#running = this.#run();
  }

  async #run(): Promise<void> {
    while (!this.#isStopped) {
      const sent = Array.from({ length: BATCH }, () => {
        const [key, number] = [`key-${this.#random.below(KEYS)}`, this.#random.below(20_000) - 10_000];
        this.rows.push([key, number]);
        const value = Buffer.alloc(8);
        value.writeBigInt64BE(BigInt(number));
        return this.#producer.send({ topic: this.#topic, key, value });
      });
      await Promise.all(sent);
      await sleep(EVERY_MS);
    }
  }

  /** Resolves when everything is written. */
  async stop(): Promise<void> {
    if (this.#isStopped) return;
    this.#isStopped = true;
    await this.#running;
    await this.#producer.close();
  }
}

/** What read_committed sees, once there are as many results as inputs, and no more come. */
async function results(kafka: KafkaEndpoint, prefix: string, count: number): Promise<Outputs> {
  const deadline = Date.now() + 180_000;
  for (;;) {
    const found = await read(kafka, prefix);
    const isThere = outputs.every((name) => found[name].length >= count);
    if (isThere || Date.now() > deadline) {
      await sleep(2000);
      return read(kafka, prefix);
    }
    await sleep(1000);
  }
}

async function read(kafka: KafkaEndpoint, prefix: string): Promise<Outputs> {
  await using consumer = new Consumer<string, Buffer>({
    'bootstrap.servers': kafka.bootstrapServers,
    'isolation.level': 'read_committed',
    'enable.partition.eof': true,
    'key.deserializer': 'string',
  });
  const found = { echo: [], min: [], sum: [], max: [], cnt: [] } as Record<keyof Outputs, [string, number][]>;
  const waiting = new Set(
    outputs.flatMap((name) => Array.from({ length: PARTITIONS }, (_, i) => `${prefix}-${name}-${i}`)),
  );
  consumer.on('partitionEof', ({ topic, partition }) => void waiting.delete(`${topic}-${partition}`));
  consumer.assign(
    outputs.flatMap((name) =>
      Array.from({ length: PARTITIONS }, (_, partition) => {
        return { topic: `${prefix}-${name}`, partition, offset: 'beginning' as const };
      }),
    ),
  );
  // The ends are told when they are fetched: the last records may still be on their way through the polls.
  for (let isLast = false; !isLast;) {
    const records = await consumer.poll(200);
    isLast = waiting.size === 0 && records.isEmpty;
    for (const { topic, key, value } of records) {
      const name = topic.slice(prefix.length + 1) as keyof Outputs;
      found[name].push([key!, Number(value!.readBigInt64BE())]);
    }
  }
  return found;
}
