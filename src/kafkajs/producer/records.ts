import type { ProducerRecord } from '../../index';
import { KafkaJSNonRetriableError } from '../errors/errors';
import type { IHeaders, Message, TopicMessages } from '../types/producer';

/** A message as the core takes it. */
export type CoreRecord = ProducerRecord<Uint8Array | string, Uint8Array | string>;

const isBytes = (value: unknown): value is Uint8Array | string =>
  typeof value === 'string' || ArrayBuffer.isView(value);

/** The error for anything else is Node's, as in kafkajs. */
function bytes(value: unknown): Uint8Array | string {
  if (!isBytes(value)) Buffer.byteLength(value as string);
  return value as Uint8Array | string;
}

/** Converts a message. Throws for one that cannot be written. */
export function coreRecord(topic: string, message: Message, partition: number): CoreRecord {
  if (!Number.isInteger(partition)) {
    throw new KafkaJSNonRetriableError(`Invalid partition for topic "${topic}": ${String(partition)}`);
  }
  const { key, value, headers, timestamp } = message;
  const record: CoreRecord = {
    topic,
    partition,
    key: key === null || key === undefined ? null : bytes(key),
    value: value === null ? null : bytes(value),
  };
  if (headers) record.headers = pairs(headers);
  if (timestamp) {
    record.timestamp = Number(BigInt(timestamp));
  }
  return record;
}

/** A list of values becomes as many headers, in order. */
function pairs(headers: IHeaders): [string, Uint8Array | string][] {
  const list: [string, Uint8Array | string][] = [];
  for (const name of Object.keys(headers)) {
    const value = headers[name];
    if (Array.isArray(value)) for (const one of value) list.push([name, bytes(one)]);
    else if (value !== undefined) list.push([name, bytes(value)]);
  }
  return list;
}

/** kafkajs's checks of a batch, in its order. */
export function checkMessages(topicMessages: readonly TopicMessages[], acks: number, idempotent: boolean): void {
  if (topicMessages.some(({ topic }) => !topic)) throw new KafkaJSNonRetriableError('Invalid topic');
  if (idempotent && acks !== -1) {
    throw new KafkaJSNonRetriableError(
      "Not requiring ack for all messages invalidates the idempotent producer's EoS guarantees",
    );
  }
  for (const { topic, messages } of topicMessages) {
    if (!messages) {
      throw new KafkaJSNonRetriableError(`Invalid messages array [${String(messages)}] for topic "${topic}"`);
    }
    for (const message of messages) {
      if (message.value === undefined) {
        const shown = JSON.stringify(message);
        throw new KafkaJSNonRetriableError(`Invalid message without value for topic "${topic}": ${shown}`);
      }
    }
  }
}

/** Each topic once, with all of its messages in order. */
export function mergeTopics(topicMessages: readonly TopicMessages[]): readonly TopicMessages[] {
  if (topicMessages.length < 2) return topicMessages;
  const merged = new Map<string, Message[]>();
  for (const { topic, messages } of topicMessages) merged.set(topic, [...(merged.get(topic) ?? []), ...messages]);
  return Array.from(merged, ([topic, messages]) => ({ topic, messages }));
}
