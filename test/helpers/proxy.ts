/**
 * A TCP proxy in front of one broker that can misbehave: delay data, cut connections, silence or close one direction,
 * reset. Faults also apply to connections opened meanwhile, until `heal()`.
 */
import { createConnection, createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

/** The treatment of bytes: `silent-up` and `silent-down` silently drop one direction. */
export type ProxyMode = 'pass' | 'delay' | 'silent-up' | 'silent-down' | 'refuse';

interface Pair {
  readonly client: Socket;
  readonly broker: Socket;
}

export class Proxy {
  readonly port: number;
  /** The target port of connections; may be set after `start`. */
  target = 0;
  #mode: ProxyMode = 'pass';
  #delayMs = 0;
  readonly #server: Server;
  readonly #pairs = new Set<Pair>();

  private constructor(server: Server) {
    this.#server = server;
    this.port = (server.address() as AddressInfo).port;
    server.on('connection', (client) => this.#accept(client));
  }

  static start(): Promise<Proxy> {
    // The proxy itself never half-closes a connection: that is one of the faults.
    const server = createServer({ allowHalfOpen: true });
    return new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', () => resolve(new Proxy(server)));
    });
  }

  get connections(): number {
    return this.#pairs.size;
  }

  /** Takes effect now. `delayMs` in each direction, for 'delay'. */
  setMode(mode: ProxyMode, delayMs = 0): void {
    this.#mode = mode;
    this.#delayMs = delayMs;
    if (mode === 'refuse') this.cut();
  }

  heal(): void {
    const lostBytes = this.#mode === 'silent-up' || this.#mode === 'silent-down';
    this.#mode = 'pass';
    // A stream with missing bytes would only confuse both sides.
    if (lostBytes) this.cut();
  }

  /** Ends every connection. */
  cut(): void {
    for (const pair of this.#pairs) this.#end(pair);
  }

  /** Ends every connection with RST instead of FIN. */
  reset(): void {
    for (const { client, broker } of this.#pairs) {
      client.resetAndDestroy();
      broker.resetAndDestroy();
    }
  }

  /** Closes the direction to each client and keeps receiving from it. */
  halfClose(): void {
    for (const { client } of this.#pairs) client.end();
  }

  async stop(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #accept(client: Socket): void {
    if (this.#mode === 'refuse') {
      client.destroy();
      return;
    }
    const broker = createConnection({ port: this.target, host: '127.0.0.1', allowHalfOpen: true });
    const pair = { client, broker };
    this.#pairs.add(pair);
    for (const socket of [client, broker]) {
      socket.setNoDelay(true);
      socket.on('error', () => this.#end(pair));
      socket.on('close', () => this.#end(pair));
    }
    this.#pump(client, broker, 'silent-up');
    this.#pump(broker, client, 'silent-down');
  }

  #pump(from: Socket, to: Socket, silent: ProxyMode): void {
    let late = 0;
    let dueAt = 0;
    from.on('data', (bytes) => {
      if (this.#mode === silent) return;
      const delayMs = this.#mode === 'delay' ? this.#delayMs : 0;
      if (delayMs > 0 || late > 0) {
        // Later bytes wait for earlier ones, even if the delay has ended meanwhile.
        late++;
        const at = (dueAt = Math.max(dueAt, performance.now() + delayMs));
        const send = (): void => {
          late--;
          this.#write(to, bytes);
        };
        setTimeout(send, at - performance.now());
        return;
      }
      if (!this.#write(to, bytes)) {
        from.pause();
        to.once('drain', () => from.resume());
      }
    });
    from.on('end', () => to.end());
  }

  #write(to: Socket, bytes: Buffer): boolean {
    return to.writable ? to.write(bytes) : true;
  }

  #end(pair: Pair): void {
    this.#pairs.delete(pair);
    pair.client.destroy();
    pair.broker.destroy();
  }
}
