/** Metadata that is impossible, or wrong once: what is right comes through with a later answer. */
import { Producer } from '../../../src';
import { METADATA, proxiedMock, withLength } from './frame-proxy';

const setUp = proxiedMock();

/** Partition 0, led by broker 1, as Metadata answers have it: no error, partition, leader, then the epoch. */
const LED_BY_1 = Buffer.from('0000' + '00000000' + '00000001', 'hex');
const PARTITION_AT = 2;
const LEADER_AT = 6;
const NO_BROKER = 9;
const WRONG_EPOCH = 1_000_000;
/** The name of the topic, as a compact string, behind an error code. */
const NAME = Buffer.from([0, 0, 2, 't'.charCodeAt(0)]);
const NAME_AT = 2;
/** The host of the broker, as a compact string. */
const HOST = Buffer.concat([Buffer.of(10), Buffer.from('127.0.0.1')]);

/** Changes the first answers about the topic. */
function mislead(answers: number, pattern: Buffer, change: (frame: Buffer, at: number) => Buffer): { misled: number } {
  const seen = { misled: 0 };
  setUp.proxy.change = (frame, request) => {
    const at = request === METADATA ? frame.indexOf(pattern) : -1;
    return at >= 0 && seen.misled++ < answers ? change(frame, at) : frame;
  };
  return seen;
}

async function expectDelivery(): Promise<void> {
  await using producer = new Producer({
    'bootstrap.servers': setUp.proxy.bootstrapServers,
    'delivery.timeout.ms': 45_000,
  });
  await expect(producer.send({ topic: 't', value: 'x' })).resolves.toMatchObject({ topic: 't', partition: 0 });
}

test('a topic without a name', async () => {
  const seen = mislead(1, NAME, (frame, at) => {
    const name = at + NAME_AT;
    return withLength(Buffer.concat([frame.subarray(0, name), Buffer.of(0), frame.subarray(name + 2)]));
  });
  await expectDelivery();
  expect(seen.misled).toBeGreaterThan(1);
});

test('a broker without a host', async () => {
  const seen = mislead(1, HOST, (frame, at) =>
    withLength(Buffer.concat([frame.subarray(0, at), Buffer.of(0), frame.subarray(at + HOST.length)])),
  );
  await expectDelivery();
  expect(seen.misled).toBeGreaterThan(1);
});

// The queue of records without a partition has this number.
test('partition -1', async () => {
  const seen = mislead(1, LED_BY_1, (frame, at) => {
    frame.writeInt32BE(-1, at + PARTITION_AT);
    return frame;
  });
  await expectDelivery();
  expect(seen.misled).toBeGreaterThan(1);
});

test('a leader that is no broker, with an epoch that never was', async () => {
  const seen = mislead(1, LED_BY_1, (frame, at) => {
    frame.writeInt32BE(NO_BROKER, at + LEADER_AT);
    frame.writeInt32BE(WRONG_EPOCH, at + LED_BY_1.length);
    return frame;
  });
  await expectDelivery();
  expect(seen.misled).toBeGreaterThan(1);
});
