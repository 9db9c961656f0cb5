/** A member of a group of the mock cluster whose connection broke: it sends its JoinGroup again. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

import { MockCluster } from '../../../src/testing';

const JOIN_GROUP = 11;
/** Longer than the first join of a group waits for other members. */
const SESSION_TIMEOUT_MS = 6000;

const int16 = (value: number): Buffer => Buffer.from([(value >> 8) & 0xff, value & 0xff]);
const int32 = (value: number): Buffer => Buffer.concat([int16(value >> 16), int16(value)]);
const text = (value: string): Buffer => Buffer.concat([int16(value.length), Buffer.from(value)]);

/** JoinGroup of version 0, of a member that has an id. */
function joinGroup(correlation: number): Buffer {
  const protocol = Buffer.concat([text('range'), int32(0)]);
  const request = Buffer.concat([
    ...[int16(JOIN_GROUP), int16(0), int32(correlation), text('test')],
    ...[text('g'), int32(SESSION_TIMEOUT_MS), text('member'), text('consumer'), int32(1), protocol],
  ]);
  return Buffer.concat([int32(request.length), request]);
}

test('the second request is answered', async () => {
  await using mock = await MockCluster.start();
  const [host, port] = mock.bootstrapServers.split(':') as [string, string];
  const sockets: Socket[] = [];
  try {
    for (const correlation of [1, 2]) {
      const socket = connect(Number(port), host);
      sockets.push(socket);
      await once(socket, 'connect');
      socket.write(joinGroup(correlation));
    }
    const [answer] = (await Promise.race(sockets.map((socket) => once(socket, 'data')))) as [Buffer];
    expect([1, 2]).toContain(answer.readInt32BE(4));
    // No error.
    expect(answer.readInt16BE(8)).toBe(0);
  } finally {
    for (const socket of sockets) socket.destroy();
  }
});
