/**
 * Runs in a worker thread until it is terminated: creates, uses, destroys and abandons clients, in random order and
 * without a pause, so that the termination can meet any state. Loads the addon by its path, because a worker must start
 * quickly here.
 */
import { createRequire } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';
import type { NativeBinding, NativeHandle, NativeEvent } from '../../../src/binding/native';

const { addon, bootstrap } = workerData as { addon: string; bootstrap: string };
const native = createRequire(addon)(addon) as NativeBinding;
native.setErrorFactory((data) => Object.assign(new Error(data.message), data));

interface Restless {
  handle: NativeHandle;
  status: Int32Array;
  slab: { meta: Int32Array; bytes: Uint8Array };
  role: 'producer' | 'consumer';
  gone: boolean;
}

const MOST = 6;
const RECORDS = 500;
const WORDS = 9;
const clients: Restless[] = [];

function serve(client: Restless): void {
  if (client.gone) return;
  do client.handle.pump(0);
  while (client.status[3] !== 0);
  if (client.role === 'consumer') client.handle.drain(500, 1 << 20, 0);
  for (const event of client.handle.takeEvents() as NativeEvent[]) {
    if (event.type !== 'rebalance') continue;
    client.handle.call('assign', { partitions: event.errno === -175 ? event.partitions : null });
  }
}

function start(role: 'producer' | 'consumer'): void {
  const column = 4096;
  const status = new Int32Array(native.boundary['Status.LENGTH']!);
  const slab = { meta: new Int32Array(RECORDS * WORDS), bytes: new Uint8Array(RECORDS * 10) };
  const conf: Record<string, string> =
    role === 'producer'
      ? { 'bootstrap.servers': bootstrap, 'linger.ms': '5' }
      : { 'bootstrap.servers': bootstrap, 'group.id': `g${Math.random()}`, 'auto.offset.reset': 'earliest' };
  const deliveries = {
    ids: new Uint32Array(column),
    errors: new Int32Array(column),
    partitions: new Int32Array(column),
    status: new Uint8Array(column),
    offsets: new Float64Array(column),
    timestamps: new Float64Array(column),
  };
  const parts: Omit<Restless, 'handle'> = { status, slab, role, gone: false };
  const client = parts as Restless;
  const onWake = (): void => serve(client);
  client.handle = new native.Client({ role, conf, status, deliveries, slab, onWake });
  if (role === 'consumer') client.handle.call('subscribe', { topics: ['t'] });
  clients.push(client);
}

function use(index: number): void {
  const client = clients[index]!;
  const { handle, slab } = client;
  const dice = Math.random();
  if (dice < 0.3) {
    client.gone = true;
    handle.destroy(() => undefined);
    clients.splice(index, 1);
  } else if (dice < 0.5) handle.request(1, 'metadata', { topics: null, timeoutMs: 1000 });
  else if (dice < 0.6) handle.request(2, 'probe', null);
  else if (dice < 0.7) handle.ref();
  else if (dice < 0.75) clients.splice(index, 1);
  else if (client.role === 'consumer') handle.drain(100, 100_000, 5);
  else {
    const topic = handle.topic('t');
    for (let i = 0; i < RECORDS; i++) slab.meta.set([topic, -1, i, -1, 10, 0, 0, 0, 0], i * WORDS);
    handle.submit(RECORDS);
  }
}

function step(): void {
  const dice = Math.random();
  if (dice < 0.5 && clients.length < MOST) start(dice < 0.3 ? 'producer' : 'consumer');
  else if (clients.length > 0) use(Math.floor(Math.random() * clients.length));
  setImmediate(step);
}

parentPort!.postMessage('up');
step();
