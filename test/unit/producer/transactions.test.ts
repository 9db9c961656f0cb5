import { KafkaError } from '../../../src/errors/kafka-error';
import {
  Transactions,
  type TransactionOperation,
  type TransactionState,
} from '../../../src/producer/transactions/transactions';

const ok = () => Promise.resolve();
const error = (flags: { isRetriable?: boolean; txnRequiresAbort?: boolean; isFatal?: boolean }) =>
  new KafkaError({ code: 'ERR__FAIL', message: 'x', ...flags });

/** Brings a new one into a state by the calls that lead there. */
async function inState(state: TransactionState): Promise<Transactions> {
  const transactions = new Transactions(() => undefined);
  const never = () => new Promise(() => undefined);
  const retry = () => Promise.reject(error({ isRetriable: true }));
  if (state === 'UNINITIALIZED') return transactions;
  if (state === 'INITIALIZING') {
    void transactions.run('initTransactions', never);
    return transactions;
  }
  await transactions.run('initTransactions', ok);
  transactions.claim('initTransactions');
  if (state === 'READY') return transactions;
  transactions.begin(() => undefined);
  if (state === 'COMMITTING_TRANSACTION') await transactions.run('commitTransaction', retry).catch(() => undefined);
  if (state === 'ABORTING_TRANSACTION') await transactions.run('abortTransaction', retry).catch(() => undefined);
  if (state === 'ABORTABLE_ERROR') transactions.failed(error({}));
  expect(transactions.state).toBe(state);
  return transactions;
}

type Call = TransactionOperation | 'begin' | 'produce';
const allowed: Record<TransactionState, Call[]> = {
  UNINITIALIZED: ['initTransactions'],
  INITIALIZING: ['initTransactions'],
  READY: ['begin'],
  IN_TRANSACTION: ['produce', 'commitTransaction', 'abortTransaction'],
  COMMITTING_TRANSACTION: ['commitTransaction'],
  ABORTING_TRANSACTION: ['abortTransaction'],
  ABORTABLE_ERROR: ['abortTransaction'],
};
const calls: Call[] = ['initTransactions', 'begin', 'produce', 'commitTransaction', 'abortTransaction'];
const cases = (Object.keys(allowed) as TransactionState[]).flatMap((state) =>
  calls.map((call) => [state, call, allowed[state].includes(call)] as const),
);

test.each(cases)('in %s %s: allowed is %s', async (state, call, isAllowed) => {
  const transactions = await inState(state);
  const attempt = () => {
    if (call === 'begin') transactions.begin(() => undefined);
    else if (call === 'produce') transactions.assertInTransaction('produce');
    else void transactions.run(call, ok);
  };
  if (isAllowed) expect(attempt).not.toThrow();
  else
    expect(attempt).toThrow(
      expect.objectContaining({ code: expect.stringMatching(/^ERR__(STATE|PREV_IN_PROGRESS)$/) }),
    );
});

test('a call given up on goes on; the same call joins it, another is refused', async () => {
  const transactions = await inState('IN_TRANSACTION');
  let finish!: () => void;
  let requests = 0;
  const request = () => {
    requests++;
    return new Promise<void>((resolve) => (finish = resolve));
  };
  const first = transactions.run('commitTransaction', request);
  const second = transactions.run('commitTransaction', request);
  expect(() => transactions.run('abortTransaction', ok)).toThrow('commitTransaction is still pending');
  finish();
  await Promise.all([first, second]);
  expect([requests, transactions.state]).toEqual([1, 'READY']);
});

test.each([
  ['retriable', { isRetriable: true }, 'COMMITTING_TRANSACTION'],
  ['to be aborted', { txnRequiresAbort: true }, 'ABORTABLE_ERROR'],
  ['neither', {}, 'IN_TRANSACTION'],
] as const)('a commit that failed, %s', async (_name, flags, state) => {
  const transactions = await inState('IN_TRANSACTION');
  await expect(transactions.run('commitTransaction', () => Promise.reject(error(flags)))).rejects.toMatchObject(flags);
  expect(transactions.state).toBe(state);
});

test('after a failed record the transaction can only be aborted; the error says so', async () => {
  const transactions = await inState('ABORTABLE_ERROR');
  expect(() => transactions.assertInTransaction('produce')).toThrow(
    expect.objectContaining({ code: 'ERR__STATE', txnRequiresAbort: true }),
  );
  await transactions.run('abortTransaction', ok);
  expect([transactions.state, transactions.error]).toEqual(['READY', undefined]);
});

test('a record that fails during an abort changes nothing', async () => {
  const transactions = await inState('ABORTING_TRANSACTION');
  transactions.failed(error({}));
  expect(transactions.state).toBe('ABORTING_TRANSACTION');
});
