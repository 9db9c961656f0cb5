// @kafkajs/confluent-schema-registry: Avro there and back.
const assert = require('node:assert/strict');
const { SchemaRegistry, SchemaType } = require('@kafkajs/confluent-schema-registry');
const { Kafka, logLevel } = require('kafkajs');
const { startRegistry, urlOf } = require('./registry.cjs');
const { brokers, id: run, createTopics } = require('./topics.cjs');

async function main() {
  const server = await startRegistry();
  const topic = `avro-${run}`;
  await createTopics(topic);
  const registry = new SchemaRegistry({ host: urlOf(server) });
  const fields = [
    { name: 'a', type: 'string' },
    { name: 'b', type: 'int' },
  ];
  const schema = JSON.stringify({ type: 'record', name: 'R', namespace: 'n', fields });
  const { id } = await registry.register({ type: SchemaType.AVRO, schema });
  const kafka = new Kafka({ brokers, logLevel: logLevel.NOTHING });
  const producer = kafka.producer();
  await producer.connect();
  await producer.send({ topic, messages: [{ value: await registry.encode(id, { a: 'x', b: 7 }) }] });
  await producer.disconnect();
  const consumer = kafka.consumer({ groupId: topic });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  const first = await new Promise((resolve) => {
    void consumer.run({ eachMessage: async ({ message }) => resolve(registry.decode(message.value)) });
  });
  assert.deepEqual({ ...first }, { a: 'x', b: 7 });
  await consumer.disconnect();
  server.close();
}
main();
