/** A member of the newer group protocol creates its id (KIP-1082). Answers only repeat it. */
import { Producer } from '../../../src';
import { eventually } from '../../helpers/cli/eventually';
import { CONSUMER_GROUP_HEARTBEAT, proxiedMock } from './frame-proxy';

const setUp = proxiedMock();

const ID_LENGTH = 22;
/** The group id `g` and the length of the member id behind it, as compact strings. */
const GROUP = Buffer.from([2, 'g'.charCodeAt(0), ID_LENGTH + 1]);

test('a member keeps its id after an answer with another one', async () => {
  const producer = new Producer({ 'bootstrap.servers': setUp.proxy.bootstrapServers });
  await producer.send({ topic: 't', value: 'first' });
  await producer.close();
  const ids: string[] = [];
  setUp.proxy.change = (frame, request, asked) => {
    if (request !== CONSUMER_GROUP_HEARTBEAT) return frame;
    const at = asked.indexOf(GROUP) + GROUP.length;
    const id = asked.toString('latin1', at, at + ID_LENGTH);
    ids.push(id);
    // An error has no id.
    if (frame.includes(id)) frame.write('x'.repeat(ID_LENGTH), frame.indexOf(id), 'latin1');
    return frame;
  };
  await using consumer = setUp.proxy.member('t');
  await consumer.consume(1, 30_000);
  await eventually('three heartbeats', () => Promise.resolve(ids.length >= 3));
  expect(new Set(ids)).toEqual(new Set([ids[0]]));
});
