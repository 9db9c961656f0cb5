// Fills the input, runs one program on one side, and checks that all of it was done.
import { randomBytes } from 'node:crypto';
import { createRequire } from 'node:module';

import { collect } from '../lib/collect.mjs';

const { AdminClient, Producer } = createRequire(import.meta.url)('../../dist/index.js');

export const PARTITIONS = 4;
const SIZE = 100;
const TIMEOUT_MS = 200_000;
/** Of the first record; each following one is a millisecond later. */
const BEGIN = 1_750_000_000_000;

export class Runs {
  #bootstrap;
  #count;
  #admin;
  input = '';

  constructor(bootstrap, count) {
    this.#bootstrap = bootstrap;
    this.#count = count;
    this.#admin = new AdminClient({ 'bootstrap.servers': bootstrap });
  }

  /** Records of 100 bytes with one of `keys` keys, by turns. */
  async fill(keys) {
    this.input = `input-${randomBytes(4).toString('hex')}`;
    await this.#create(this.input);
    const producer = new Producer({
      'bootstrap.servers': this.#bootstrap,
      'linger.ms': 20,
      'batch.size': 1_000_000,
    });
    for (let i = 0; i < this.#count; i++) {
      const key = `customer-${i % keys}`;
      const value = `order ${i} `.padEnd(SIZE - key.length, '.');
      const record = { topic: this.input, key, value, timestamp: BEGIN + i };
      if (!producer.produce(record)) await producer.drained();
    }
    await producer.flush();
    await producer.close();
    const written = await this.#written(this.input);
    if (written !== this.#count) throw new Error(`the input has ${written} records instead of ${this.#count}`);
  }

  async #create(topic) {
    await this.#admin.createTopics([{ name: topic, numPartitions: PARTITIONS, replicationFactor: 1 }]);
  }

  async #written(topic) {
    const partitions = Array.from({ length: PARTITIONS }, (_, partition) => ({ topic, partition, spec: 'latest' }));
    const ends = await this.#admin.listOffsets(partitions);
    return ends.reduce((sum, { offset }) => sum + Number(offset), 0);
  }

  /** Returns seconds, CPU seconds and the peak of RSS. */
  async run(side, { name, guarantee, out }) {
    const output = `output-${randomBytes(4).toString('hex')}`;
    const application = `bench-${randomBytes(4).toString('hex')}`;
    await this.#create(output);
    const options = [this.#bootstrap, application, name, this.input, output, String(this.#count), guarantee];
    const result = await collect(side.command, [...side.before, ...options, ...side.after], {
      timeoutMs: TIMEOUT_MS,
    });
    await this.#check(application, output, guarantee === 'at_least_once' ? out : undefined);
    const topics = (await this.#admin.listTopics()).map((topic) => topic.name);
    await this.#admin.deleteTopics(topics.filter((topic) => topic === output || topic.startsWith(`${application}-`)));
    return result;
  }

  /** `out`: the share of the records that are in the output; undefined: not known. */
  async #check(application, output, out) {
    const groups = await this.#admin.listConsumerGroupOffsets(application);
    const committed = groups
      .filter(({ topic }) => topic === this.input)
      .reduce((sum, { offset }) => sum + Number(offset), 0);
    if (committed !== this.#count) throw new Error(`${committed} of ${this.#count} records are committed`);
    if (out === undefined) return;
    const written = await this.#written(output);
    if (written !== this.#count * out) throw new Error(`the output has ${written} of ${this.#count * out} records`);
  }

  close() {
    return this.#admin.close();
  }
}
