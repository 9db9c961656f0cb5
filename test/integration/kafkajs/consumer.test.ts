import type { EachBatchPayload } from 'kafkajs';
import { committed, createConsumer, createProducer, createTopic, errorOf, sameOnBoth, texts, until } from './both';

test('eachMessage: order, events and commits', async () => {
  await sameOnBoth(async (place) => {
    const { topic, group } = place;
    const admin = await createTopic(place, topic);
    const producer = await createProducer(place);
    await producer.send(texts(topic, 'a', 'b', 'c'));
    const consumer = await createConsumer(place);
    const events: unknown[] = [];
    for (const key of [
      'CONNECT',
      'GROUP_JOIN',
      'COMMIT_OFFSETS',
      'START_BATCH_PROCESS',
      'END_BATCH_PROCESS',
      'STOP',
      'DISCONNECT',
      'CRASH',
    ] as const) {
      consumer.on(consumer.events[key], (event) => {
        const { memberId, leaderId, isLeader, duration, ...payload } = (event.payload ?? {}) as Record<string, unknown>;
        events.push([event.type, payload, typeof memberId, typeof leaderId, typeof isLeader, typeof duration]);
      });
    }
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    const values: string[] = [];
    await consumer.run({ eachMessage: async ({ message }) => void values.push(String(message.value)) });
    await until(() => events.some((one) => (one as unknown[])[0] === 'consumer.commit_offsets'));
    await consumer.disconnect();
    return { values, events, committed: await committed(admin, group, topic) };
  });
});

test('eachBatch: the batch, what is resolved, and what is read again', async () => {
  await sameOnBoth(async (place) => {
    const { topic, group } = place;
    const admin = await createTopic(place, topic);
    const producer = await createProducer(place);
    await producer.send(texts(topic, 'a', 'b', 'c', 'd'));
    const consumer = await createConsumer(place);
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    const batches: unknown[] = [];
    await consumer.run({
      eachBatchAutoResolve: false,
      eachBatch: async ({ batch, resolveOffset, uncommittedOffsets, isRunning, isStale }: EachBatchPayload) => {
        if (batches.length > 2) return;
        const before = uncommittedOffsets();
        // One more each time: the rest comes again.
        resolveOffset(batch.messages[0]!.offset);
        batches.push([
          batch.topic,
          batch.partition,
          batch.highWatermark,
          batch.messages.map(({ offset, value }) => `${offset} ${value}`),
          [batch.isEmpty(), batch.firstOffset(), batch.lastOffset(), batch.offsetLag(), batch.offsetLagLow()],
          [before, uncommittedOffsets(), isRunning(), isStale()],
        ]);
      },
    });
    await until(() => batches.length === 3);
    await consumer.stop();
    return { batches, committed: await committed(admin, group, topic) };
  });
});

test('a handler that fails: what was done is committed, the rest comes again', async () => {
  await sameOnBoth(async (place) => {
    const { topic, group } = place;
    const admin = await createTopic(place, topic);
    const producer = await createProducer(place);
    await producer.send(texts(topic, 'a', 'b', 'c'));
    const consumer = await createConsumer(place);
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    const seen: string[] = [];
    const commits: string[][] = [];
    let failures = 0;
    await consumer.run({
      eachMessage: async ({ message }) => {
        seen.push(String(message.value));
        if (String(message.value) !== 'b' || failures === 2) return;
        failures++;
        throw new Error('not yet');
      },
    });
    await until(async () => {
      commits.push(await committed(admin, group, topic));
      return commits.at(-1)![0] === '3';
    });
    await consumer.stop();
    return { seen, last: commits.at(-1), values: [...new Set(commits.flat())].filter((one) => one !== '-1').length };
  });
});

test('after its last try the consumer crashes, and starts anew', async () => {
  await sameOnBoth(async (place) => {
    const { topic } = place;
    await createTopic(place, topic);
    const producer = await createProducer(place);
    await producer.send(texts(topic, 'a', 'b'));
    const consumer = await createConsumer(place, { retry: { retries: 1, initialRetryTime: 20 } });
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    const seen: string[] = [];
    const events: unknown[] = [];
    for (const key of ['CONNECT', 'STOP', 'DISCONNECT', 'CRASH'] as const) {
      consumer.on(consumer.events[key], ({ type, payload }) => events.push([type, payload]));
    }
    await consumer.run({
      eachMessage: async ({ message }) => {
        seen.push(String(message.value));
        if (seen.length < 3) throw new Error('not yet');
      },
    });
    await until(() => seen.includes('b'));
    await consumer.disconnect();
    return { seen, events };
  });
});

test.each(['TypeError', 'restartOnFailure'])('no new start after a crash: %s', async (why) => {
  await sameOnBoth(async (place) => {
    const { topic } = place;
    await createTopic(place, topic);
    const producer = await createProducer(place);
    await producer.send(texts(topic, 'a', 'b'));
    const asked: unknown[] = [];
    const restartOnFailure = async (error: Error) => {
      asked.push(error.name, error.message);
      return false;
    };
    const retry = { retries: 0, initialRetryTime: 20, ...(why === 'TypeError' ? {} : { restartOnFailure }) };
    const consumer = await createConsumer(place, { retry });
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    const crashes: { restart: boolean }[] = [];
    consumer.on(consumer.events.CRASH, ({ payload }) => crashes.push(payload));
    await consumer.run({
      eachMessage: async () => {
        throw why === 'TypeError' ? new TypeError('a mistake') : new Error('give up');
      },
    });
    await until(() => crashes.length === 1);
    return { crashes, asked };
  });
});

test('pause in a handler ends the batch; resume reads the rest', async () => {
  await sameOnBoth(async (place) => {
    const { topic } = place;
    await createTopic(place, topic);
    const producer = await createProducer(place);
    await producer.send(texts(topic, 'a', 'b', 'c'));
    const consumer = await createConsumer(place);
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    const seen: string[] = [];
    let resume: (() => void) | undefined;
    const before = consumer.paused();
    await consumer.run({
      eachMessage: async ({ message, pause }) => {
        seen.push(String(message.value));
        if (message.value?.toString() === 'a') resume = pause();
      },
    });
    await until(() => resume !== undefined);
    const paused = consumer.paused();
    // Nothing else may come while it is paused: longer than a fetch takes.
    await new Promise((resolve) => setTimeout(resolve, 600));
    const whilePaused = [...seen];
    resume!();
    await until(() => seen.length === 3);
    consumer.pause([{ topic }]);
    const all = consumer.paused();
    consumer.resume([{ topic, partitions: [0] }]);
    const some = consumer.paused();
    await consumer.stop();
    return { before, paused, whilePaused, seen, all, some };
  });
});

test('seek at once after run, and in a handler', async () => {
  await sameOnBoth(async (place) => {
    const { topic, group } = place;
    const admin = await createTopic(place, topic);
    const producer = await createProducer(place);
    await producer.send(texts(topic, 'a', 'b', 'c', 'd'));
    const consumer = await createConsumer(place);
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    const seen: string[] = [];
    const running = consumer.run({
      eachMessage: async ({ message }) => {
        seen.push(String(message.value));
        if (seen.length === 2) consumer.seek({ topic, partition: 0, offset: '1' });
      },
    });
    consumer.seek({ topic, partition: 0, offset: '2' });
    await running;
    await until(() => seen.length === 5);
    await until(async () => (await committed(admin, group, topic))[0] === '4');
    await consumer.stop();
    return seen;
  });
});

test.each([
  ['autoCommit: false', { autoCommit: false }],
  ['autoCommitThreshold', { autoCommitThreshold: 2 }],
])('commits with %s', async (_, options) => {
  await sameOnBoth(async (place) => {
    const { topic, group } = place;
    const admin = await createTopic(place, topic);
    const producer = await createProducer(place);
    await producer.send(texts(topic, 'a', 'b', 'c', 'd', 'e'));
    const consumer = await createConsumer(place);
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    const commits: unknown[] = [];
    consumer.on(consumer.events.COMMIT_OFFSETS, ({ payload }) => commits.push(payload.topics));
    let count = 0;
    await consumer.run({ ...options, eachMessage: async () => void count++ });
    await until(() => count === 5);
    if (!('autoCommitThreshold' in options))
      await consumer.commitOffsets([{ topic, partition: 0, offset: '3', metadata: 'm' }]);
    else await until(() => commits.length === 3);
    await consumer.stop();
    // With own offsets kafkajs tells objects of its own.
    return {
      commits: !('autoCommitThreshold' in options) ? commits.length : commits,
      committed: await admin.fetchOffsets({ groupId: group, topics: [topic] }),
    };
  });
});

test('commitOffsetsIfNecessary with offsets that have metadata', async () => {
  await sameOnBoth(async (place) => {
    const { topic, group } = place;
    const admin = await createTopic(place, topic);
    const producer = await createProducer(place);
    await producer.send(texts(topic, 'a', 'b'));
    const consumer = await createConsumer(place);
    const commits: unknown[] = [];
    consumer.on(consumer.events.COMMIT_OFFSETS, ({ payload }) => commits.push(payload.topics));
    await consumer.subscribe({ topic, fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatch: async ({ commitOffsetsIfNecessary }) => {
        const partitions = [{ partition: 0, offset: '1', metadata: 'm' }];
        await commitOffsetsIfNecessary({ topics: [{ topic, partitions }] });
      },
    });
    await until(() => commits.length > 0);
    await consumer.stop();
    return { commits, committed: await admin.fetchOffsets({ groupId: group, topics: [topic] }) };
  });
});

test('fromBeginning belongs to a topic; a RegExp means the topics of now', async () => {
  await sameOnBoth(async (place) => {
    const { topic } = place;
    for (const name of ['old', 'new', 'other']) await createTopic(place, `${topic}-${name}`);
    const producer = await createProducer(place);
    const send = (name: string, value: string) => producer.send(texts(`${topic}-${name}`, value));
    await Promise.all(['old', 'new', 'other'].map((name) => send(name, 'before')));
    const consumer = await createConsumer(place);
    await consumer.subscribe({ topic: new RegExp(`^${topic}-OLD$`, 'i'), fromBeginning: true });
    await consumer.subscribe({ topics: [`${topic}-new`] });
    const seen: string[] = [];
    await consumer.run({ eachMessage: async ({ topic: from, message }) => void seen.push(`${from} ${message.value}`) });
    await until(() => seen.length === 1);
    await Promise.all(['old', 'new', 'other'].map((name) => send(name, 'after')));
    await until(() => seen.length === 3);
    const refused = await errorOf(consumer.subscribe({ topic: `${topic}-other` }));
    await consumer.stop();
    return { seen: seen.sort(), refused };
  });
});

test('partitions at once: as many as wanted, each in order', async () => {
  await sameOnBoth(async (place) => {
    const { topic } = place;
    await createTopic(place, topic, 3);
    const producer = await createProducer(place);
    const messages = Array.from({ length: 30 }, (_, i) => ({ partition: i % 3, value: String(i) }));
    await producer.send({ topic, messages });
    const consumer = await createConsumer(place);
    await consumer.subscribe({ topic, fromBeginning: true });
    const seen: Record<number, string[]> = {};
    let active = 0;
    let most = 0;
    await consumer.run({
      partitionsConsumedConcurrently: 2,
      eachMessage: async ({ partition, message }) => {
        most = Math.max(most, ++active);
        await new Promise((resolve) => setTimeout(resolve, 20));
        (seen[partition] ??= []).push(String(message.value));
        active--;
      },
    });
    await until(() => new Set(Object.values(seen).flat()).size === 30);
    await consumer.stop();
    // At least once: on a slow machine kafkajs reads some again.
    for (const values of Object.values(seen)) values.splice(0, Infinity, ...new Set(values));
    return { seen, isWithinLimit: most <= 2 };
  });
});

test('a second member: both get partitions, and every message once', async () => {
  await sameOnBoth(async (place) => {
    const { topic } = place;
    await createTopic(place, topic, 2);
    const producer = await createProducer(place);
    const seen: string[] = [];
    const rebalances: string[] = [];
    const members: Record<string, number[]>[][] = [[], []];
    const start = async (i: number) => {
      const consumer = await createConsumer(place, { heartbeatInterval: 200, sessionTimeout: 10_000 });
      consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => members[i]!.push(payload.memberAssignment));
      consumer.on(consumer.events.REBALANCING, ({ type }) => rebalances.push(type));
      await consumer.subscribe({ topic, fromBeginning: true });
      await consumer.run({ eachMessage: async ({ message }) => void seen.push(String(message.value)) });
      return consumer;
    };
    await start(0);
    await producer.send({ topic, messages: [0, 1].map((partition) => ({ partition, value: `first ${partition}` })) });
    await until(() => seen.length === 2);
    const second = await start(1);
    await until(() => members[0]!.length === 2);
    await producer.send({ topic, messages: [0, 1].map((partition) => ({ partition, value: `second ${partition}` })) });
    await until(() => seen.length === 4);
    const shares = members.map((all) => all.at(-1)![topic]!.length);
    await second.disconnect();
    await until(() => members[0]!.length === 3);
    return { seen: seen.sort(), shares, last: members[0]!.at(-1), hasRebalanced: rebalances.length > 0 };
  });
});

test('stop and run again; disconnect in a handler, connect and run again', async () => {
  await sameOnBoth(async (place) => {
    const { topic, group } = place;
    const admin = await createTopic(place, topic);
    const producer = await createProducer(place);
    const consumer = await createConsumer(place);
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    const seen: string[] = [];
    const events: string[] = [];
    for (const key of ['STOP', 'DISCONNECT'] as const)
      consumer.on(consumer.events[key], ({ type }) => events.push(type));
    const run = () =>
      consumer.run({
        eachMessage: async ({ message }) => {
          seen.push(String(message.value));
          // Not awaited: it waits for this handler.
          if (String(message.value) === 'b') void consumer.disconnect();
        },
      });
    await run();
    await producer.send(texts(topic, 'a'));
    await until(async () => (await committed(admin, group, topic))[0] === '1');
    await consumer.stop();
    const stopped = [...events];
    await producer.send(texts(topic, 'b', 'c'));
    await run();
    await until(() => events.includes('consumer.disconnect'));
    const disconnected = [...events];
    await consumer.connect();
    await run();
    await until(() => seen.includes('c'));
    await consumer.stop();
    return { seen, stopped, disconnected };
  });
});
