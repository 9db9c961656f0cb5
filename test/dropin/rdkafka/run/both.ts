/** One program on an original and on `kafka-napi/rdkafka`, at the same time on the same broker. */
import { randomBytes } from 'node:crypto';
import path from 'node:path';

import type { KafkaEndpoint } from '../../../helpers/kafka/kafka-endpoint';
import type { Outcome, Seen } from '../../oracle';
import { createTopic, recordsOf, started, withCore } from '../../run/place';
import type { Topic } from '../programs/program';
import { groupName, topicName } from './values';
import { Worker } from './worker';

const ours = path.join(__dirname, '../../../../src/rdkafka/index.ts');
/** The messages that are there before the program begins are from this time on, in ms before it. */
const AGE_MS = 3_600_000;
const STEP_MS = 1000;

export class Pair<Program extends { topics: Topic[] }> {
  readonly #broker: KafkaEndpoint;
  readonly #original: Worker;
  readonly #ours: Worker;

  /** @param script Runs such programs on the library in a folder. */
  constructor(broker: KafkaEndpoint, script: string, folder: string) {
    this.#broker = broker;
    this.#original = new Worker(script, path.resolve(folder));
    this.#ours = new Worker(script, ours);
  }

  async run(program: Program): Promise<Outcome> {
    const name = `dropin-${randomBytes(6).toString('hex')}`;
    const [original, ours] = await Promise.all([
      this.#run(this.#original, `${name}-1`, program),
      this.#run(this.#ours, `${name}-2`, program),
    ]);
    return { original, ours };
  }

  async #run(worker: Worker, name: string, program: Program): Promise<Seen> {
    const place = { broker: this.#broker };
    const names = { name, start: started };
    for (const [index, { partitions, counts }] of program.topics.entries()) {
      const topic = topicName(names, index);
      await createTopic(place, topic, partitions);
      const records = counts.flatMap((count, partition) =>
        Array.from({ length: count }, (_, i) => ({
          partition,
          key: i % 3 === 0 ? null : `k${i}`,
          value: i % 5 === 4 ? null : `v${partition}-${i}`,
          headers: i % 4 === 1 ? ([['h', `h${i}`]] as const) : [],
          timestamp: started - AGE_MS + i * STEP_MS,
        })),
      );
      if (records.length > 0) await this.#broker.produce(topic, records);
    }
    const seen = await worker.run({ ...names, program, servers: this.#broker.bootstrapServers });
    return [...seen, ...(await this.#after(name, program))];
  }

  /** What the broker has when the program is over. */
  async #after(name: string, { topics }: Program): Promise<Seen> {
    const names = { name, start: started };
    const lines: Seen = [];
    // Brokers hear of topics one after the other: when they know this one, they know what the program did.
    await createTopic({ broker: this.#broker }, `last-${name}`, 1);
    await withCore({ broker: this.#broker }, async (core) => {
      const all = await core.listTopics();
      const own = all.map((topic) => topic.name).filter((topic) => topic.startsWith(name));
      lines.push(`topics ${own.sort().join().replaceAll(name, 'N')}`);
      for (const [index] of topics.entries()) {
        const topic = topicName(names, index);
        if (!own.includes(topic)) continue;
        for (const record of await recordsOf({ broker: this.#broker }, topic))
          lines.push(`record ${index} ${JSON.stringify(record).replaceAll(name, 'N')}`);
      }
      const offsets = await core.listConsumerGroupOffsets(groupName(names)).catch(() => []);
      const committed = offsets.map(({ topic, partition, offset }) => `${topic} ${partition} ${offset}`).sort();
      lines.push(`committed ${committed.join().replaceAll(name, 'N')}`);
    });
    return lines;
  }

  end(): void {
    this.#original.end();
    this.#ours.end();
  }
}
