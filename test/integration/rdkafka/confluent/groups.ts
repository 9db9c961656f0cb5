import type { Context, Module } from '../programs/observe';
import { connected, consumerOf, failure, filled, kafkaOf, until } from './support';

const sorted = (list: readonly Module[]): unknown[] =>
  list.map(({ topic, partition, offset }) => ({ topic, partition, offset })).sort((a, b) => a.partition - b.partition);

export async function rebalancing(context: Context): Promise<void> {
  const { note, unique } = context;
  const topic = await filled(context, ['a', 'b', 'c', 'd'], 2);
  const groupId = unique('group');
  const seen: string[] = [];
  const told: unknown[] = [];
  const first = consumerOf(
    context,
    { groupId, autoCommitInterval: 50 },
    {
      rebalance_cb: async (error: Module, list: Module[], fns: Module) => {
        told.push([error.code, sorted(list), Object.keys(fns).sort(), fns.assignmentLost()]);
        // Begins at the third message.
        if (error.code === -175) return list.map((one) => (one.partition === 0 ? { ...one, offset: 2 } : one));
        return undefined;
      },
    },
  );
  await connected(first, async (consumer) => {
    await consumer.subscribe({ topic });
    await consumer.run({ eachMessage: async ({ message }: Module) => void seen.push(String(message.value)) });
    await until(() => seen.length === 2);
    note('changed', seen);
  });
  note('told', told);
  const own: unknown[] = [];
  const second = consumerOf(
    context,
    { groupId: unique('own') },
    {
      rebalance_cb: (error: Module, list: Module[], fns: Module) => {
        own.push(error.code);
        if (error.code === -175)
          fns.assign(list.slice().map((one) => ({ ...one, offset: one.partition === 0 ? 3 : 0 })));
        else fns.unassign(list);
      },
    },
  );
  await connected(second, async (consumer) => {
    await consumer.subscribe({ topic });
    const values: string[] = [];
    await consumer.run({ eachMessage: async ({ message }: Module) => void values.push(String(message.value)) });
    await until(() => values.length === 1);
    note('own answer', values);
  });
  note('own calls', own);
  const third = consumerOf(
    context,
    { groupId: unique('throws') },
    {
      rebalance_cb: () => {
        throw new Error('of the callback');
      },
    },
  );
  await connected(third, async (consumer) => {
    await consumer.subscribe({ topic });
    const values: string[] = [];
    await consumer.run({ eachMessage: async ({ message }: Module) => void values.push(String(message.value)) });
    await until(() => values.length === 4);
    note('after a throw', values);
  });
}

/** Two members, each assignor: every message once. */
export async function members(context: Context): Promise<void> {
  const { note, unique, createTopic } = context;
  for (const assignor of ['roundRobin', 'range', 'cooperativeSticky']) {
    const topic = unique('topic');
    await createTopic(topic, 4);
    const groupId = unique('group');
    const partitionAssignors = [context.K.KafkaJS.PartitionAssignors[assignor]];
    const block = { groupId, partitionAssignors, autoCommitInterval: 50, heartbeatInterval: 200 };
    const seen: string[] = [];
    const run = async (consumer: Module): Promise<void> => {
      await consumer.subscribe({ topic });
      await consumer.run({ eachMessage: async ({ message }: Module) => void seen.push(String(message.value)) });
    };
    await connected(consumerOf(context, block), async (one) => {
      await run(one);
      await until(() => one.assignment().length === 4);
      await connected(consumerOf(context, block), async (other) => {
        await run(other);
        await until(() => one.assignment().length === 2 && other.assignment().length === 2);
        const messages = Array.from({ length: 20 }, (_, i) => ({ value: `m${i}`, partition: i % 4 }));
        await connected(kafkaOf(context).producer(), (producer) => producer.send({ topic, messages }));
        await until(() => new Set(seen).size === 20);
        note(`${assignor}: protocol`, one.rebalanceProtocol());
      });
      await until(() => one.assignment().length === 4);
    });
    note(`${assignor}: messages`, [seen.length, new Set(seen).size]);
  }
}

export async function subscribing(context: Context): Promise<void> {
  const { note, unique, createTopic } = context;
  const names = ['one', 'two', 'three'].map((name) => unique(name));
  for (const topic of names) {
    await createTopic(topic, 1);
    await connected(kafkaOf(context).producer(), (one) => one.send({ topic, messages: [{ value: topic }] }));
  }
  const seen: string[] = [];
  await connected(consumerOf(context), async (consumer) => {
    await consumer.subscribe({ topic: names[0] });
    await consumer.run({ eachMessage: async ({ topic }: Module) => void seen.push(topic) });
    // Two subscriptions at once would leave the coordinator with a member that never comes, also in the original.
    await until(() => seen.length === 1);
    await consumer.subscribe({ topics: [new RegExp(`^${names[1]}$`), names[2]!], replace: true });
    await until(() => seen.length === 3);
    note('replaced', [...seen].sort());
    await consumer.subscribe({ topic: names[0] });
    await until(() => consumer.assignment().length === 3);
    note('added', [...seen].sort());
  });
  note('afterwards', await failure(() => connected(consumerOf(context), async (one) => one.subscribe({ topics: [] }))));
}
