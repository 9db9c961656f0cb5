/** A group on which nobody may do anything, as no broker describes one. */
import { AdminClient } from '../../../src';
import { DESCRIBE_GROUPS, METADATA, proxiedMock, replaced } from './frame-proxy';

const setUp = proxiedMock();

const OFFSETS_FOR_LEADER_EPOCH = '0017 0002 0002';
const DESCRIBES_GROUPS = '000f 0000 0004';

const text = (value: string): Buffer => Buffer.concat([Buffer.of(0, value.length), Buffer.from(value)]);
/** Version 4: throttle time, one group without an error, its names, no members, no operations. */
const GROUP = Buffer.concat([
  Buffer.from('00000000' + '00000001' + '0000', 'hex'),
  ...['g', 'Empty', 'consumer', ''].map(text),
  Buffer.alloc(8),
]);

// Without patch 0047, the address sanitizer reports the empty list of operations.
test('describeConsumerGroups gives an empty list of operations', async () => {
  const list = replaced(OFFSETS_FOR_LEADER_EPOCH, DESCRIBES_GROUPS);
  setUp.proxy.change = (frame, request, asked) => {
    // The admin client refuses to ask a mock cluster.
    const id = request === METADATA ? frame.indexOf('mockCluster') : -1;
    if (id >= 0) frame.write('testCluster', id);
    return list(frame, request, asked);
  };
  setUp.proxy.answer = (request) => (request === DESCRIBE_GROUPS ? GROUP : undefined);
  await using admin = new AdminClient({ 'bootstrap.servers': setUp.proxy.bootstrapServers });
  const groups = await admin.describeConsumerGroups(['g'], { includeAuthorizedOperations: true });
  expect(groups).toMatchObject([{ groupId: 'g', authorizedOperations: [] }]);
});
