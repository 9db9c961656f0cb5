/**
 * Memory while a backlog is consumed flat out. In full: BACKLOG_GB=50 npx jest test/integration/consumer/backlog
 *
 * The limit is the one that docs/consumer.md derives.
 */
import path from 'node:path';

import { Producer } from '../../../src/index';
import { expectSuccess, jsonLines } from '../../helpers/child';
import { sharedKafka, uniqueName } from '../../helpers/kafka/shared-kafka';

const GIGABYTES = Number(process.env.BACKLOG_GB ?? 2);
const MB = 1024 * 1024;
const MESSAGES = 200_000;
const SIZE = 500;

/** Defaults: queued.max.messages.kbytes, queued.min.messages, fetch.max.bytes. */
const QUEUED_BYTES = 32 * MB;
const QUEUED_MESSAGES = 30_000;
const PER_MESSAGE = 304 + 61;
const FETCH_BYTES = 50 * MB;
/** Slabs that the garbage collector has not freed yet, and V8's own heap. */
const SLABS = 64 * MB;

test.each(['for', 'batches'])(
  'consuming a backlog with %s stays under the documented limit',
  async (loop) => {
    const kafka = sharedKafka();
    const topic = uniqueName('backlog');
    await kafka.createTopic(topic);
    const producer = new Producer({
      'bootstrap.servers': kafka.bootstrapServers,
      'batch.size': 1_000_000,
      'linger.ms': 20,
    });
    const value = Buffer.alloc(SIZE, 'v');
    for (let i = 0; i < MESSAGES; i++) if (!producer.produce({ topic, partition: 0, value })) await producer.drained();
    await producer.close();
    const args = [kafka.bootstrapServers, topic, String((GIGABYTES / 2) * 1024 * MB), loop];
    const [result] = jsonLines<{ read: number; idle: number; most: number }>(
      await expectSuccess(path.join(__dirname, 'programs/backlog.ts'), {
        args,
        timeoutMs: 120_000 + GIGABYTES * 60_000,
      }),
    );
    expect(result!.read).toBeGreaterThanOrEqual((GIGABYTES / 2) * 1024 * MB);
    const limit = QUEUED_BYTES + QUEUED_MESSAGES * PER_MESSAGE + 2 * FETCH_BYTES + SLABS;
    expect(result!.most - result!.idle).toBeLessThan(limit);
    console.log(
      `${loop}: ${Math.round(result!.most / MB)} MB at most, ${Math.round(result!.idle / MB)} MB idle, limit ${Math.round(limit / MB)} MB above`,
    );
  },
  150_000 + GIGABYTES * 60_000,
);
