/**
 * Servers at the port that are not Kafka, or no longer speak its protocol as it is: each ends in a typed error that
 * names it.
 */
import { createServer as createHttpServer } from 'node:http';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';

import { AdminClient, Consumer, Producer, type KafkaError } from '../../../src';

const servers: Server[] = [];
const sockets = new Set<Socket>();

afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  sockets.clear();
  await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
});

async function listen(server: Server): Promise<string> {
  servers.push(server);
  server.on('connection', (socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A server that says this to everyone who connects, or answers the first bytes with it. */
function speaking(bytes: Buffer, options: { at?: 'connect' | 'request'; end?: boolean } = {}): Server {
  const say = (socket: Socket): void => void (options.end ? socket.end(bytes) : socket.write(bytes));
  return createServer((socket) => {
    socket.on('error', () => undefined);
    if (options.at === 'connect') say(socket);
    else socket.once('data', () => say(socket));
  });
}

/** The first error or warning of a client of each kind, but for the one that all brokers are down. */
async function firstErrors(address: string): Promise<KafkaError[]> {
  const config = { 'bootstrap.servers': address, 'request.timeout.ms': 2000, 'reconnect.backoff.max.ms': 200 } as const;
  const clients = [
    new Producer({ ...config, 'delivery.timeout.ms': 3000 }),
    new Consumer({ ...config, 'group.id': 'g' }),
    new AdminClient(config),
  ];
  const errors = clients.map(
    (client) =>
      new Promise<KafkaError>((resolve) => {
        const on = client.on.bind(client) as (
          event: 'error' | 'warning',
          listener: (error: KafkaError) => void,
        ) => unknown;
        const listener = (error: KafkaError): void => {
          if (error.code !== 'ERR__ALL_BROKERS_DOWN') resolve(error);
        };
        on('error', listener);
        on('warning', listener);
      }),
  );
  try {
    return await Promise.all(errors);
  } finally {
    await Promise.all(clients.map((client) => client.close({ timeoutMs: 3000 }).catch(() => undefined)));
  }
}

async function expectNotKafka(server: Server, what: RegExp): Promise<void> {
  const address = await listen(server);
  for (const error of await firstErrors(address)) {
    expect(error.code).toBe('ERR__UNKNOWN_PROTOCOL');
    expect(error.message).toMatch(what);
    expect(error.message).toContain(address);
  }
}

test('an HTTP server', () => expectNotKafka(createHttpServer(), /this is an HTTP server, not Kafka/));

test('an HTTP server that says nothing but its status line', () =>
  expectNotKafka(speaking(Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'), { end: true }), /this is an HTTP server/));

test('a TLS server, which answers with an alert of seven bytes', () =>
  expectNotKafka(speaking(Buffer.from('15030300020246', 'hex'), { end: true }), /this is a TLS server/));

test('an SSH server, which speaks first', () =>
  expectNotKafka(
    speaking(Buffer.from('SSH-2.0-OpenSSH_9.2\r\n'), { at: 'connect' }),
    /this is an SSH server, not Kafka/,
  ));

test('a mail server', () =>
  expectNotKafka(
    speaking(Buffer.from('220 mx.example.org ESMTP\r\n'), { at: 'connect' }),
    /this is not Kafka.*"220 mx\.e/,
  ));

/** What a Kafka broker says, with the length and the correlation id that are given. */
function frame(length: number, correlationId: number, body = Buffer.alloc(0)): Buffer {
  const head = Buffer.alloc(8);
  head.writeInt32BE(length, 0);
  head.writeInt32BE(correlationId, 4);
  return Buffer.concat([head, body]);
}

test.each([
  ['a response of 2 GiB', frame(0x7fffffff, 1), /Invalid response size 2147483647/],
  ['a response of a negative size', frame(-5, 1), /Invalid response size -5/],
  ['a response of no size', frame(0, 1), /Invalid response size 0/],
  ['a correlation id that no request had', frame(100, 77, Buffer.alloc(96)), /correlation id 77, that of no request/],
  ['a negative correlation id', frame(100, -1, Buffer.alloc(96)), /correlation id -1, that of no request/],
])('%s', async (_name, bytes, message) => {
  for (const error of await firstErrors(await listen(speaking(bytes)))) {
    expect(error.code).toBe('ERR__BAD_MSG');
    expect(error.message).toMatch(message);
  }
});

test('a broker that answers one byte a second: calls time out', async () => {
  const server = createServer((socket) => {
    const bytes = frame(4000, 1, Buffer.alloc(3996));
    let at = 0;
    const timer = setInterval(() => socket.write(bytes.subarray(at, ++at)), 1000);
    socket.on('error', () => undefined).on('close', () => clearInterval(timer));
  });
  const address = await listen(server);
  const config = { 'bootstrap.servers': address, 'request.timeout.ms': 1000 } as const;
  await using producer = new Producer({ ...config, 'delivery.timeout.ms': 2000 });
  await using admin = new AdminClient(config);
  await expect(producer.send({ topic: 't', value: 'x' })).rejects.toMatchObject({ code: 'ERR__MSG_TIMED_OUT' });
  await expect(admin.listTopics({ timeoutMs: 2000 })).rejects.toMatchObject({ name: 'TimeoutError' });
});
