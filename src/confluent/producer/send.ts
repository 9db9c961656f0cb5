import type { Producer as InnerProducer } from '../../rdkafka/producer/producer';
import type { MessageHeader } from '../../rdkafka/base/types';
import { invalid, kafkaJSError } from '../base/from-librdkafka';
import type { IHeaders, Message, ProducerRecord, RecordMetadata } from './types';

/** What kafkajs takes with each call, and this API with the producer. */
const ofProducer = ['acks', 'timeout', 'compression'];

/** Throws for what is not an object, and for options of the producer. */
export function checkOptions(call: 'send' | 'sendBatch', options: unknown): void {
  if (typeof options !== 'object' || options === null) {
    const needed = call === 'send' ? 'topic and messages' : 'topicMessages';
    throw invalid(`${call} needs an object with ${needed}`);
  }
  const wrong = ofProducer.find((name) => Object.hasOwn(options, name));
  if (wrong === undefined) return;
  throw invalid(`${wrong} cannot be given to ${call}: create the producer with kafkaJS: { ${wrong}: … }`);
}

/** One header for each value, in order. */
function headersOf(headers: IHeaders | null | undefined): MessageHeader[] | undefined {
  if (!headers) return undefined;
  return Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : (Array.isArray(value) ? value : [value]).map((one) => ({ [name]: one })),
  );
}

/** The outcomes of the messages of one call: its promise settles with the last of them. */
class Outcomes {
  readonly done: Promise<void>;
  /** By message. Offsets are negative where they are not known. */
  readonly partitions: number[] = [];
  readonly offsets: number[] = [];
  /** Messages without an outcome, and one until all were handed over. */
  waiting = 1;
  #settle!: () => void;
  /** The error of the first message in the list that has one. */
  #failed = Infinity;
  #error: unknown;

  constructor() {
    this.done = new Promise((resolve, reject) => {
      this.#settle = () => (this.#failed === Infinity ? resolve() : reject(this.#error as Error));
    });
  }

  ended(): void {
    if (--this.waiting === 0) this.#settle();
  }

  delivered(i: number, partition: number, offset: number): void {
    this.partitions[i] = partition;
    this.offsets[i] = offset;
    this.ended();
  }

  failed(i: number, error: unknown): void {
    if (i < this.#failed) {
      this.#failed = i;
      this.#error = error;
    }
    this.ended();
  }
}

function produce(inner: InnerProducer, topic: string, message: Message, i: number, outcomes: Outcomes): void {
  const { partition, value, key, timestamp, headers } = message;
  const bytes = typeof value === 'string' ? Buffer.from(value) : value;
  const time = timestamp ? Number(timestamp) : 0;
  outcomes.waiting++;
  try {
    inner._produce(topic, partition ?? -1, bytes, key, time, undefined, headersOf(headers), (error, offset, chosen) =>
      error ? outcomes.failed(i, kafkaJSError(error)) : outcomes.delivered(i, chosen, offset),
    );
  } catch (error) {
    outcomes.failed(i, typeof (error as { code?: unknown }).code === 'number' ? kafkaJSError(error) : error);
  }
}

/** One entry for each partition, with the smallest offset. Rejects with the first error when all have an outcome. */
export async function sendAll(inner: InnerProducer, { topic, messages }: ProducerRecord): Promise<RecordMetadata[]> {
  const outcomes = new Outcomes();
  messages.map((message, i) => produce(inner, topic, message, i, outcomes));
  outcomes.ended();
  await outcomes.done;
  const smallest = new Map<number, number>();
  outcomes.partitions.forEach((partition, i) => {
    const offset = outcomes.offsets[i]!;
    smallest.set(partition, Math.min(smallest.get(partition) ?? offset, offset));
  });
  return Array.from(smallest, ([partition, offset]) => ({
    topicName: topic,
    partition,
    errorCode: 0,
    baseOffset: offset < 0 ? undefined : String(offset),
    logAppendTime: '-1',
    logStartOffset: '0',
  }));
}
