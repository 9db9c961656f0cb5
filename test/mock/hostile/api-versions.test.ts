/** Lists of requests (ApiVersions) that lack some: of a broker before its upgrade, or damaged on their way. */
import { setTimeout as sleep } from 'node:timers/promises';

import { AdminClient, Consumer, Producer } from '../../../src';
import { eventually } from '../../helpers/cli/eventually';
import { API_VERSIONS, proxiedMock } from './frame-proxy';

const setUp = proxiedMock();

/** Entries of the list: key, lowest and highest version. */
const entry = (hex: string): Buffer => Buffer.from(hex.replaceAll(' ', ''), 'hex');
const HEARTBEAT = entry('0044 0001 0001');
const LIST_OFFSETS = entry('0002 0000 0007');
const FIND_COORDINATOR = entry('000a 0000 0003');
const OFFSET_FETCH = entry('0009 0000 0006');
const INIT_PRODUCER_ID = entry('0016 0000 0004');
const UNKNOWN_KEY = 0x7f44;

const topicPartitions = [{ topic: 't', partition: 0 }];
const latest = [{ topic: 't', partition: 0, spec: 'latest' as const }];

/** Hides an entry of the lists that arrive while `isHidden` is true of their number. No two are damaged alike. */
function hide(wanted: Buffer, isHidden: (lists: number) => boolean): { lists: number } {
  const seen = { lists: 0 };
  setUp.proxy.change = (frame, request) => {
    const at = request === API_VERSIONS ? frame.indexOf(wanted) : -1;
    if (at >= 0 && isHidden(seen.lists++)) frame.writeInt16BE(UNKNOWN_KEY + seen.lists, at);
    return frame;
  };
  return seen;
}

test('a member joins when a later connection supports the heartbeat', async () => {
  await using producer = new Producer({ 'bootstrap.servers': setUp.proxy.bootstrapServers });
  await producer.send({ topic: 't', value: 'first' });
  const hidden = hide(HEARTBEAT, () => true);
  await using consumer = setUp.proxy.member('t');
  while (hidden.lists < 2) await sleep(20);
  await sleep(1000);
  setUp.proxy.change = undefined;
  setUp.proxy.cut();
  const records = await consumer.consume(1, 30_000);
  expect(records.map(({ value }) => value)).toEqual(['first']);
});

test.each([
  ['a request that every broker has', LIST_OFFSETS, (admin: AdminClient) => admin.listOffsets(latest)],
  ['another request', OFFSET_FETCH, (admin: AdminClient) => admin.listConsumerGroupOffsets('g', { topicPartitions })],
])('what damaged lists lack is supported again on the same connections: %s', async (_, wanted, call) => {
  await using admin = new AdminClient({ 'bootstrap.servers': setUp.proxy.bootstrapServers });
  // The lists of the connections to the bootstrap server and to the broker.
  hide(wanted, (lists) => lists < 2);
  await eventually('the broker supports it', () =>
    call(admin).then(
      () => true,
      () => false,
    ),
  );
});

test('a coordinator is looked up once a broker supports that, on the same connections', async () => {
  await using producer = new Producer({ 'bootstrap.servers': setUp.proxy.bootstrapServers });
  await producer.send({ topic: 't', value: 'first' });
  // Three lists are requested of each connection before one that lacks something is used.
  const hidden = hide(FIND_COORDINATOR, (lists) => lists < 8);
  await using consumer = new Consumer({
    'bootstrap.servers': setUp.proxy.bootstrapServers,
    'group.id': 'coordinated',
    'auto.offset.reset': 'earliest',
    'value.deserializer': 'string',
  });
  consumer.subscribe(['t']);
  expect((await consumer.consume(1, 30_000)).map(({ value }) => value)).toEqual(['first']);
  expect(hidden.lists).toBeGreaterThan(8);
});

// Without patch 0056, the address sanitizer reports the queue for the response.
test('initTransactions says that a broker has no lookup of coordinators', async () => {
  hide(FIND_COORDINATOR, () => true);
  await using producer = new Producer({
    'bootstrap.servers': setUp.proxy.bootstrapServers,
    'transactional.id': 'coordinated',
  });
  await expect(producer.initTransactions({ timeoutMs: 60_000 })).rejects.toMatchObject({
    code: 'ERR__UNSUPPORTED_FEATURE',
  });
});

test('a damaged list is no fatal error of an idempotent producer', async () => {
  const damaged = hide(INIT_PRODUCER_ID, (lists) => lists < 2);
  await using producer = new Producer({
    'bootstrap.servers': setUp.proxy.bootstrapServers,
    'enable.idempotence': true,
  });
  await producer.send({ topic: 't', value: 'written' });
  expect(damaged.lists).toBeGreaterThan(2);
});
