/**
 * Calls of `produce` that throw, as many as the argument says, of each kind: queue full, bad record, too large, closed.
 * Needs --expose-gc. Prints the least resident memory after each tenth, of the first half and of the second: what the
 * collector leaves for later comes and goes.
 */
import { Producer } from '../../../../src/producer/producer';
import { MockCluster } from '../../../../src/testing';

const total = Number(process.argv[2]);

function refused(producer: Producer, record: object, calls: number, code: string): void {
  for (let i = 0; i < calls; i++) {
    try {
      producer.produce(record as never, () => undefined);
    } catch (error) {
      if ((error as { code: string }).code === code) continue;
      throw error;
    }
    throw new Error(`taken instead of ${code}`);
  }
}

async function main(): Promise<void> {
  const cluster = await MockCluster.start({ topics: { t: 1 } });
  const config = {
    'bootstrap.servers': cluster.bootstrapServers,
    'buffer.memory': 100_000,
    'linger.ms': 600_000,
    'delivery.timeout.ms': 700_000,
  };
  const full = new Producer(config);
  const closed = new Producer(config);
  await closed.close();
  const headers = { a: 'b'.repeat(50), c: Buffer.alloc(50) };
  const value = Buffer.alloc(1000);
  try {
    for (;;) full.produce({ topic: 't', value, headers });
  } catch {
    // Now it is full.
  }
  const round = (calls: number) => {
    refused(full, { topic: 't', value, headers }, calls, 'ERR__QUEUE_FULL');
    refused(full, { topic: 't', value: 5, headers }, calls, 'ERR_INVALID_ARGUMENT');
    refused(full, { topic: 't', value: 'x', headers: { ...headers, bad: 5 } }, calls, 'ERR_INVALID_ARGUMENT');
    refused(full, { topic: 'no/topic', value, headers }, calls, 'ERR_TOPIC_EXCEPTION');
    refused(full, { topic: 't', value: 'x'.repeat(2_000_000) }, Math.ceil(calls / 1000), 'ERR_MSG_SIZE_TOO_LARGE');
    refused(closed, { topic: 't', value, headers }, calls, 'ERR_CLOSED');
  };
  const resident = () => {
    globalThis.gc!();
    return process.memoryUsage().rss;
  };
  const calls = Math.ceil(total / 5 / 10);
  const half = () => {
    let least = Infinity;
    for (let i = 0; i < 5; i++) {
      round(calls);
      least = Math.min(least, resident());
    }
    return least;
  };
  const before = half();
  const after = half();
  console.log(JSON.stringify({ before, after, outstanding: full.outstanding }));
  await full.close({ timeoutMs: 0 });
  await cluster.close();
}

void main();
