/** A server that accepts connections and never answers: calls wait, the event loop does not. */
import { createServer, type AddressInfo, type Socket } from 'node:net';

import { AdminClient } from '../../../src/index';

test('the event loop turns while a hundred calls wait for the broker', async () => {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const admin = new AdminClient({ 'bootstrap.servers': `127.0.0.1:${(server.address() as AddressInfo).port}` });
  let settled = 0;
  const calls = Array.from({ length: 100 }, async (_, i): Promise<void> => {
    const call = i % 2 === 0 ? admin.describeTopics(['busy']) : admin.describeCluster();
    await call.then(
      () => settled++,
      () => settled++,
    );
  });

  // The server shares this loop: it accepts only if the loop turns, and then the calls still wait.
  while (sockets.size === 0) await new Promise((resolve) => setTimeout(resolve, 1));
  for (let turn = 0; turn < 100; turn++) await new Promise((resolve) => setImmediate(resolve));
  expect(settled).toBe(0);

  await admin.close({ timeoutMs: 0 });
  await Promise.all(calls);
  expect(settled).toBe(100);
  for (const socket of sockets) socket.destroy();
  server.close();
});
