import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';

const mostConnections = 64;
/** How often it is looked for connections whose answer has ended meanwhile. */
const everyMs = 20;
/** Ports that are tried after a busy one. */
const nextPorts = 20;

const limits = {
  maxHeaderSize: 16 * 1024,
  requestTimeout: 30_000,
  headersTimeout: 10_000,
  keepAliveTimeout: 5000,
  insecureHTTPParser: false,
  // A request without a Host header gets the same refusal as one with a foreign one.
  requireHostHeader: false,
};

export interface ListenOptions {
  host: string;
  port: number;
  tls?: { cert: string | Buffer; key: string | Buffer };
}

/** A server that listens at the port, or at the next free one. */
export async function listen({ host, port, tls }: ListenOptions, listener: RequestListener): Promise<Server> {
  const last = port === 0 ? 0 : Math.min(port + nextPorts, 65_535);
  for (let wanted = port; ; wanted++) {
    const server = tls === undefined ? createServer(limits, listener) : secureServer(tls, listener);
    server.maxConnections = mostConnections;
    try {
      await listening(server, host, wanted);
      return server;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE' || wanted >= last) throw error;
    }
  }
}

function secureServer(tls: NonNullable<ListenOptions['tls']>, listener: RequestListener): Server {
  try {
    return createTlsServer({ ...limits, ...tls }, listener);
  } catch (error) {
    throw new Error(`--tls-cert and --tls-key: ${(error as Error).message}`, { cause: error });
  }
}

function listening(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port, exclusive: true }, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

export const portOf = (server: Server): number => (server.address() as AddressInfo).port;

/** Takes no new connections, ends those that wait for a next request, and the others after `graceMs`. */
export function closeServer(server: Server, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const idle = setInterval(() => server.closeIdleConnections(), everyMs);
    const grace = setTimeout(() => server.closeAllConnections(), graceMs);
    server.close(() => {
      clearInterval(idle);
      clearTimeout(grace);
      resolve();
    });
  });
}
