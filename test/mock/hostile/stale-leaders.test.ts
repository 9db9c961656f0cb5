/** Metadata that was wrong once, or is older than a leader or a partition: who needs a leader looks it up again. */
import { AdminClient, Consumer } from '../../../src';
import { METADATA, proxiedMock } from './frame-proxy';

const setUp = proxiedMock();

/** Partition 0, led by broker 1, as Metadata answers have it: no error, partition, leader. */
const LED_BY_1 = Buffer.from('0000' + '00000000' + '00000001', 'hex');
const PARTITION_AT = 2;
const LEADER_AT = 6;

const wrong: [string, number, number][] = [
  ['no leader', LEADER_AT, -1],
  ['a leader that is no broker', LEADER_AT, 9],
  ['another partition instead', PARTITION_AT, 7],
];

/** Answers about the topic have this number at this place. */
function mislead(at: number, value: number): void {
  setUp.proxy.change = (frame, request) => {
    const found = request === METADATA ? frame.indexOf(LED_BY_1) : -1;
    if (found >= 0) frame.writeInt32BE(value, found + at);
    return frame;
  };
}

test.each(wrong)('listOffsets after metadata with %s', async (_, at, value) => {
  mislead(at, value);
  await using admin = new AdminClient({ 'bootstrap.servers': setUp.proxy.bootstrapServers });
  await admin.metadata();
  setUp.proxy.change = undefined;
  const offsets = await admin.listOffsets([{ topic: 't', partition: 0, spec: 'latest' }], { timeoutMs: 20_000 });
  expect(offsets).toMatchObject([{ topic: 't', partition: 0, offset: 0 }]);
});

test.each(wrong)('endOffsets after metadata with %s', async (_, at, value) => {
  mislead(at, value);
  await using consumer = new Consumer({ 'bootstrap.servers': setUp.proxy.bootstrapServers });
  await consumer.listTopics();
  setUp.proxy.change = undefined;
  const offsets = await consumer.endOffsets([{ topic: 't', partition: 0 }], { timeoutMs: 20_000 });
  expect(offsets).toMatchObject([{ topic: 't', partition: 0, offset: 0 }]);
});
