/** Topics, messages and groups as a shop has them: the same each time, but for the clock. */
import { setTimeout as sleep } from 'node:timers/promises';

import { AdminClient, Consumer, Producer } from '../../../../src/index';

const cities = ['Tokyo', 'Berlin', 'Zürich', 'São Paulo', '大阪', 'Paris'];
const names = ['Anna', 'Büşra', '太郎', 'José'];
const symbols = ['AAPL', 'MSFT', '7203.T', 'PNK1', 'NVDA', 'TSLA'];
const states = ['created', 'paid', 'shipped', 'refused'];

const topics: Record<string, { partitions: number; configs?: Record<string, string> }> = {
  orders: { partitions: 12, configs: { 'retention.ms': '604800000' } },
  'orders.dlq': { partitions: 3 },
  payments: { partitions: 6 },
  clicks: { partitions: 24 },
  users: { partitions: 4, configs: { 'cleanup.policy': 'compact' } },
  shipments: { partitions: 6 },
  inventory: { partitions: 3 },
  trades: { partitions: 2 },
  'sensors.raw': { partitions: 3 },
  'catalogue.snapshots': { partitions: 1, configs: { 'max.message.bytes': '12582912' } },
  'audit.log': { partitions: 2 },
};

type Bytes = Producer<Buffer, Buffer>;
type NewRecord = Parameters<Bytes['send']>[0];

const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));

function order(at: number, timestamp: number): NewRecord {
  const price = (item: number): number => Number((((at * 13 + item * 7) % 9000) / 100 + 1).toFixed(2));
  const items = Array.from({ length: 1 + (at % 3) }, (_, item) => ({
    sku: `SKU-${(at * 7 + item) % 500}`,
    qty: 1 + ((at + item) % 5),
    price: price(item),
  }));
  const customer = { id: at % 997, name: names[at % 4], city: cities[at % 6] };
  const total = Number(items.reduce((sum, item) => sum + item.qty * item.price, 0).toFixed(2));
  return {
    topic: 'orders',
    key: Buffer.from(`customer-${at % 997}`),
    value: at % 213 === 0 ? null : json({ orderId: 100_000 + at, customer, items, status: states[at % 4], total }),
    headers: [
      ['source', Buffer.from(['web', 'app', 'shop'][at % 3]!)],
      ['trace-id', Buffer.from(`4bf92f3577b34da6a3ce929d0e0e${1000 + (at % 9000)}`)],
    ],
    timestamp,
  };
}

function trade(at: number, timestamp: number): NewRecord {
  const value = {
    symbol: symbols[at % 6],
    exchange: ['NASDAQ', 'NASDAQ', 'TSE', 'OTCBB'][(at * 7) % 4],
    price: Number((100 + 50 * Math.sin(at / 100) + (at % 7)).toFixed(2)),
    volume: (at * 37) % 100_000,
  };
  return { topic: 'trades', key: Buffer.from(symbols[at % 6]!), value: json(value), timestamp };
}

/** What was there before anybody looked. */
function history(now: number): NewRecord[] {
  const all: NewRecord[] = [];
  for (let at = 0; at < 20_000; at += 1) all.push(order(at, now - 10_800_000 + at * 540));
  for (let at = 0; at < 6000; at += 1) {
    // Some minutes are busier than others.
    const when = now - 3_600_000 + Math.floor(at * 600 + 90_000 * Math.sin(at / 400));
    all.push(trade(at, Math.min(now, when)));
  }
  for (let at = 0; at < 2000; at += 1) {
    const value = at % 50 === 0 ? null : json({ id: at % 500, name: names[at % 4], admin: at % 7 === 0 });
    all.push({ topic: 'users', key: Buffer.from(`user-${at % 500}`), value, timestamp: now - 86_400_000 + at * 1000 });
  }
  for (let at = 0; at < 400; at += 1) {
    const key = Buffer.alloc(8);
    key.writeBigInt64BE(BigInt(at));
    const value = Buffer.from(Array.from({ length: 120 }, (_, byte) => (at * byte * 7 + byte) & 255));
    all.push({ topic: 'sensors.raw', key, value, timestamp: now - 600_000 + at * 1000 });
  }
  for (let at = 0; at < 40; at += 1)
    all.push({
      topic: 'orders.dlq',
      key: Buffer.from(`customer-${at}`),
      value: json({ orderId: 100_000 + at, error: 'payment refused' }),
      headers: [
        ['x-original-topic', Buffer.from('orders')],
        ['x-exception', Buffer.from('PaymentRefused: card expired')],
        ['x-exception', Buffer.from('PaymentRefused: limit reached')],
      ],
      timestamp: now - 7_200_000 + at * 1000,
    });
  for (let at = 0; at < 800; at += 1) {
    const line = `login user=${at % 50} ip=10.0.0.${at % 250} ok`;
    all.push({ topic: 'audit.log', key: null, value: Buffer.from(line), timestamp: now - 600_000 + at * 500 });
  }
  const rows = Array.from({ length: 40_000 }, (_, at) => ({ sku: `SKU-${at}`, stock: at % 97, text: 'x'.repeat(90) }));
  all.push({ topic: 'catalogue.snapshots', key: Buffer.from('all'), value: json({ rows }), timestamp: now - 60_000 });
  return all;
}

export class Shop {
  readonly #bootstrapServers: string;
  readonly #producer: Bytes;
  #isOpen = true;
  #sold = 20_000;

  private constructor(bootstrapServers: string, producer: Bytes) {
    this.#bootstrapServers = bootstrapServers;
    this.#producer = producer;
  }

  /** Creates the topics and fills them; leaves groups behind that have read some of it. */
  static async open(bootstrapServers: string): Promise<Shop> {
    const servers = { 'bootstrap.servers': bootstrapServers };
    const admin = new AdminClient(servers);
    await admin.createTopics(
      Object.entries(topics).map(([name, { partitions, configs }]) => ({
        name,
        numPartitions: partitions,
        replicationFactor: 1,
        ...(configs === undefined ? {} : { configs }),
      })),
    );
    const producer = new Producer({
      ...servers,
      'max.request.size': 12_582_912,
      'key.serializer': 'bytes',
      'value.serializer': 'bytes',
    } as ConstructorParameters<typeof Producer>[0]) as unknown as Bytes;
    const records = history(Date.now());
    for (let at = 0; at < records.length; at += 2000) await producer.sendBatch(records.slice(at, at + 2000));
    const partitions = Array.from({ length: topics['orders']!.partitions }, (_, partition) => partition);
    const ends = await admin.listOffsets(
      partitions.map((partition) => ({ topic: 'orders', partition, spec: 'latest' as const })),
    );
    for (const [group, share] of Object.entries({ billing: 0.8, 'search-indexer': 1, reporting: 0.1 })) {
      const consumer = new Consumer({ ...servers, 'group.id': group });
      await consumer.commit(
        ends.map(({ offset }, partition) => ({
          topic: 'orders',
          partition,
          offset: Math.floor((offset ?? 0) * share),
        })),
      );
      await consumer.close();
    }
    await admin.close();
    return new Shop(bootstrapServers, producer);
  }

  /** Goes on with selling, and with a group that reads along, until the shop is closed. */
  async sell(): Promise<void> {
    const group = { 'group.id': 'fraud-check', 'client.id': 'fraud-check-1' };
    const consumer = new Consumer({ 'bootstrap.servers': this.#bootstrapServers, ...group });
    consumer.subscribe(['orders']);
    for (let turn = 0; this.#isOpen; turn += 1) {
      const now = Date.now();
      const count = 30 + Math.round(20 * Math.sin(turn / 25));
      const records: NewRecord[] = [];
      for (let at = 0; at < count; at += 1) records.push(order((this.#sold += 1), now));
      for (let at = 0; at < 6; at += 1) records.push(trade(this.#sold + at, now));
      for (let at = 0; at < 20; at += 1)
        records.push({
          topic: 'clicks',
          key: Buffer.from(`session-${at}`),
          value: json({ page: `/p/${at}` }),
          timestamp: now,
        });
      await this.#producer.sendBatch(records);
      await consumer.poll(50);
      await sleep(150);
    }
    await consumer.close();
    await this.#producer.close();
  }

  close(): void {
    this.#isOpen = false;
  }
}
