/** Two consumers of one group: the second comes later, and one of them leaves. */
import type * as original from 'kafkajs';
import type { Share } from '../programs/program';
import { until } from '../until';
import { createTopic, note, withCore, type Place } from './place';

/** Long enough for records that must not come. */
const QUIET_MS = 700;

class Member {
  readonly consumer: original.Consumer;
  assigned: number[] = [];
  readonly handled: string[] = [];

  constructor(
    readonly topic: string,
    kafka: original.Kafka,
    groupId: string,
  ) {
    this.consumer = kafka.consumer({ groupId, maxWaitTimeInMs: 100, sessionTimeout: 30_000, heartbeatInterval: 200 });
    this.consumer.on(this.consumer.events.GROUP_JOIN, ({ payload }) => {
      this.assigned = payload.memberAssignment[topic] ?? [];
    });
  }

  async start({ each }: Share): Promise<void> {
    await this.consumer.connect();
    await this.consumer.subscribe({ topic: this.topic, fromBeginning: true });
    await this.consumer.run(
      each === 'message'
        ? { eachMessage: async ({ message }) => void this.handled.push(String(message.value)) }
        : {
            eachBatch: async ({ batch }) => void this.handled.push(...batch.messages.map(({ value }) => String(value))),
          },
    );
  }
}

export async function share(program: Share, place: Place): Promise<void> {
  const { kafka, name: topic, seen } = place;
  const { partitions, pause } = program;
  await createTopic(place, topic, partitions);
  const groupId = `g-${topic}`;
  // As in consume.ts.
  await withCore(place, (core) => core.listConsumerGroupOffsets(groupId));
  const producer = kafka.producer();
  await producer.connect();
  place.later(() => producer.disconnect());
  const members = [new Member(topic, kafka, groupId), new Member(topic, kafka, groupId)] as const;
  for (const { consumer } of members) place.later(() => consumer.disconnect());
  const sent: string[] = [];
  const send = async (round: string): Promise<void> => {
    const messages = Array.from({ length: partitions * 3 }, (_, i) => ({
      partition: i % partitions,
      value: `${round} ${i}`,
    }));
    await producer.send({ topic, messages });
    sent.push(...messages.map(({ value }) => value));
  };
  /** After a rebalance a record may come again. */
  const handled = (): Set<string> => new Set(members.flatMap((one) => one.handled));
  const untilHandled = (): Promise<void> => until(() => handled().size === sent.length);

  await send('first');
  await members[0].start(program);
  await untilHandled();
  await members[1].start(program);
  await until(() => members[0].assigned.length < partitions && members[1].assigned.length > 0);
  const counts = members.map(({ assigned }) => assigned.length);
  const owned = members.flatMap(({ assigned }) => assigned);
  seen.push(['shared', counts.sort(), owned.sort()]);
  await send('second');
  await untilHandled();

  const [leaving, staying] = program.leaves === 0 ? members : ([members[1], members[0]] as const);
  const own = [...staying.assigned];
  if (pause !== 'nothing')
    await note(place, 'pause', () =>
      staying.consumer.pause([pause === 'topic' ? { topic } : { topic, partitions: own }]),
    );
  await leaving.consumer.disconnect();
  await until(() => staying.assigned.length === partitions);
  const before = staying.handled.length;
  await send('third');
  if (pause === 'nothing') await untilHandled();
  else {
    const isOwn = (value: string): boolean => own.includes(Number(value.split(' ')[1]) % partitions);
    const expected = pause === 'topic' ? 0 : (partitions - own.length) * 3;
    await until(() => staying.handled.slice(before).filter((one) => !isOwn(one)).length >= expected);
    await new Promise((resolve) => setTimeout(resolve, QUIET_MS));
    const third = new Set(staying.handled.slice(before).filter((one) => one.startsWith('third')));
    // Which of the two has more partitions is a matter of chance.
    seen.push(['while paused', third.size - expected, [...third].some(isOwn)]);
    seen.push(['paused', pause === 'topic' ? staying.consumer.paused() : staying.consumer.paused().length]);
    await note(place, 'resume', () => staying.consumer.resume([{ topic }]));
    await untilHandled();
    seen.push(['paused', staying.consumer.paused()]);
  }
  seen.push([...handled()].sort());
  await staying.consumer.disconnect();
  const committed = await withCore(place, (core) => core.listConsumerGroupOffsets(groupId));
  seen.push(committed.map(({ partition, offset }) => [partition, offset]).sort());
}
