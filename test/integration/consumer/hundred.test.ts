import { lookup } from 'node:dns/promises';
import { readFile } from 'node:fs/promises';

import { sharedKafka } from '../../helpers/kafka/shared-kafka';
import { fill, filledTopic, stringConsumer } from './support';

test('a hundred consumers in one process all receive, and leave the thread pool to others', async () => {
  const topic = await filledTopic(0);
  const consumers = Array.from({ length: 100 }, () => stringConsumer());
  let received = 0;
  const reading = consumers.map(async (consumer) => {
    consumer.subscribe([topic]);
    for await (const record of consumer.stream({ limit: 1 })) received += record.value === '0' ? 1 : 0;
  });
  await Promise.all(consumers.map((consumer) => consumer.assigned({ timeoutMs: 120_000 })));
  // All hundred wait now. Were one of them in the pool, with four threads, nothing below would come to an end before a
  // record comes.
  for (let round = 0; round < 20; round++) {
    await Promise.all([
      readFile(__filename),
      lookup('localhost'),
      readFile(__filename),
      lookup('localhost'),
      readFile(__filename),
    ]);
  }
  expect(received).toBe(0);
  await fill(topic, 0, 1);
  await Promise.all(reading);
  expect(received).toBe(100);
  await Promise.all(consumers.map((consumer) => consumer.close()));
  expect((await sharedKafka().listTopics()).includes(topic)).toBe(true);
}, 240_000);
