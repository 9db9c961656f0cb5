import { errorNumber } from '../../../src/errors/codes';
import { KafkaError } from '../../../src/errors/kafka-error';
import { TransactionCalls } from '../../../src/producer/transactions/transaction-calls';

/** A producer in a transaction, whose native calls the test answers: `answers` has one function for each call made. */
async function inTransaction() {
  const answers: { resolve: () => void; reject: (error: Error) => void }[] = [];
  const calls = new TransactionCalls({
    isTransactional: true,
    connectionError: () => undefined,
    defaultTimeoutMs: 60_000,
    assertUsable: () => undefined,
    begin: () => undefined,
    request: () => new Promise((resolve, reject) => answers.push({ resolve: () => resolve(undefined), reject })),
    handOver: async () => undefined,
    giveUp: () => undefined,
    failed: () => undefined,
    changed: () => undefined,
  });
  const begun = calls.init({});
  answers.shift()!.resolve();
  await begun;
  calls.begin();
  return { calls, answers };
}

const timedOut = () =>
  new KafkaError({ code: 'ERR__TIMED_OUT', errno: errorNumber('ERR__TIMED_OUT'), message: 'later', isRetriable: true });
const turn = () => new Promise((resolve) => setImmediate(resolve));

test('a call that joined another one continues with its own time when the other’s is over', async () => {
  const { calls, answers } = await inTransaction();
  const first = calls.commit({ timeoutMs: 5 });
  await expect(first).rejects.toMatchObject({ name: 'TimeoutError' });
  // librdkafka has not answered yet.
  const second = calls.commit({});
  await turn();
  expect(answers).toHaveLength(1);
  answers[0]!.reject(timedOut());
  await turn();
  expect(answers).toHaveLength(2);
  answers[1]!.resolve();
  await second;
  expect(() => calls.begin()).not.toThrow();
});

test('a call does not continue for a caller that has left', async () => {
  const { calls, answers } = await inTransaction();
  await expect(calls.commit({ timeoutMs: 5 })).rejects.toMatchObject({ name: 'TimeoutError' });
  await expect(calls.commit({ timeoutMs: 5 })).rejects.toMatchObject({ name: 'TimeoutError' });
  answers[0]!.reject(timedOut());
  await turn();
  expect(answers).toHaveLength(1);
});
