// One topic of thousands of partitions: the newest 50 messages of all of them.
import { AdminClient, newProducer, write } from '../lib/kafka.mjs';
import { median } from '../lib/report.mjs';
import { Server } from '../lib/server.mjs';

export async function measureWideTopic({ report, kafka, wide, rounds }) {
  const topic = 'wide';
  const admin = new AdminClient({ 'bootstrap.servers': kafka.bootstrapServers });
  await admin.createTopics([{ name: topic, numPartitions: wide, replicationFactor: 1 }], {
    timeoutMs: 600_000,
    settled: true,
  });
  await admin.close();
  const producer = newProducer(kafka);
  await write(producer, topic, 10 * wide, wide, (at) => Buffer.from(`{"n":${at}}`));
  await producer.close();
  const what = `${wide.toLocaleString('en-US')} partitions in a topic, newest 50`;

  const server = await Server.start(kafka.bootstrapServers);
  const [first, complete] = [[], []];
  // The first one starts the worker.
  for (let round = 0; round <= rounds; round++) {
    let rows = 0;
    let begin = 0;
    const last = await server.stream('scan', { topic, mode: 'newest' }, ({ name, data, ms }) => {
      if (name !== 'rows') return;
      if (rows === 0) begin = ms;
      rows += data.rows.length;
    });
    if (round === 0) continue;
    first.push(begin);
    complete.push(last.ms);
    if (round === rounds) report.check(`${what}: rows`, rows === 50, `${rows} of 50`);
  }
  report.add(`${what}: first rows, median`, median(first), 'ms', { most: 1000 });
  report.add(`${what}: complete, median`, median(complete), 'ms', { most: 2000 });
  await server.stop();
}
