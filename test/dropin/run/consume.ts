/** A consumer whose handler does what the program says, until it has handled the last message of each partition. */
import type * as original from 'kafkajs';
import { described } from '../errors';
import type { Consume, Deed } from '../programs/program';
import { until } from '../until';
import { createTopic, note, withCore, type Place } from './place';

const EVENTS = ['CONNECT', 'GROUP_JOIN', 'COMMIT_OFFSETS', 'CRASH', 'STOP', 'DISCONNECT'] as const;

interface Handled {
  topic: string;
  partition: number;
  offset: string;
  pause: () => () => void;
  batch?: original.EachBatchPayload;
}

export async function consume(program: Consume, place: Place): Promise<void> {
  const { kafka, name: topic, seen } = place;
  const { counts, deeds } = program;
  const isAlone = counts.length === 1;
  await createTopic(place, topic, counts.length);
  const producer = kafka.producer();
  await producer.connect();
  place.later(() => producer.disconnect());
  const messages = counts.flatMap((count, partition) =>
    Array.from({ length: count + 1 }, (_, i) => ({
      partition,
      value: i === count ? 'last' : `${i}`,
      ...(i % 2 === 0 ? { key: `k${i}`, headers: { a: 'b', list: ['c', Buffer.from([255])] } } : {}),
    })),
  );
  await producer.send({ topic, messages, compression: program.compression });
  const groupId = `g-${topic}`;
  // kafkajs crashes if the group's coordinator is still loading, as it is soon after the broker has started.
  await withCore(place, (core) => core.listConsumerGroupOffsets(groupId));

  const retry = { retries: program.retries, initialRetryTime: 20 };
  const consumer = kafka.consumer({ groupId, maxWaitTimeInMs: 100, retry });
  const log: unknown[][] = counts.map(() => []);
  const contents = new Map<string, unknown>();
  const look = (partition: number, { offset, key, value, headers, attributes }: original.KafkaMessage): void =>
    void contents.set(`${partition} ${offset}`, [key, value, headers, attributes]);
  let hasCrashed = false;
  for (const key of EVENTS)
    consumer.on(consumer.events[key], ({ type, payload }: { type: string; payload: unknown }) => {
      hasCrashed ||= key === 'CRASH' && !(payload as { restart: boolean }).restart;
      // With several partitions, which of them are committed together is a matter of chance.
      if (isAlone) log[0]!.push([type, shown(payload)]);
      if (key === 'CRASH' && isOfConnection(payload as { error: Error })) forgetStart(log[0]!);
    });

  const done = new Set<number>();
  let calls = 0;
  let isStopped = false;

  async function perform(deed: Deed, handled: Handled): Promise<void> {
    const { partition, batch } = handled;
    switch (deed.do) {
      case 'seek':
        return consumer.seek({ topic, partition, offset: String(deed.to) });
      case 'throw':
        if (--deed.times > 0) deeds[calls + 1] ??= deed;
        throw new Error('planned');
      case 'crash':
        throw new TypeError('planned');
      case 'pause': {
        const resume = handled.pause();
        log[partition]!.push(consumer.paused());
        setTimeout(resume, 300);
        return;
      }
      case 'commit':
        return consumer.commitOffsets([{ topic, partition, offset: String(deed.offset) }]);
      case 'commit if necessary':
        return batch!.commitOffsetsIfNecessary();
      case 'uncommitted':
        return void log[partition]!.push(batch!.uncommittedOffsets());
      case 'stop':
        isStopped = true;
        void consumer.stop();
        return;
      case 'leave':
    }
  }

  /** Whether the handler goes on. */
  async function handle(handled: Handled): Promise<boolean> {
    const { partition, offset } = handled;
    log[partition]!.push(offset);
    done.delete(partition);
    const deed = partition === 0 ? deeds[++calls] : undefined;
    if (deed !== undefined) {
      log[partition]!.push(deed.do);
      delete deeds[calls];
      await perform(deed, handled);
    }
    if (deed?.do === 'leave') return false;
    if (Number(offset) === counts[partition] && deed?.do !== 'seek') done.add(partition);
    return true;
  }

  const { eachBatchAutoResolve, partitionsConsumedConcurrently, autoCommit, autoCommitThreshold } = program;
  const config: original.ConsumerRunConfig = {
    autoCommit,
    autoCommitThreshold,
    eachBatchAutoResolve,
    partitionsConsumedConcurrently,
    ...(program.each === 'message'
      ? {
          eachMessage: async ({ partition, message, pause }) => {
            look(partition, message);
            await handle({ topic, partition, offset: message.offset, pause });
          },
        }
      : {
          eachBatch: async (payload) => {
            const { batch, pause, resolveOffset, isRunning, isStale } = payload;
            const { partition } = batch;
            log[partition]!.push([batch.firstOffset(), batch.lastOffset(), batch.highWatermark, batch.offsetLag()]);
            for (const message of batch.messages) {
              const { offset } = message;
              look(partition, message);
              if (!isRunning() || isStale()) return void log[partition]!.push(['ends', isRunning(), isStale()]);
              if (!(await handle({ topic, partition, offset, pause, batch: payload }))) return;
              resolveOffset(offset);
            }
          },
        }),
  };

  await consumer.connect();
  place.later(() => consumer.disconnect());
  await consumer.subscribe({ ...subscriptions[program.subscription](topic), fromBeginning: true });
  const isOver = (): boolean => hasCrashed || done.size === counts.length;
  do {
    isStopped = false;
    await consumer.run(config);
    await until(() => isOver() || isStopped);
    if (isStopped) await consumer.stop();
  } while (!isOver());
  if (!hasCrashed)
    await note(place, 'commitOffsets', () => consumer.commitOffsets([{ topic, partition: 0, offset: 'x' }]));
  const paused = consumer.paused();
  await consumer.disconnect();
  const committed = await withCore(place, (core) => core.listConsumerGroupOffsets(groupId));
  seen.push(
    isAlone ? log : log.map((one) => one.filter((offset) => typeof offset === 'string')),
    paused,
    committed.map(({ partition, offset }) => [partition, offset]).sort(),
    [...contents].sort(([a], [b]) => a.localeCompare(b)),
  );
  if (program.goesOn) await goOn(place, producer, groupId, counts);
}

const subscriptions: Record<Consume['subscription'], (topic: string) => original.ConsumerSubscribeTopics> = {
  topic: (topic) => ({ topic }) as never,
  topics: (topic) => ({ topics: [topic] }),
  regexp: (topic) => ({ topics: [new RegExp(`^${topic}$`)] }),
};

/** A new consumer of the group, to the end of more messages. */
async function goOn(
  { kafka, name: topic, seen, later }: Place,
  producer: original.Producer,
  groupId: string,
  counts: readonly number[],
): Promise<void> {
  await producer.send({ topic, messages: counts.map((_, partition) => ({ partition, value: 'more' })) });
  const consumer = kafka.consumer({ groupId, maxWaitTimeInMs: 100 });
  const offsets: string[][] = counts.map(() => []);
  await consumer.connect();
  later(() => consumer.disconnect());
  await consumer.subscribe({ topic, fromBeginning: true });
  await consumer.run({
    eachMessage: async ({ partition, message: { offset } }) => void offsets[partition]!.push(offset),
  });
  await until(() => offsets.every((list, partition) => list.at(-1) === String(counts[partition]! + 1)));
  await consumer.disconnect();
  seen.push(['goes on', offsets]);
}

/** Starting anew, kafkajs may use a connection that it has just closed. It then crashes once more, and starts again. */
const isOfConnection = ({ error }: { error: Error }): boolean => error.name.startsWith('KafkaJSConnection');

function forgetStart(log: unknown[]): void {
  while (log.length > 0) {
    const last = log.pop();
    if (Array.isArray(last) && last[0] === 'consumer.connect') return;
  }
}

/** Who it is and how long it took is another matter. Own offsets are objects of kafkajs, some with numbers as text. */
function shown(payload: unknown): unknown {
  if (payload === null || typeof payload !== 'object') return payload;
  const { error, groupId, memberAssignment, restart, topics } = payload as Record<string, unknown>;
  const commits = (
    topics as { topic: string; partitions: { partition: unknown; offset: unknown }[] }[] | undefined
  )?.map(({ topic, partitions }) => [
    topic,
    partitions.map(({ partition, offset }) => `${String(partition)} ${String(offset)}`),
  ]);
  return { error: error === undefined ? undefined : described(error), groupId, memberAssignment, restart, commits };
}
