import { Consumer, KafkaError, type Producer } from '../../../src/index';
import type { NewRecord } from '../programs/program';
import type { Call } from './driver';
import { ourKind } from './error-kinds';

interface Args {
  topic: string;
  records: NewRecord[];
  group: string;
  offsets: { topic: string; partition: number; offset: number }[];
}

export class OurProducer {
  readonly #producer: Producer;

  readonly #bootstrapServers: string;

  constructor(producer: Producer, bootstrapServers: string) {
    this.#bootstrapServers = bootstrapServers;
    this.#producer = producer;
    producer.on('warning', () => undefined);
    producer.on('error', () => undefined);
  }

  async run(call: Call): Promise<unknown> {
    const producer = this.#producer;
    const args = call as unknown as Args;
    switch (call.op) {
      case 'initTransactions':
        return producer.initTransactions();
      case 'beginTransaction':
        return producer.beginTransaction();
      case 'commitTransaction':
        return producer.commitTransaction();
      case 'abortTransaction':
        return producer.abortTransaction();
      case 'sendOffsets':
        return this.#sendOffsets(args);
      case 'send':
        return this.#send(args);
      case 'closeProducer':
        return void (await producer.close({ timeoutMs: 10_000 }));
      default:
        throw new Error(`the oracle's producers know no "${call.op}"`);
    }
  }

  /** As Java's `new ConsumerGroupMetadata(group)`: of a consumer that is no member. */
  async #sendOffsets({ group, offsets }: Args): Promise<void> {
    await using consumer = new Consumer({ 'bootstrap.servers': this.#bootstrapServers, 'group.id': group });
    await this.#producer.sendOffsetsToTransaction(offsets, consumer.groupMetadata());
  }

  #send({ topic, records }: Args): Promise<unknown> {
    return Promise.all(
      records.map(async (record) => {
        try {
          const { partition, offset } = await this.#producer.send({ topic, ...record });
          return { partition, offset };
        } catch (error) {
          if (KafkaError.is(error)) return { error: ourKind(error, true) };
          throw error;
        }
      }),
    );
  }

  async end(): Promise<void> {
    await this.#producer.close({ timeoutMs: 100 });
  }
}
