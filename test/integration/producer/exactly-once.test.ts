import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { AdminClient } from '../../../src/admin/admin-client';
import type { IsolationLevel } from '../../../src/admin/calls/enums';
import { Consumer } from '../../../src/consumer/consumer';
import { Producer } from '../../../src/producer/producer';
import { KafkaCluster } from '../../helpers/kafka/kafka-cluster';
import { Random, seedOfRun } from '../../helpers/random';

/**
 * 5 kills in CI. In full: KAFKA_NAPI_KILLS=50 npx jest --selectProjects integration -t 'killed at random' (21 minutes).
 */
const KILLS = Number(process.env['KAFKA_NAPI_KILLS'] ?? 5);
const PARTITIONS = 4;
const LONG_ENOUGH_MS = 7_200_000;
const SETTLE_MS = 120_000;

const root = path.join(__dirname, '../../..');
const transformer = path.join(__dirname, 'programs/transform.ts');

/** A process that transforms, with its output. */
class Transformer {
  readonly #child: ChildProcess;
  readonly exited: Promise<unknown>;
  said = '';

  constructor(bootstrapServers: string) {
    const hook = path.join(root, 'test/helpers/kafka/ts-hook.js');
    this.#child = spawn(
      process.execPath,
      ['-r', hook, transformer, bootstrapServers, 'input', 'output', 'group', 'transformer'],
      {
        cwd: root,
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    for (const stream of [this.#child.stdout!, this.#child.stderr!]) {
      stream.setEncoding('utf8').on('data', (text: string) => (this.said += text));
    }
    this.exited = once(this.#child, 'exit');
  }

  get isRunning(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  get exitCode(): number | null {
    return this.#child.exitCode;
  }

  signal(name: NodeJS.Signals): void {
    this.#child.kill(name);
  }

  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.exited;
  }

  async untilReady(timeoutMs: number): Promise<void> {
    const end = Date.now() + timeoutMs;
    while (!this.said.includes('READY')) {
      if (!this.isRunning || Date.now() > end) throw new Error(`the transformer is not ready: ${this.said}`);
      await sleep(50);
    }
  }
}

/** What a read_committed reader sees of a topic until nothing comes any more, or there are `count`. */
async function readCommitted(bootstrapServers: string, count: number): Promise<string[]> {
  const consumer = new Consumer({ 'bootstrap.servers': bootstrapServers, 'isolation.level': 'read_committed' });
  const values: string[] = [];
  try {
    consumer.assign(Array.from({ length: PARTITIONS }, (_, partition) => ({ topic: 'output', partition, offset: 0 })));
    for await (const record of consumer.stream({ idleTimeoutMs: SETTLE_MS })) {
      values.push(record.value!.toString());
      if (values.length >= count) break;
    }
    // Duplicates would follow.
    for (const record of await consumer.consume(1000, 3000)) values.push(record.value!.toString());
    return values;
  } finally {
    await consumer.close();
  }
}

/**
 * Where the input and what was read of it end; and the output, for any reader and for a read_committed one. A
 * transaction that hangs lies between these two.
 */
async function ends(bootstrapServers: string): Promise<string> {
  const admin = new AdminClient({ 'bootstrap.servers': bootstrapServers });
  try {
    const ask = async (topic: string, isolationLevel: IsolationLevel) => {
      const all = Array.from({ length: PARTITIONS }, (_, partition) => ({ topic, partition, spec: 'latest' as const }));
      const listed = await admin.listOffsets(all, { isolationLevel });
      return listed.map(({ offset }) => offset).join(' ');
    };
    const committed = await admin.listConsumerGroupOffsets('group');
    const read = committed.sort((a, b) => a.partition - b.partition).map(({ offset }) => offset);
    const output = [await ask('output', 'READ_UNCOMMITTED'), await ask('output', 'READ_COMMITTED')];
    return `input ${await ask('input', 'READ_UNCOMMITTED')}, committed ${read.join(' ')}, output ${output.join(', stable ')}`;
  } finally {
    await admin.close();
  }
}

test(
  'killed at random, brokers too: each input has its output exactly once, and a zombie is fenced',
  async () => {
    const seed = seedOfRun();
    console.log(`KAFKA_NAPI_SEED=${seed}, ${KILLS} kills`);
    const random = new Random(seed);
    const kafka = await KafkaCluster.start({ nodes: 3 });
    let transformer: Transformer | undefined;
    let zombie: Transformer | undefined;
    const feeder = new Producer({ 'bootstrap.servers': kafka.bootstrapServers, 'delivery.timeout.ms': 600_000 });
    let isFeeding = true;
    let fed = 0;
    const failures: string[] = [];
    try {
      const topic = { partitions: PARTITIONS, configs: { 'min.insync.replicas': '2' } };
      await kafka.createTopic('input', topic);
      await kafka.createTopic('output', topic);
      const feeding = (async () => {
        while (isFeeding) {
          for (let i = 0; i < 20; i++) {
            const value = String(fed++);
            feeder.produce(
              { topic: 'input', key: value, value },
              (error) => error && failures.push(`${value}: ${error.message}`),
            );
          }
          await sleep(50);
        }
        await feeder.flush();
      })();
      transformer = new Transformer(kafka.bootstrapServers);
      await transformer.untilReady(120_000);
      for (let kill = 1; kill <= KILLS; kill++) {
        await sleep(500 + random.below(2500));
        if (kill % 2 === 0) {
          const node = 1 + random.below(3);
          await kafka.kill(node);
          await transformer.kill();
          transformer = new Transformer(kafka.bootstrapServers);
          await sleep(random.below(2000));
          await kafka.restart(node);
          await kafka.waitForInSync();
        } else {
          await transformer.kill();
          transformer = new Transformer(kafka.bootstrapServers);
        }
        await transformer.untilReady(120_000);
      }
      // A zombie: frozen in its work, succeeded by another, then awake again.
      zombie = transformer;
      zombie.signal('SIGSTOP');
      transformer = new Transformer(kafka.bootstrapServers);
      await transformer.untilReady(120_000);
      await sleep(2000);
      zombie.signal('SIGCONT');
      await Promise.race([zombie.exited, sleep(60_000, undefined, { ref: false })]);
      expect([zombie.exitCode, zombie.said]).toEqual([3, expect.stringContaining('FENCED')]);
      // The zombie's consumer may have joined after its successor's: the group had ended its session, so the answer to
      // its heartbeat was to join again. Both have one group.instance.id, and the last to join is the member, in Java
      // too. The successor is fenced then, and started again, as a supervisor would. That one is alone.
      const successor = transformer;
      void successor.exited.then(() => {
        if (successor.said.includes('FENCED ERR_FENCED_INSTANCE_ID'))
          transformer = new Transformer(kafka.bootstrapServers);
      });
      isFeeding = false;
      await feeding;
      expect(failures).toEqual([]);
      const values = await readCommitted(kafka.bootstrapServers, fed);
      console.log(
        `${values.length} of ${fed} read: ${await ends(kafka.bootstrapServers)}\n${zombie.said}\n${successor.said}\n${transformer.said}`,
      );
      const times = new Map<string, number>();
      for (const value of values) times.set(value, (times.get(value) ?? 0) + 1);
      expect([...times].filter(([, count]) => count > 1)).toEqual([]);
      expect(Array.from({ length: fed }, (_, n) => `${n}!`).filter((value) => !times.has(value))).toEqual([]);
      expect(values.length).toBe(fed);
      expect(transformer.isRunning).toBe(true);
      console.log(`${fed} inputs`);
    } finally {
      isFeeding = false;
      await transformer?.kill();
      if (zombie?.isRunning) await zombie.kill();
      await feeder.close({ timeoutMs: 1000 });
      await kafka.stop();
    }
  },
  LONG_ENOUGH_MS,
);
