/** A leader epoch that was wrong once: calls that send it look the leader up again. */
import { AdminClient } from '../../../src';
import { METADATA, proxiedMock } from './frame-proxy';

const setUp = proxiedMock();
const WRONG_EPOCH = 1_000_000;

/** Partition 0, led by broker 1, as Metadata answers have it: no error, partition, leader, then the epoch. */
const LED_BY_1 = Buffer.from('0000' + '00000000' + '00000001', 'hex');

test('listOffsets asks for the leader again when the broker does not know the epoch', async () => {
  let misled = 0;
  setUp.proxy.change = (frame, request) => {
    const at = request === METADATA ? frame.indexOf(LED_BY_1) : -1;
    if (at >= 0 && misled++ === 0) frame.writeInt32BE(WRONG_EPOCH, at + LED_BY_1.length);
    return frame;
  };
  await using admin = new AdminClient({ 'bootstrap.servers': setUp.proxy.bootstrapServers });
  const offsets = await admin.listOffsets([{ topic: 't', partition: 0, spec: 'latest' }], { timeoutMs: 20_000 });
  expect(offsets).toMatchObject([{ topic: 't', partition: 0, offset: 0 }]);
  expect(misled).toBeGreaterThan(1);
});
