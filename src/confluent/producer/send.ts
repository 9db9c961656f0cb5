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

interface Sent {
  partition: number;
  /** Negative: not known. */
  offset: number;
}

function produce(inner: InnerProducer, topic: string, message: Message): Promise<Sent> {
  const { partition, value, key, timestamp, headers } = message;
  const bytes = typeof value === 'string' ? Buffer.from(value) : value;
  const time = timestamp ? Number(timestamp) : 0;
  return new Promise((resolve, reject) => {
    try {
      inner._produce(
        topic,
        partition ?? -1,
        bytes,
        key,
        time,
        undefined,
        headersOf(headers),
        (error, offset, chosen) => (error ? reject(kafkaJSError(error)) : resolve({ partition: chosen, offset })),
      );
    } catch (error) {
      reject(typeof (error as { code?: unknown }).code === 'number' ? kafkaJSError(error) : (error as Error));
    }
  });
}

/** One entry for each partition, with the smallest offset. Rejects with the first error when all have an outcome. */
export async function sendAll(inner: InnerProducer, { topic, messages }: ProducerRecord): Promise<RecordMetadata[]> {
  const outcomes = await Promise.allSettled(messages.map((message) => produce(inner, topic, message)));
  const smallest = new Map<number, number>();
  for (const outcome of outcomes) {
    if (outcome.status === 'rejected') throw outcome.reason;
    const { partition, offset } = outcome.value;
    smallest.set(partition, Math.min(smallest.get(partition) ?? offset, offset));
  }
  return Array.from(smallest, ([partition, offset]) => ({
    topicName: topic,
    partition,
    errorCode: 0,
    baseOffset: offset < 0 ? undefined : String(offset),
    logAppendTime: '-1',
    logStartOffset: '0',
  }));
}
