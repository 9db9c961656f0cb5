import { createServer, connect, type Server, type Socket } from 'node:net';
import { CommandError } from '../exit';

/** `localhost` is one of these, depending on the machine. A machine without IPv6 has only the first. */
const loopback = ['127.0.0.1', '::1'];

/**
 * Listens on a port of the loopback address and forwards every connection to another: the mock cluster itself chooses
 * its ports.
 */
export class Forwarder {
  readonly port: number;
  readonly #servers: Server[];
  readonly #sockets: Set<Socket>;

  private constructor(port: number, servers: Server[], sockets: Set<Socket>) {
    this.port = port;
    this.#servers = servers;
    this.#sockets = sockets;
  }

  /**
   * @param port 0: any free one.
   * @throws CommandError that names the port if it is in use.
   */
  static async listen(port: number, target: { host: string; port: number }): Promise<Forwarder> {
    const sockets = new Set<Socket>();
    const servers: Server[] = [];
    let actual = port;
    for (const host of loopback) {
      const server = createServer({ noDelay: true, allowHalfOpen: true }, (client) => forward(client, target, sockets));
      try {
        actual = await listening(server, host, actual);
        servers.push(server);
      } catch (error) {
        const { code, message } = error as NodeJS.ErrnoException;
        if (servers.length > 0 && (code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT' || code === 'EINVAL')) continue;
        for (const open of servers) open.close();
        const reason = code === 'EADDRINUSE' ? 'is in use' : `cannot be used: ${message}`;
        throw new CommandError(`port ${actual} ${reason}; choose another with --port`);
      }
    }
    return new Forwarder(actual, servers, sockets);
  }

  async close(): Promise<void> {
    const closed = this.#servers.map((server) => new Promise<void>((resolve) => server.close(() => resolve())));
    for (const socket of this.#sockets) socket.destroy();
    await Promise.all(closed);
  }
}

function listening(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port, exclusive: true }, () => {
      server.off('error', reject);
      resolve((server.address() as { port: number }).port);
    });
  });
}

function forward(client: Socket, target: { host: string; port: number }, sockets: Set<Socket>): void {
  const broker = connect({ ...target, noDelay: true, allowHalfOpen: true });
  for (const [socket, other] of [
    [client, broker],
    [broker, client],
  ] as const) {
    sockets.add(socket);
    socket.pipe(other);
    // When one side closes, the other is closed too: a client sees a stopped broker as it would without the forwarder.
    socket.on('error', () => other.destroy());
    socket.on('close', () => {
      sockets.delete(socket);
      other.destroy();
    });
  }
}
