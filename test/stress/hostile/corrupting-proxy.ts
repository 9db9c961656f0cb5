/**
 * A TCP proxy in front of one broker that corrupts the broker's responses, frame by frame: flipped bytes, numbers at
 * their limits, frames that are truncated, extended or repeated, or that have another request's correlation id or a
 * wrong length. Seeded: the same seed makes the same decisions for the same frames.
 */
import { createConnection, createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

import { Random } from '../../helpers/random';

/** The result of corrupting a frame: the bytes to write instead, and whether the connection ends with it. */
interface Damage {
  readonly bytes: Buffer;
  readonly end?: boolean;
}

const LENGTH_BYTES = 4;
/** These include the supported request versions. */
const FIRST_ANSWERS = 2;
const CORRELATION_BYTES = 4;
/** The share of corrupted frames. */
const RATE = 0.25;
/** Values that parsers often handle wrongly. */
const LIMITS = [0x00000000, 0xffffffff, 0x7fffffff, 0x80000000, 0x00ffffff, 0xfffffffe, 0x0000ffff, 0x01010101];

function somewhere(random: Random, frame: Buffer, size = 1): number {
  return random.below(Math.max(1, frame.length - size + 1));
}

function withLength(payload: Buffer): Buffer {
  const frame = Buffer.allocUnsafe(LENGTH_BYTES + payload.length);
  frame.writeUInt32BE(payload.length);
  payload.copy(frame, LENGTH_BYTES);
  return frame;
}

/** Each gets its own frame, including the length prefix. */
const damages: Record<string, (random: Random, frame: Buffer) => Damage> = {
  'flip bytes': (random, frame) => {
    for (let i = 1 + random.below(4); i > 0; i--) {
      const at = somewhere(random, frame);
      frame[at] = random.chance(0.3) ? 0xff : random.chance(0.3) ? 0 : random.below(256);
    }
    return { bytes: frame };
  },
  'flip bits': (random, frame) => {
    for (let i = 1 + random.below(4); i > 0; i--) {
      const at = LENGTH_BYTES + random.below(Math.max(1, frame.length - LENGTH_BYTES));
      if (at < frame.length) frame[at]! ^= 1 << random.below(8);
    }
    return { bytes: frame };
  },
  'number at its limit': (random, frame) => {
    const at = LENGTH_BYTES + CORRELATION_BYTES + random.below(Math.max(1, frame.length - 12));
    if (at + 4 <= frame.length) frame.writeUInt32BE(random.pick(LIMITS), at);
    return { bytes: frame };
  },
  'small number': (random, frame) => {
    const at = LENGTH_BYTES + CORRELATION_BYTES + random.below(Math.max(1, Math.min(80, frame.length - 9)));
    if (at < frame.length) frame[at] = random.below(4);
    return { bytes: frame };
  },
  'bytes taken out': (random, frame) => {
    const at = LENGTH_BYTES + CORRELATION_BYTES + random.below(Math.max(1, frame.length - 8));
    return {
      bytes: withLength(Buffer.concat([frame.subarray(LENGTH_BYTES, at), frame.subarray(at + 1 + random.below(8))])),
    };
  },
  'bytes put in': (random, frame) => {
    const at = LENGTH_BYTES + CORRELATION_BYTES + random.below(Math.max(1, frame.length - 8));
    const more = Buffer.from(Array.from({ length: 1 + random.below(8) }, () => random.below(256)));
    return { bytes: withLength(Buffer.concat([frame.subarray(LENGTH_BYTES, at), more, frame.subarray(at)])) };
  },
  'cut short, with the length of what is left': (random, frame) => ({
    bytes: withLength(frame.subarray(LENGTH_BYTES, somewhere(random, frame) + LENGTH_BYTES)),
  }),
  'cut off, and the connection with it': (random, frame) => ({
    bytes: frame.subarray(0, somewhere(random, frame)),
    end: true,
  }),
  'a length of its own': (random, frame) => {
    frame.writeInt32BE(random.chance(0.5) ? random.pick(LIMITS) | 0 : frame.length + random.below(64) - 32);
    return { bytes: frame };
  },
  'another correlation id': (random, frame) => {
    if (frame.length < 8) return { bytes: frame };
    const id = frame.readInt32BE(LENGTH_BYTES);
    frame.writeInt32BE(random.chance(0.5) ? id + random.below(9) - 4 : random.pick(LIMITS) | 0, LENGTH_BYTES);
    return { bytes: frame };
  },
  twice: (_random, frame) => ({ bytes: Buffer.concat([frame, frame]) }),
  'no bytes at all': () => ({ bytes: withLength(Buffer.alloc(0)) }),
  nothing: () => ({ bytes: Buffer.alloc(0) }),
};

const names = Object.keys(damages);
/** Networks flip bytes, so this is more frequent than all other faults. */
const FLIP_SHARE = 0.5;

export class CorruptingProxy {
  readonly port: number;
  /** The target port of connections. */
  target = 0;
  /** The corruptions so far, with their number. */
  readonly done: Record<string, number> = {};
  #corrupting = false;
  #random = new Random(0);
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  /** Clients whose first answers were corrupted. */
  readonly #misled = new Set<Socket>();

  private constructor(server: Server) {
    this.#server = server;
    this.port = (server.address() as AddressInfo).port;
    server.on('connection', (client) => this.#accept(client));
  }

  static start(): Promise<CorruptingProxy> {
    const server = createServer();
    return new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', () => resolve(new CorruptingProxy(server)));
    });
  }

  /**
   * From now on every byte passes unchanged. Connections stay open, except those whose first answers were corrupted: a
   * broker's supported request versions are read once per connection and used for the whole connection, in Java as
   * well.
   */
  calm(): void {
    this.#corrupting = false;
    for (const socket of this.#misled) socket.destroy();
    this.#misled.clear();
  }

  /** From now on the answers are corrupted, as `random` decides. */
  corrupt(random: Random): void {
    this.#random = random;
    this.#corrupting = true;
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #accept(client: Socket): void {
    const broker = createConnection({ port: this.target, host: '127.0.0.1' });
    // Some connections stay intact until they are in use, others not even that long.
    let spared = this.#random.below(6);
    let answers = 0;
    let rest: Buffer = Buffer.alloc(0);
    const end = (): void => {
      client.destroy();
      broker.destroy();
      this.#sockets.delete(client);
      this.#sockets.delete(broker);
      this.#misled.delete(client);
    };
    for (const socket of [client, broker]) {
      this.#sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', end);
      socket.on('close', end);
    }
    client.pipe(broker);
    broker.on('data', (bytes: Buffer) => {
      rest = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
      while (rest.length >= LENGTH_BYTES) {
        const size = LENGTH_BYTES + rest.readUInt32BE(0);
        if (rest.length < size) break;
        const frame = rest.subarray(0, size);
        rest = rest.subarray(size);
        answers++;
        if (!this.#corrupting || spared-- > 0 || !this.#random.chance(RATE)) {
          client.write(frame);
          continue;
        }
        const name = this.#random.chance(FLIP_SHARE) ? 'flip bytes' : this.#random.pick(names);
        if (answers <= FIRST_ANSWERS) this.#misled.add(client);
        this.done[name] = (this.done[name] ?? 0) + 1;
        const damage = damages[name]!(this.#random, Buffer.from(frame));
        client.write(damage.bytes);
        if (damage.end) {
          client.end();
          broker.destroy();
          return;
        }
      }
    });
  }
}
