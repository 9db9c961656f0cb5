/** A proxy in front of one broker that passes frame by frame, and may change the answers to chosen requests. */
import { createConnection, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { Consumer, KafkaError } from '../../../src';
import { MockCluster } from '../../../src/testing';

/** Keys of requests in Kafka's protocol. */
export const PRODUCE = 0;
export const FETCH = 1;
export const LIST_OFFSETS = 2;
export const METADATA = 3;
export const OFFSET_FETCH = 9;
export const FIND_COORDINATOR = 10;
export const JOIN_GROUP = 11;
export const DESCRIBE_GROUPS = 15;
export const LIST_GROUPS = 16;
export const SYNC_GROUP = 14;
export const API_VERSIONS = 18;
export const ADD_PARTITIONS_TO_TXN = 24;
export const CONSUMER_GROUP_HEARTBEAT = 68;

const LENGTH_BYTES = 4;
const KEY_AT = 4;
const CORRELATION_OF_REQUEST_AT = 8;
const CORRELATION_OF_ANSWER_AT = 4;

/**
 * Gets a copy of the whole frame of an answer, its length in front, the key of its request, and the frame of that. What
 * it returns is sent instead.
 */
export type Change = (frame: Buffer, request: number, asked: Buffer) => Buffer;

/** Lists (ApiVersions) that arrive have the other entry instead: key, lowest and highest version. */
export function replaced(entry: string, other: string): Change {
  const [from, to] = [entry, other].map((hex) => Buffer.from(hex.replaceAll(' ', ''), 'hex')) as [Buffer, Buffer];
  return (frame, request) => {
    const at = request === API_VERSIONS ? frame.indexOf(from) : -1;
    if (at >= 0) to.copy(frame, at);
    return frame;
  };
}

/** Calls `onFrame` with each frame of a stream. */
function frames(onFrame: (frame: Buffer) => void): (bytes: Buffer) => void {
  let rest = Buffer.alloc(0);
  return (bytes) => {
    rest = Buffer.concat([rest, bytes]);
    while (rest.length >= LENGTH_BYTES && rest.length >= LENGTH_BYTES + rest.readUInt32BE(0)) {
      const size = LENGTH_BYTES + rest.readUInt32BE(0);
      onFrame(Buffer.from(rest.subarray(0, size)));
      rest = rest.subarray(size);
    }
  };
}

/** The frame with the length that it has now. */
export function withLength(frame: Buffer): Buffer {
  frame.writeUInt32BE(frame.length - LENGTH_BYTES);
  return frame;
}

/** The frame without its last bytes. */
export function shortened(frame: Buffer, bytes: number): Buffer {
  return withLength(frame.subarray(0, frame.length - bytes));
}

export class FrameProxy {
  change: Change | undefined;
  /** Answers a request that the broker does not know: with all that follows the correlation id. */
  answer: ((request: number) => Buffer | undefined) | undefined;
  readonly #sockets = new Set<Socket>();

  private constructor(readonly server: Server) {}

  static async start(target: () => number): Promise<FrameProxy> {
    const server = createServer();
    const proxy = new FrameProxy(server);
    server.on('connection', (client) => proxy.#accept(client, target()));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get bootstrapServers(): string {
    return `127.0.0.1:${this.port}`;
  }

  /** A member of the newer group protocol, from the beginning of the topic. */
  member(topic: string) {
    const consumer = new Consumer({
      'bootstrap.servers': this.bootstrapServers,
      'group.id': 'g',
      'group.protocol': 'consumer',
      'auto.offset.reset': 'earliest',
      'reconnect.backoff.max.ms': 200,
      'value.deserializer': 'string',
    });
    consumer.subscribe([topic]);
    return consumer;
  }

  /** Ends all connections; clients connect again. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  async stop(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.server.close(resolve));
  }

  #accept(client: Socket, port: number): void {
    const broker = createConnection({ port, host: '127.0.0.1' });
    for (const socket of [client, broker]) {
      this.#sockets.add(socket);
      socket
        .on('error', () => undefined)
        .on('close', () => {
          client.destroy();
          broker.destroy();
          this.#sockets.delete(socket);
        });
    }
    const requests = new Map<number, Buffer>();
    client.on(
      'data',
      frames((frame) => {
        const id = frame.subarray(CORRELATION_OF_REQUEST_AT, CORRELATION_OF_REQUEST_AT + 4);
        const answer = this.answer?.(frame.readInt16BE(KEY_AT));
        if (answer) {
          client.write(withLength(Buffer.concat([Buffer.alloc(LENGTH_BYTES), id, answer])));
          return;
        }
        requests.set(id.readInt32BE(), frame);
        broker.write(frame);
      }),
    );
    broker.on(
      'data',
      frames((frame) => {
        const id = frame.readInt32BE(CORRELATION_OF_ANSWER_AT);
        const asked = requests.get(id);
        requests.delete(id);
        client.write(this.change && asked ? this.change(frame, asked.readInt16BE(KEY_AT), asked) : frame);
      }),
    );
  }
}

/** Changes the first answer to such a request. */
export function once(request: number, change: (frame: Buffer) => Buffer): Change {
  let isDone = false;
  return (frame, answered) => {
    if (answered !== request || isDone) return frame;
    isDone = true;
    return change(frame);
  };
}

/** Polls until a record comes, past the errors that changed answers cause. */
export async function firstValue(consumer: Consumer): Promise<unknown> {
  for (let polls = 0; polls < 80; polls++) {
    try {
      const [record] = await consumer.poll(500);
      if (record) return record.value?.toString();
    } catch (error) {
      if (!(error instanceof KafkaError)) throw error;
    }
  }
  throw new Error('no record came');
}

/** For each test a mock cluster with the topic `t`, whose one broker clients reach through a proxy. */
export function proxiedMock(): { readonly proxy: FrameProxy; readonly mock: MockCluster } {
  let mock: MockCluster;
  let proxy: FrameProxy;
  beforeEach(async () => {
    mock = await MockCluster.start({ topics: { t: 1 } });
    const port = Number(mock.bootstrapServers.split(':')[1]);
    proxy = await FrameProxy.start(() => port);
    mock.advertise(1, '127.0.0.1', proxy.port);
  });
  afterEach(async () => {
    await proxy.stop();
    await mock.close();
  });
  return {
    get mock() {
      return mock;
    },
    get proxy() {
      return proxy;
    },
  };
}
