// kafka-sse, on node-rdkafka: messages as server-sent events, from an offset and from a time.
const assert = require('node:assert/strict');
const http = require('node:http');
const kafkaSse = require('kafka-sse');
const { HighLevelProducer } = require('node-rdkafka');
const { brokers, id, createTopics } = require('./topics.cjs');

const servers = { 'metadata.broker.list': brokers.join() };

/** Values with times, which kafka-sse can begin at. */
async function fill(topic, values) {
  const producer = new HighLevelProducer(servers);
  await new Promise((resolve, reject) => producer.connect({}, (error) => (error ? reject(error) : resolve())));
  for (const [value, time] of values)
    await new Promise((resolve, reject) =>
      producer.produce(topic, 0, Buffer.from(JSON.stringify(value)), null, time, (error) =>
        error ? reject(error) : resolve(),
      ),
    );
  await new Promise((resolve) => producer.disconnect(resolve));
}

/** The data of so many events of the stream. */
function events(port, from, count) {
  return new Promise((resolve, reject) => {
    const headers = { 'last-event-id': JSON.stringify(from) };
    const request = http.get({ port, host: '127.0.0.1', headers }, (response) => {
      let text = '';
      response.on('data', (chunk) => {
        text += chunk;
        const data = text.split('\n').filter((line) => line.startsWith('data: {'));
        if (data.length < count || !text.endsWith('\n')) return;
        resolve(data.slice(0, count).map((line) => JSON.parse(line.slice(6)).number));
        request.destroy();
      });
    });
    request.on('error', reject);
  });
}

async function main() {
  const topic = `sse-${id}`;
  await createTopics(topic);
  const now = Date.now();
  await fill(
    topic,
    [1, 2, 3].map((number) => [{ number }, now + number * 1000]),
  );
  const ended = [];
  const server = http.createServer((request, response) => {
    const options = { kafkaConfig: { ...servers }, disableSSEFormatting: false };
    ended.push(kafkaSse(request, response, topic, options));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  assert.deepEqual(await events(port, [{ topic, partition: 0, offset: 1 }], 2), [2, 3]);
  assert.deepEqual(await events(port, [{ topic, partition: 0, timestamp: now + 3000 }], 1), [3]);
  // It disconnects its consumers when their clients are gone.
  await Promise.all(ended);
  server.close();
}
main();
