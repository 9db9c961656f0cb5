/** What the mock broker does not answer: lists and descriptions of groups. */
import { AdminClient } from '../../../src';
import { DESCRIBE_GROUPS, LIST_GROUPS, METADATA, proxiedMock, replaced } from './frame-proxy';

const setUp = proxiedMock();

const OFFSETS_FOR_LEADER_EPOCH = '0017 0002 0002';
const DESCRIBES_GROUPS = '000f 0000 0004';
const LISTS_GROUPS = '0010 0000 0002';

const text = (value: string): Buffer => Buffer.concat([Buffer.of(0, value.length), Buffer.from(value)]);
/** Version 4 of DescribeGroups: throttle time, one group without an error, its names, no members, no operations. */
const GROUP = Buffer.concat([
  Buffer.from('00000000' + '00000001' + '0000', 'hex'),
  ...['g', 'Empty', 'consumer', ''].map(text),
  Buffer.alloc(8),
]);

/** Version 2 of ListGroups: throttle time, no error, one group. Its last byte is the last one of a text. */
const LIST = Buffer.concat([Buffer.from('00000000' + '0000' + '00000001', 'hex'), ...['g', 'consumer'].map(text)]);

/** The broker answers such requests, and is none that the admin client takes for a mock. */
function answer(request: number, supported: string, bytes: Buffer): AdminClient {
  const list = replaced(OFFSETS_FOR_LEADER_EPOCH, supported);
  setUp.proxy.change = (frame, answered, asked) => {
    const id = answered === METADATA ? frame.indexOf('mockCluster') : -1;
    if (id >= 0) frame.write('testCluster', id);
    return list(frame, answered, asked);
  };
  setUp.proxy.answer = (asked) => (asked === request ? bytes : undefined);
  return new AdminClient({ 'bootstrap.servers': setUp.proxy.bootstrapServers });
}

// Without patch 0047, the address sanitizer reports the empty list of operations: no broker has such a group.
test('describeConsumerGroups gives an empty list of operations', async () => {
  await using admin = answer(DESCRIBE_GROUPS, DESCRIBES_GROUPS, GROUP);
  const groups = await admin.describeConsumerGroups(['g'], { includeAuthorizedOperations: true });
  expect(groups).toMatchObject([{ groupId: 'g', authorizedOperations: [] }]);
});

// Without patch 0041, the address sanitizer reports that the last text is read beyond its end.
test('listConsumerGroups reads an answer to its last byte', async () => {
  await using admin = answer(LIST_GROUPS, LISTS_GROUPS, LIST);
  expect(await admin.listConsumerGroups()).toMatchObject([{ groupId: 'g' }]);
});
