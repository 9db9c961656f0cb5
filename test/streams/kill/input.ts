import { setTimeout as sleep } from 'node:timers/promises';
import { Producer } from '../../../src/index';
import type { KafkaEndpoint } from '../../helpers/kafka/kafka-endpoint';
import { Random } from '../../helpers/random';

const KEYS = 20;
/** Records written every so often. */
const BATCH = 20;
const EVERY_MS = 50;

/** Writes records until it is stopped. */
export class Input {
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
    // `stop` tells.
    this.#running.catch(() => undefined);
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
