/** Producers, with and without transactions. */
import type * as original from 'kafkajs';
import type { Message, Produce, Send, Transact } from '../programs/program';
import { createTopic, note, recordsOf, started, withCore, type Place } from './place';

const given = (messages: readonly Message[]): original.Message[] =>
  messages.map(({ value, age, timestamp, ...more }) => ({
    ...more,
    value: Array.isArray(value) ? Buffer.from(value) : value,
    ...(timestamp === undefined ? {} : { timestamp: timestamp as unknown as string }),
    ...(age === undefined ? {} : { timestamp: String(started - age) }),
  }));

/** The entry does not know `logStartOffset`. */
const results = (list: original.RecordMetadata[] | undefined): unknown =>
  list
    ?.map(({ logStartOffset: _, ...rest }) => rest)
    .sort((a, b) => a.topicName.localeCompare(b.topicName) || a.partition - b.partition);

/** The marker of a transaction is written some time after its end: what follows it has one of two offsets. */
const withoutOffsets = (list: original.RecordMetadata[] | undefined): unknown =>
  list?.map(({ topicName, partition, errorCode }) => [topicName, partition, errorCode]);

/** Arguments that are refused. */
const wrong: Record<
  Extract<Send, { call: 'wrong' }>['wrong'],
  (producer: original.Producer, topic: string) => unknown
> = {
  'no topic': (producer) => producer.send({ messages: [{ value: 'a' }] } as never),
  'no messages': (producer, topic) => producer.send({ topic } as never),
  'undefined value': (producer, topic) => producer.send({ topic, messages: [{ key: 'a' }] } as never),
  'no topicMessages': (producer) => producer.sendBatch({}),
  transaction: (producer) => producer.transaction(),
};

export async function produce(program: Produce, place: Place): Promise<void> {
  const { kafka, lib, name } = place;
  const { partitions, partitioner, idempotent } = program;
  const topics = [name, `${name}-b`];
  for (const topic of topics) await createTopic(place, topic, partitions);
  const config = { createPartitioner: lib.Partitioners[partitioner], idempotent };
  const producer = kafka.producer(config);
  producer.on(producer.events.CONNECT, ({ type }) => place.seen.push(type));
  producer.on(producer.events.DISCONNECT, ({ type }) => place.seen.push(type));
  const early = { topic: name, messages: [{ value: 'early', partition: 0 }] };
  await note(place, 'before connect', () => producer.send(early), results);
  await producer.connect();
  place.later(() => producer.disconnect());
  for (const step of program.steps) {
    switch (step.call) {
      case 'send': {
        const { acks, compression } = step;
        await note(
          place,
          'send',
          () => producer.send({ topic: name, messages: given(step.messages), acks, compression }),
          results,
        );
        break;
      }
      case 'sendBatch': {
        const topicMessages = step.topics.map((messages, i) => ({ topic: topics[i]!, messages: given(messages) }));
        await note(place, 'sendBatch', () => producer.sendBatch({ topicMessages, acks: step.acks }), results);
        break;
      }
      case 'wrong':
        await note(place, step.wrong, () => wrong[step.wrong](producer, name), typeOf);
        break;
      case 'reconnect':
        await producer.disconnect();
        // What the next connection sends is sent again when the last one ends: a row of docs/moving/kafkajs.md.
        await place.ended();
        await producer.connect();
    }
  }
  for (const topic of topics) place.seen.push(await recordsOf(place, topic));
}

const typeOf = (value: unknown): string => typeof value;

/** The broker may still be writing the end of the last transaction: kafkajs does not ask again, the entry does. */
async function sendOffsets(
  transaction: original.Transaction,
  offsets: Parameters<original.Transaction['sendOffsets']>[0],
): Promise<void> {
  for (;;) {
    try {
      return await transaction.sendOffsets(offsets);
    } catch (error) {
      if ((error as { type?: unknown }).type !== 'CONCURRENT_TRANSACTIONS') throw error;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

export async function transact(program: Transact, place: Place): Promise<void> {
  const { kafka, name: topic } = place;
  await createTopic(place, topic, 1);
  const consumerGroupId = `g-${topic}`;
  await withCore(place, (core) => core.listConsumerGroupOffsets(consumerGroupId));
  const producer = kafka.producer({ transactionalId: topic, idempotent: true, maxInFlightRequests: 1 });
  await producer.connect();
  place.later(() => producer.disconnect());
  let transaction: original.Transaction | undefined;
  place.later(async () => (transaction?.isActive() === true ? transaction.abort() : undefined));
  for (const step of program.steps) {
    const send = 'messages' in step ? { topic, messages: given(step.messages) } : undefined;
    switch (step.call) {
      case 'begin':
        transaction = (await note(place, 'begin', () => producer.transaction(), typeOf)) ?? transaction;
        break;
      case 'send':
        await note(place, 'send', () => transaction!.send(send!), withoutOffsets);
        break;
      case 'sendBatch':
        await note(place, 'sendBatch', () => transaction!.sendBatch({ topicMessages: [send!] }), withoutOffsets);
        break;
      case 'sendOffsets': {
        const topics = [{ topic, partitions: [{ partition: 0, offset: String(step.offset) }] }];
        await note(place, 'sendOffsets', () => sendOffsets(transaction!, { consumerGroupId, topics }));
        break;
      }
      case 'outside':
        await note(place, 'outside', () => producer.send(send!), withoutOffsets);
        break;
      case 'isActive':
      case 'commit':
      case 'abort':
        await note<unknown>(place, step.call, () => transaction![step.call]());
    }
  }
  if (transaction?.isActive() === true) await note(place, 'abort', () => transaction!.abort());
  const offsets = await withCore(place, (core) => core.listConsumerGroupOffsets(consumerGroupId));
  place.seen.push(
    (await recordsOf(place, topic)).map(([, ...record]) => record),
    offsets.map(({ partition, offset }) => [partition, offset]),
  );
}
