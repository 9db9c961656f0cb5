/** Answers to JoinGroup that no broker gives: the member joins again. */
import { Consumer, Producer } from '../../../src';
import { firstValue, JOIN_GROUP, once, proxiedMock, withLength } from './frame-proxy';

const setUp = proxiedMock();

/** The topics of a member's metadata: one, of this name. */
const TOPICS = Buffer.from('00000001' + '0001' + Buffer.from('t').toString('hex'), 'hex');
const VERSION_BYTES = 2;
const COUNT_BYTES = 4;

/** Where the length of the first member's metadata is. */
function metadataAt(frame: Buffer): number {
  return frame.indexOf(TOPICS) - VERSION_BYTES - COUNT_BYTES;
}

/** The only member, without its metadata, which are the end of the answer. */
function withoutMetadata(frame: Buffer): Buffer {
  const at = metadataAt(frame);
  frame.writeInt32BE(0, at);
  return withLength(frame.subarray(0, at + COUNT_BYTES));
}

/** The number of members is in front of the first: its id, a null instance id, its metadata. */
function withCount(frame: Buffer, count: number): Buffer {
  const metadata = metadataAt(frame);
  for (let at = metadata - COUNT_BYTES; at > 0; at--) {
    if (frame.readInt32BE(at) !== 1) continue;
    frame.writeInt32BE(count, at);
    return frame;
  }
  throw new Error('the answer has no number of members');
}

test.each([
  ['a member without metadata', withoutMetadata],
  ['a negative number of members', (frame: Buffer) => withCount(frame, -2)],
])('%s', async (_, change) => {
  await using producer = new Producer({ 'bootstrap.servers': setUp.proxy.bootstrapServers });
  await producer.send({ topic: 't', value: 'first' });
  let joined = 0;
  const damage = once(JOIN_GROUP, change);
  setUp.proxy.change = (frame, request, asked) => {
    if (request === JOIN_GROUP) joined++;
    return damage(frame, request, asked);
  };
  await using consumer = new Consumer({
    'bootstrap.servers': setUp.proxy.bootstrapServers,
    'group.id': 'g',
    // The mock broker waits almost that long for other members.
    'session.timeout.ms': 6000,
    'auto.offset.reset': 'earliest',
  });
  consumer.subscribe(['t']);
  expect(await firstValue(consumer)).toBe('first');
  expect(joined).toBeGreaterThan(1);
});
