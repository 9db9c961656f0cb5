/** An answer to the admin client that tells of less than it asked for. */
import { AdminClient } from '../../../src';
import { LIST_OFFSETS, once, proxiedMock, withLength } from './frame-proxy';

const setUp = proxiedMock();

/** The topic as a compact string, and two partitions; then for each its number, an error, time, offset, epoch, tags. */
const TWO_PARTITIONS = Buffer.from('04' + Buffer.from('two').toString('hex') + '03', 'hex');
const PARTITION_BYTES = 4 + 2 + 8 + 8 + 4 + 1;

/** Only the first of them. */
function halved(frame: Buffer): Buffer {
  const first = frame.indexOf(TWO_PARTITIONS) + TWO_PARTITIONS.length;
  frame[first - 1] = 2;
  const second = first + PARTITION_BYTES;
  return withLength(Buffer.concat([frame.subarray(0, second), frame.subarray(second + PARTITION_BYTES)]));
}

test('listOffsets goes on after an answer that leaves a partition out', async () => {
  setUp.mock.createTopic('two', { numPartitions: 2 });
  await using admin = new AdminClient({ 'bootstrap.servers': setUp.proxy.bootstrapServers });
  const latest = [0, 1].map((partition) => ({ topic: 'two', partition, spec: 'latest' as const }));
  setUp.proxy.change = once(LIST_OFFSETS, halved);
  await admin.listOffsets(latest, { timeoutMs: 20_000 }).catch(() => undefined);
  const offsets = await admin.listOffsets(latest, { timeoutMs: 20_000 });
  expect(offsets).toMatchObject(latest.map(({ topic, partition }) => ({ topic, partition, offset: 0 })));
});
