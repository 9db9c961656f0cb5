// @kafkajs/confluent-schema-registry: Avro there and back. The registry is a few lines of HTTP.
const assert = require('node:assert/strict');
const http = require('node:http');
const { SchemaRegistry, SchemaType } = require('@kafkajs/confluent-schema-registry');
const { Kafka, logLevel } = require('kafkajs');
const { brokers, id: run, createTopics } = require('./topics.cjs');

const schemas = [];
const server = http.createServer((request, response) => {
  let body = '';
  request.on('data', (chunk) => (body += chunk));
  request.on('end', () => {
    const [, number] = /\/schemas\/ids\/(\d+)/.exec(request.url) ?? [];
    const isNew = request.method === 'POST' && request.url.endsWith('/versions');
    const answer = isNew
      ? { id: schemas.push(JSON.parse(body).schema) }
      : number
        ? { schema: schemas[number - 1] }
        : request.method === 'PUT'
          ? { compatibility: 'BACKWARD' }
          : undefined;
    response.writeHead(answer ? 200 : 404, { 'content-type': 'application/vnd.schemaregistry.v1+json' });
    response.end(JSON.stringify(answer ?? { error_code: 40401, message: 'not found' }));
  });
});

server.listen(0, '127.0.0.1', async () => {
  const topic = `avro-${run}`;
  await createTopics(topic);
  const registry = new SchemaRegistry({ host: `http://127.0.0.1:${server.address().port}` });
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
});
