import { AdminCall } from '../../../src/admin/calls/call';
import { createTopics } from '../../../src/admin/topics/topics';
import type { Connection } from '../../../src/client/connection';
import { errorNumber } from '../../../src/errors/codes';
import { KafkaError } from '../../../src/errors/kafka-error';
import { TimeoutError } from '../../../src/errors/waiting-errors';

const timedOut = (): KafkaError =>
  new KafkaError({
    code: 'ERR__TIMED_OUT',
    errno: errorNumber('ERR__TIMED_OUT'),
    message: 'Local: Timed out',
    isRetriable: true,
  });

/** One broker, which answers these requests; to all others librdkafka's own deadline comes first. */
function brokerThatAnswers(answers: Readonly<Record<string, unknown>>): Connection {
  return {
    defaultTimeoutMs: 60_000,
    connectionError: () => undefined,
    request: (op) => (op in answers ? Promise.resolve(answers[op]) : Promise.reject(timedOut())),
    clusterId: () => Promise.resolve(null),
  };
}

const created = { createTopics: [{ name: 'orders', error: null }] };

async function failureWith(answers: Readonly<Record<string, unknown>>): Promise<TimeoutError> {
  const call = new AdminCall(brokerThatAnswers(answers), 'createTopics', {});
  const [outcome] = await createTopics(call, [{ name: 'orders' }], {});
  if (outcome?.status !== 'rejected') throw new Error('the topic seems to be usable');
  expect(outcome.reason).toBeInstanceOf(TimeoutError);
  return outcome.reason as TimeoutError;
}

test('a topic that no broker describes in its time: the error says that it is there, and names no other deadline', async () => {
  const error = await failureWith({ ...created, describeCluster: { nodes: [{ id: 1 }] } });
  expect(error.message).toBe(
    'createTopics: topic orders is there, but no broker has answered whether it is usable yet',
  );
  // The time of this question, not that of the call, which is not over.
  expect((error.cause as Error).message).toBe('createTopics: no answer within 3000 ms: Local: Timed out');
});

test('the same where the brokers cannot be listed', async () => {
  const error = await failureWith(created);
  expect(error.message).toMatch(/^createTopics: topic orders is there, but no broker has answered/);
  expect((error.cause as Error).message).toBe('createTopics: no answer within 60000 ms: Local: Timed out');
});
