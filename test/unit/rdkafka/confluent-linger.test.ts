/** When a batch of Confluent's promise-based producer goes out. */
import { Linger } from '../../../src/confluent/producer/linger';
import type { Producer as InnerProducer } from '../../../src/rdkafka/producer/producer';

/** A producer that only says when it was told to send. */
function fake(conf: object = {}): { inner: InnerProducer; flushes: number[] } {
  const flushes: number[] = [];
  const flush = (ms: number): Promise<void> => {
    flushes.push(ms);
    return Promise.resolve();
  };
  return { inner: { _conf: conf, _raw: { flush } } as unknown as InnerProducer, flushes };
}

/** A call whose outcome comes when the test says so. */
function pending(): { send: () => Promise<string>; resolve: () => void } {
  let resolve = (_: string): void => undefined;
  const promise = new Promise<string>((done) => (resolve = done));
  return { send: () => promise, resolve: () => resolve('sent') };
}

/** What was planned for this turn of the event loop has run. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('one call under way is sent at once, and its result is that of the call', async () => {
  const { inner, flushes } = fake();
  const { send, resolve } = pending();
  const sent = new Linger().during(inner, send);
  expect(flushes).toEqual([]);
  await turn();
  expect(flushes).toHaveLength(1);
  resolve();
  await expect(sent).resolves.toBe('sent');
});

test('calls of one turn wait for more', async () => {
  const { inner, flushes } = fake();
  const linger = new Linger();
  const calls = [pending(), pending()];
  const sent = calls.map(({ send }) => linger.during(inner, send));
  await turn();
  expect(flushes).toEqual([]);
  for (const { resolve } of calls) resolve();
  await Promise.all(sent);
});

test('a call beside one that is under way waits, and the next one alone does not', async () => {
  const { inner, flushes } = fake();
  const linger = new Linger();
  const [first, second, third] = [pending(), pending(), pending()];
  const sent = [linger.during(inner, first.send)];
  await turn();
  expect(flushes).toHaveLength(1);
  sent.push(linger.during(inner, second.send));
  await turn();
  expect(flushes).toHaveLength(1);
  first.resolve();
  second.resolve();
  await Promise.all(sent);
  const last = linger.during(inner, third.send);
  await turn();
  expect(flushes).toHaveLength(2);
  third.resolve();
  await last;
});

test('a call that fails is no longer under way', async () => {
  const { inner, flushes } = fake();
  const linger = new Linger();
  await expect(linger.during(inner, () => Promise.reject(new Error('refused')))).rejects.toThrow('refused');
  await turn();
  expect(flushes).toEqual([]);
  const { send, resolve } = pending();
  const sent = linger.during(inner, send);
  await turn();
  expect(flushes).toHaveLength(1);
  resolve();
  await sent;
});

test('a call that has its outcome before the end of the turn sends nothing more', async () => {
  const { inner, flushes } = fake();
  await new Linger().during(inner, () => Promise.resolve());
  await turn();
  expect(flushes).toEqual([]);
});

test.each(['linger.ms', 'queue.buffering.max.ms'])('a wait that the program asked for stays: %s', async (name) => {
  const { inner, flushes } = fake({ [name]: 5 });
  const { send, resolve } = pending();
  const sent = new Linger().during(inner, send);
  await turn();
  expect(flushes).toEqual([]);
  resolve();
  await sent;
});

test('without a connection nothing happens', async () => {
  const { send, resolve } = pending();
  const sent = new Linger().during({ _conf: {} } as InnerProducer, send);
  await turn();
  resolve();
  await expect(sent).resolves.toBe('sent');
});
