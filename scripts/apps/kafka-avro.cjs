// kafka-avro, on node-rdkafka: a producer, a consumer and a consumer's stream.
const assert = require('node:assert/strict');
const KafkaAvro = require('kafka-avro');
const { startRegistry, urlOf } = require('./registry.cjs');
const { brokers, id, createTopics, until } = require('./topics.cjs');

async function main() {
  const topic = `kafka-avro-${id}`;
  await createTopics(topic);
  const fields = [{ name: 'a', type: 'string' }];
  const schema = JSON.stringify({ type: 'record', name: 'R', fields });
  const server = await startRegistry({ [`${topic}-value`]: schema });
  const avro = new KafkaAvro({ kafkaBroker: brokers.join(), schemaRegistry: urlOf(server) });
  await avro.init();
  const producer = await avro.getProducer({ dr_cb: true });
  const reports = [];
  producer.on('delivery-report', (error, { opaque }) => reports.push([error, opaque]));
  producer.setPollInterval(50);
  for (const a of ['x', 'y']) producer.produce(topic, 0, { a }, 'key', null, a);
  await until(() => reports.length === 2);
  assert.deepEqual(reports, [
    [null, 'x'],
    [null, 'y'],
  ]);

  const earliest = { 'auto.offset.reset': 'earliest' };
  const consumer = await avro.getConsumer({ 'group.id': `${topic}-1` }, earliest);
  const seen = [];
  await new Promise((resolve) => consumer.on('ready', resolve).connect());
  consumer.on('data', ({ parsed, parsedKey, schemaId, offset }) => seen.push([parsed.a, parsedKey, schemaId, offset]));
  consumer.subscribe([topic]);
  consumer.consume();
  await until(() => seen.length === 2);
  assert.deepEqual(seen, [
    ['x', 'key', 1, 0],
    ['y', 'key', 1, 1],
  ]);
  await new Promise((resolve) => consumer.disconnect(resolve));

  const stream = await avro.getConsumerStream({ 'group.id': `${topic}-2` }, earliest, { topics: [topic] });
  const streamed = [];
  stream.on('data', ({ parsed }) => streamed.push(parsed.a));
  await until(() => streamed.length === 2);
  assert.deepEqual(streamed, ['x', 'y']);
  await new Promise((resolve) => stream.close(resolve));
  await new Promise((resolve) => producer.disconnect(resolve));
  server.close();
}
main();
