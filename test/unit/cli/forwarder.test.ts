import { connect, createServer, type Server } from 'node:net';
import { once } from 'node:events';
import { Forwarder } from '../../../src/cli/broker/forwarder';

async function echoServer(): Promise<{ server: Server; port: number }> {
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => {});
    socket.pipe(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, port: (server.address() as { port: number }).port };
}

test('passes bytes both ways, all of them, and the end of the stream', async () => {
  const { server, port } = await echoServer();
  const forwarder = await Forwarder.listen(0, { host: '127.0.0.1', port });
  const client = connect(forwarder.port, 'localhost');
  const sent = Buffer.alloc(3_000_000, 'abcdefg');
  const chunks: Buffer[] = [];
  client.on('data', (chunk: Buffer) => chunks.push(chunk));
  client.end(sent);
  await once(client, 'end');
  expect(Buffer.concat(chunks).equals(sent)).toBe(true);
  await forwarder.close();
  server.close();
});

test('a target that refuses closes the connection; closing the forwarder closes its connections', async () => {
  const { server, port } = await echoServer();
  const forwarder = await Forwarder.listen(0, { host: '127.0.0.1', port });
  const open = connect(forwarder.port, '127.0.0.1');
  await once(open, 'connect');
  open.write('x');
  await once(open, 'data');
  open.on('error', () => {});
  await Promise.all([once(open, 'close'), forwarder.close()]);
  server.close();
  await once(server, 'close');

  const second = await Forwarder.listen(0, { host: '127.0.0.1', port });
  const refused = connect(second.port, '127.0.0.1');
  refused.on('error', () => {});
  refused.resume();
  await once(refused, 'close');
  await second.close();
});

test('the error for a port in use names it and says what helps', async () => {
  const { server, port } = await echoServer();
  await expect(Forwarder.listen(port, { host: '127.0.0.1', port })).rejects.toThrow(
    `port ${port} is in use; choose another with --port`,
  );
  server.close();
});
