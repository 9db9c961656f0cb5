import type { Context, Module } from '../programs/observe';
import { connected, consumerOf, failure, filled, kafkaOf, texts, until, untilCommitted } from './support';

const tenValues = Array.from({ length: 10 }, (_, i) => `m${i}`);

export async function eachMessage(context: Context): Promise<void> {
  const { note } = context;
  const topic = await filled(context, []);
  await connected(kafkaOf(context).producer(), (producer) =>
    producer.send({
      topic,
      messages: [
        { value: 'a', key: 'k', headers: { one: '1', many: ['2', Buffer.from('3')] }, timestamp: '1600000000000' },
        { value: null },
        { value: '', key: '' },
      ],
    }),
  );
  await connected(consumerOf(context, { autoCommitInterval: 50 }), async (consumer) => {
    await consumer.subscribe({ topics: [topic] });
    note('refused', [
      await failure(() => consumer.subscribe({ topic, fromBeginning: true })),
      await failure(() => consumer.subscribe({})),
      await failure(() => consumer.subscribe({ topics: [5] })),
      await failure(() => consumer.subscribe({ topic: /^a/i })),
      await failure(() => consumer.subscribe({ topic: /a/ })),
      await failure(() => consumer.run({ eachMessage: () => undefined, autoCommit: true })),
      await failure(() => consumer.run({ eachMessage: () => undefined, autoCommitInterval: 5 })),
      await failure(() => consumer.run({ eachMessage: () => undefined, autoCommitThreshold: 5 })),
      await failure(() => consumer.pause([{}]), true),
      await failure(() => consumer.seek({ topic, partition: 0, offset: 'x' }), true),
      await failure(() => consumer.seek({ topic, partition: 0, offset: '-1' }), true),
      await failure(() => consumer.seek({ topic: 5, partition: 0, offset: '1' }), true),
    ]);
    const payloads: Module[] = [];
    note('run', await consumer.run({ eachMessage: async (payload: Module) => void payloads.push(payload) }));
    note('run again', await failure(() => consumer.run({ eachMessage: async () => undefined }), true));
    await until(() => payloads.length === 3);
    note(
      'payloads',
      payloads.map(({ topic: name, partition, message, heartbeat, pause }) => [
        name,
        partition,
        message,
        typeof heartbeat,
        typeof pause,
        Object.keys(message),
      ]),
    );
    await untilCommitted(consumer, topic, '3');
    note('assignment', [consumer.assignment(), consumer.rebalanceProtocol(), consumer.paused()]);
    note(
      'committed',
      (await consumer.committed()).map(({ topic: _, ...one }: Module) => one.offset),
    );
  });
}

export async function failing(context: Context): Promise<void> {
  const { note } = context;
  const topic = await filled(context, tenValues.slice(0, 4));
  await connected(consumerOf(context, { autoCommitInterval: 50 }), async (consumer) => {
    await consumer.subscribe({ topic });
    const calls: string[] = [];
    await consumer.run({
      eachMessage: async ({ message }: Module) => {
        calls.push(String(message.value));
        if (calls.length === 2 || calls.length === 3) throw new Error('not now');
      },
    });
    await untilCommitted(consumer, topic, '4');
    note('calls', calls);
  });
}

export async function batches(context: Context): Promise<void> {
  const { note } = context;
  const values = Array.from({ length: 70 }, (_, i) => `m${i}`);
  const topic = await filled(context, values);
  for (const size of [undefined, '10', -1]) {
    const beside = size === undefined ? {} : { 'js.consumer.max.batch.size': size };
    await connected(consumerOf(context, { autoCommit: false }, beside), async (consumer) => {
      await consumer.subscribe({ topic });
      const sizes: number[] = [];
      const seen: string[] = [];
      let first: unknown;
      await consumer.run({
        eachBatch: async (payload: Module) => {
          const { batch } = payload;
          sizes.push(batch.messages.length);
          seen.push(...texts(batch.messages));
          first ??= [
            Object.keys(payload)
              .filter((name) => !name.startsWith('_'))
              .sort(),
            Object.keys(batch),
            [batch.isEmpty(), batch.firstOffset(), batch.topic, batch.partition],
            Number(batch.offsetLag()) === Number(batch.highWatermark) - 1 - Number(batch.lastOffset()),
            Number(batch.offsetLagLow()) === Number(batch.highWatermark) - 1 - Number(batch.firstOffset()),
            [payload.isRunning(), payload.isStale(), await failure(() => payload.uncommittedOffsets())],
            await failure(() => payload.resolveOffset('x')),
          ];
        },
      });
      await until(() => seen.length >= 70);
      note(`batches of ${size ?? 'no'}`, [
        seen.join() === values.join(),
        Math.max(...sizes) <= Number(size ?? 32) || size === -1,
        first,
      ]);
    });
  }
}

export async function resolving(context: Context): Promise<void> {
  const { note } = context;
  const topic = await filled(context, tenValues);
  const group = context.unique('resolving');
  await connected(consumerOf(context, { groupId: group, autoCommit: false }), async (consumer) => {
    await consumer.subscribe({ topic });
    let seen = 0;
    const firsts: string[] = [];
    await consumer.run({
      eachBatchAutoResolve: false,
      eachBatch: async ({ batch, resolveOffset, commitOffsetsIfNecessary }: Module) => {
        firsts.push(batch.firstOffset());
        // Two of each batch: the others come again.
        for (const { offset } of batch.messages.slice(0, 2)) {
          resolveOffset(offset);
          seen++;
        }
        resolveOffset('0');
        await commitOffsetsIfNecessary();
      },
    });
    await untilCommitted(consumer, topic, '10');
    note('resolved', [seen, new Set(firsts).size === firsts.length]);
  });
}

export async function seeking(context: Context): Promise<void> {
  const { note } = context;
  const topic = await filled(context, tenValues);
  const group = context.unique('seeking');
  await connected(consumerOf(context, { groupId: group, autoCommitInterval: 50 }), async (consumer) => {
    await consumer.subscribe({ topic });
    // Before there is an assignment.
    consumer.seek({ topic, partition: 0, offset: '7' });
    const calls: string[] = [];
    await consumer.run({
      eachMessage: async ({ message }: Module) => {
        calls.push(message.offset);
        if (calls.length === 2) consumer.seek({ topic, partition: 0, offset: '3' });
        if (message.offset === '5') consumer.seek({ topic, partition: 0, offset: '9' });
      },
    });
    await untilCommitted(consumer, topic, '10');
    note('offsets', calls);
  });
}

export async function stale(context: Context): Promise<void> {
  const { note } = context;
  const topic = await filled(context, tenValues);
  await connected(consumerOf(context, { autoCommit: false }), async (consumer) => {
    await consumer.subscribe({ topic });
    const notes: unknown[] = [];
    await consumer.run({
      eachBatch: async ({ batch, isStale, resolveOffset, pause }: Module) => {
        const turn = notes.length;
        const before = isStale();
        if (turn === 0) {
          // Nothing is resolved: the batch comes again.
          const resume = pause();
          notes.push([before, isStale(), batch.firstOffset(), consumer.paused()]);
          setTimeout(resume, 300);
        } else if (turn === 1) {
          resolveOffset(batch.firstOffset());
          consumer.seek({ topic, partition: 0, offset: '8' });
          notes.push([before, isStale(), batch.firstOffset()]);
        } else notes.push([before, isStale(), batch.firstOffset(), consumer.paused()]);
      },
    });
    await until(() => notes.length >= 3);
    note('turns', notes.slice(0, 3));
  });
}

export async function pausing(context: Context): Promise<void> {
  const { note } = context;
  const topic = await filled(context, tenValues);
  await connected(consumerOf(context), async (consumer) => {
    await consumer.subscribe({ topic });
    const seen: string[] = [];
    let resume: (() => void) | undefined;
    await consumer.run({
      eachMessage: async ({ message, pause }: Module) => {
        seen.push(message.offset);
        if (message.offset === '3' && !resume) {
          resume = pause();
          throw new Error('later');
        }
      },
    });
    await until(() => resume !== undefined);
    await new Promise((resolve) => setTimeout(resolve, 500));
    note('paused', [seen, consumer.paused()]);
    resume!();
    await until(() => seen.at(-1) === '9');
    note('resumed', [seen, consumer.paused()]);
    note('unassigned', [typeof consumer.pause([{ topic: 'unknown' }]), typeof consumer.pause([{ topic }])]);
    note('all', consumer.paused());
    consumer.resume([{ topic }]);
    note('none', consumer.paused());
  });
}

export async function committing(context: Context): Promise<void> {
  const { note } = context;
  const topic = await filled(context, tenValues, 2);
  await connected(consumerOf(context, { autoCommit: false }), async (consumer) => {
    await consumer.subscribe({ topic });
    const seen: string[] = [];
    await consumer.run({ eachMessage: async ({ message }: Module) => void seen.push(message.offset) });
    await until(() => seen.length === 10 && consumer.assignment().length === 2);
    const offsets = async () =>
      (
        await consumer.committed(
          [
            { topic, partition: 0 },
            { topic, partition: 1 },
          ],
          5000,
        )
      ).map(({ partition, offset }: Module) => [partition, offset]);
    note('before', await offsets());
    await consumer.commitOffsets([{ topic, partition: 0, offset: '4', metadata: 'text' }]);
    note('listed', await offsets());
    await consumer.commitOffsets();
    note('stored', await offsets());
    const [first] = await consumer.committed([{ topic, partition: 0 }], 5000);
    note('entry', Object.keys(first).sort());
  });
}

export async function concurrent(context: Context): Promise<void> {
  const { note, unique, createTopic } = context;
  const topic = unique('topic');
  await createTopic(topic, 4);
  const messages = Array.from({ length: 40 }, (_, i) => ({ value: `m${i}`, partition: i % 4 }));
  await connected(kafkaOf(context).producer(), (producer) => producer.send({ topic, messages }));
  await connected(consumerOf(context), async (consumer) => {
    await consumer.subscribe({ topic });
    let now = 0;
    let most = 0;
    const seen = new Map<number, number[]>();
    await consumer.run({
      partitionsConsumedConcurrently: 3,
      eachMessage: async ({ partition, message }: Module) => {
        most = Math.max(most, ++now);
        seen.set(partition, [...(seen.get(partition) ?? []), Number(message.offset)]);
        await new Promise((resolve) => setTimeout(resolve, 5));
        now--;
      },
    });
    await until(() => [...seen.values()].flat().length === 40);
    note(
      'each in order',
      [...seen].sort(([a], [b]) => a - b),
    );
    note('at most', most <= 3);
  });
}
