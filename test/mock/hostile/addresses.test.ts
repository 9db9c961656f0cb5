/** Addresses of brokers that lead nowhere, or elsewhere. */
import { AdminClient, Consumer, Producer } from '../../../src';
import { eventually } from '../../helpers/cli/eventually';
import { FIND_COORDINATOR, firstValue, METADATA, proxiedMock } from './frame-proxy';

const setUp = proxiedMock();
const HOST = '127.0.0.1';
/** The id of a broker, and the length of its host. */
const ID_BEFORE_HOST = 5;
const OTHER_BROKER = 7;
const MISLEADING = 4;
/** Nothing listens there. */
const CLOSED_PORT = 1;

// As a C string that name is empty, and means this machine, where the broker of this test is.
test("a coordinator's host that begins with a NUL byte is an error, and is looked up again", async () => {
  await using producer = new Producer({ 'bootstrap.servers': setUp.proxy.bootstrapServers });
  await producer.send({ topic: 't', value: 'first' });
  let isMisleading = true;
  setUp.proxy.change = (frame, request) => {
    const at = request === FIND_COORDINATOR && isMisleading ? frame.indexOf(HOST) : -1;
    if (at >= 0) frame[at] = 0;
    return frame;
  };
  await using consumer = new Consumer({
    'bootstrap.servers': setUp.proxy.bootstrapServers,
    'group.id': 'g',
    // The mock broker waits almost that long for other members.
    'session.timeout.ms': 6000,
    'auto.offset.reset': 'earliest',
  });
  consumer.subscribe(['t']);
  const polls = async (): Promise<void> => {
    for (let count = 0; count < 40; count++) await consumer.poll(500);
  };
  await expect(polls()).rejects.toMatchObject({ code: 'ERR__BAD_MSG' });
  isMisleading = false;
  expect(await firstValue(consumer)).toBe('first');
});

// The cache of coordinators kept broker 1 from being counted as down.
test('a client that knows only brokers that are gone begins again with its bootstrap servers', async () => {
  await using admin = new AdminClient({
    'bootstrap.servers': setUp.proxy.bootstrapServers,
    'reconnect.backoff.max.ms': 200,
  });
  await admin.listConsumerGroupOffsets('g', { topicPartitions: [{ topic: 't', partition: 0 }] });
  let answers = 0;
  setUp.proxy.change = (frame, request) => {
    if (request !== METADATA || answers++ >= MISLEADING) return frame;
    const host = frame.indexOf(HOST);
    frame.writeInt32BE(OTHER_BROKER + answers, host - ID_BEFORE_HOST);
    frame.writeInt32BE(CLOSED_PORT, host + HOST.length);
    return frame;
  };
  await admin.metadata();
  await eventually('the broker is found', () =>
    admin.listOffsets([{ topic: 't', partition: 0, spec: 'latest' }], { timeoutMs: 2000 }).then(
      () => true,
      () => false,
    ),
  );
});

test('an answer with a NUL byte in a host is refused, not cut', async () => {
  await using admin = new AdminClient({ 'bootstrap.servers': setUp.proxy.bootstrapServers });
  await admin.ready();
  setUp.proxy.change = (frame, request) => {
    if (request === METADATA) frame[frame.indexOf(HOST) + HOST.length - 2] = 0;
    return frame;
  };
  await expect(admin.metadata(null, { timeoutMs: 20_000 })).rejects.toMatchObject({ code: 'ERR__BAD_MSG' });
});
