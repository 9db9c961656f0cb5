import { AdminClient, KafkaError, Producer } from '../../../src/index';
import { StepError, type Call, type Driver } from './driver';
import { ourKind } from './error-kinds';
import type { Fault } from './faults';
import { OurConsumer } from './our-consumer';
import { OurProducer } from './our-producer';

/** Our clients, in this process. */
export class OurDriver implements Driver {
  readonly side = 'ours';
  readonly #bootstrap: string;
  readonly #fault: Fault | undefined;
  readonly #consumers = new Map<string, OurConsumer>();
  readonly #producers = new Map<string, OurProducer>();
  #admin: AdminClient | undefined;

  constructor(bootstrap: string, fault?: Fault) {
    this.#bootstrap = bootstrap;
    this.#fault = fault;
  }

  async run(call: Call): Promise<unknown> {
    try {
      return await this.#run(call);
    } catch (error) {
      if (KafkaError.is(error)) throw new StepError(ourKind(error, call['p'] !== undefined), error.message);
      throw error;
    }
  }

  async #run(call: Call): Promise<unknown> {
    const { op, c, p } = call as { op: string; c?: string; p?: string };
    const config = { ...(call['config'] as Record<string, string>), 'bootstrap.servers': this.#bootstrap };
    if (op === 'open') this.#consumers.set(c!, new OurConsumer(config, this.#fault));
    else if (c !== undefined) return this.#consumers.get(c)!.run(call);
    else if (op === 'openProducer')
      this.#producers.set(p!, new OurProducer(new Producer(config as never), this.#bootstrap));
    else if (p !== undefined) return this.#producers.get(p)!.run(call);
    else return this.#runAdmin(call);
    return undefined;
  }

  async #runAdmin(call: Call): Promise<unknown> {
    this.#admin ??= new AdminClient({ 'bootstrap.servers': this.#bootstrap });
    const admin = this.#admin;
    const args = call as unknown as {
      topic: string;
      partitions: number;
      part: { topic: string; partition: number };
      offset: number;
      group: string;
      offsets: { topic: string; partition: number; offset: number }[];
    };
    switch (call.op) {
      case 'createTopic':
        return void (await admin.createTopics([
          { name: args.topic, numPartitions: args.partitions, configs: { 'retention.ms': '-1' } },
        ]));
      case 'createPartitions':
        return void (await admin.createPartitions([{ name: args.topic, totalCount: args.partitions }]));
      case 'deleteTopic':
        return void (await admin.deleteTopics([args.topic]));
      case 'deleteRecords':
        return void (await admin.deleteRecords([{ ...args.part, beforeOffset: args.offset }]));
      case 'alterOffsets':
        return void (await admin.alterConsumerGroupOffsets(args.group, args.offsets));
      default:
        throw new Error(`the oracle's admin knows no "${call.op}"`);
    }
  }

  async end(): Promise<void> {
    const all = [...this.#consumers.values(), ...this.#producers.values()].map((one) => one.end());
    await Promise.all([...all, this.#admin?.close({ timeoutMs: 1000 })]);
  }
}
