/**
 * A rebalance listener may ask everything that Java's may, at every moment: the answer is the same as outside, and does
 * not wait for the listener itself.
 */
import type { RebalanceListeners } from '../../../src/index';
import { sharedKafka, uniqueName } from '../../helpers/kafka/shared-kafka';
import { range, stringConsumer } from './support';

const kafka = sharedKafka();

/** Long enough for a wait that must not happen to fail the test. */
const NEVER_MS = 600_000;
const protocols = {
  classic: {},
  cooperative: { 'partition.assignment.strategy': 'cooperative-sticky' },
  consumer: { 'group.protocol': 'consumer' },
};
const endings = ['close', 'unsubscribe'] as const;
const cases = (Object.keys(protocols) as (keyof typeof protocols)[]).flatMap((protocol) =>
  endings.map((ending) => [protocol, ending] as const),
);

test.each(cases)('%s protocol, %s: each question is answered in each listener', async (protocol, ending) => {
  const topic = uniqueName('questions');
  await kafka.createTopic(topic);
  await kafka.produce(
    topic,
    range(0, 5).map((i) => ({ value: String(i), partition: 0, timestamp: 1000 + i })),
  );
  const part = { topic, partition: 0 };
  const consumer = stringConsumer({ 'auto.commit.interval.ms': 600_000, ...protocols[protocol] });
  const asked: Record<string, unknown> = {};
  const ask = async (moment: string): Promise<void> => {
    const options = { timeoutMs: NEVER_MS };
    asked[moment] = {
      position: consumer.position(part),
      lag: consumer.currentLag(part),
      committed: await consumer.committed([part], options),
      beginning: await consumer.beginningOffsets([part], options),
      end: await consumer.endOffsets([part], options),
      times: await consumer.offsetsForTimes([{ ...part, timestamp: 1003 }], options),
      partitions: (await consumer.partitionsFor(topic, options)).length,
      topics: (await consumer.listTopics(options)).some((info) => info.topic === topic),
    };
    await consumer.commit([{ ...part, offset: 1 }], options);
    expect((await consumer.committed([part], options))[0]!.offset).toBe(1);
  };
  const listeners: RebalanceListeners = {
    onPartitionsAssigned: async () => {
      await consumer.commit([{ ...part, offset: 0 }], { timeoutMs: NEVER_MS });
      await ask('assigned');
    },
    onPartitionsRevoked: () => ask('revoked'),
  };
  consumer.subscribe([topic], listeners);
  // From where the listener committed.
  expect((await consumer.consume(2, 30_000)).map(({ offset }) => offset)).toEqual([1, 2]);
  await consumer[ending]({ timeoutMs: NEVER_MS });
  await consumer.close();

  const same = {
    beginning: [{ ...part, offset: 0 }],
    end: [{ ...part, offset: 5 }],
    times: [{ ...part, offset: 3 }],
    partitions: 1,
    topics: true,
  };
  expect(asked['assigned']).toMatchObject({ ...same, committed: [{ ...part, offset: 0 }] });
  // What was read is committed before the listener is called.
  expect(asked['revoked']).toMatchObject({ ...same, position: 3, lag: 2, committed: [{ ...part, offset: 3 }] });
});
