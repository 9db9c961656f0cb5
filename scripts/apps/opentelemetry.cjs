// @opentelemetry/instrumentation-kafkajs: a span for each message that is sent and processed.
const assert = require('node:assert/strict');
const { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } = require('@opentelemetry/sdk-trace-base');
const { KafkaJsInstrumentation } = require('@opentelemetry/instrumentation-kafkajs');

const exporter = new InMemorySpanExporter();
const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
const instrumentation = new KafkaJsInstrumentation();
instrumentation.setTracerProvider(provider);
instrumentation.enable();
// Only now: it patches what is required from here on.
const { Kafka, logLevel } = require('kafkajs');
const { brokers, id, createTopics, until } = require('./topics.cjs');

async function main() {
  const topic = `traced-${id}`;
  await createTopics(topic);
  const kafka = new Kafka({ brokers, logLevel: logLevel.NOTHING });
  const producer = kafka.producer();
  await producer.connect();
  await producer.send({ topic, messages: [{ key: 'k', value: 'v' }] });
  await producer.sendBatch({ topicMessages: [{ topic, messages: [{ value: 'w' }] }] });
  await producer.disconnect();
  const consumer = kafka.consumer({ groupId: topic });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  let count = 0;
  await consumer.run({ eachMessage: async () => void count++ });
  await until(() => exporter.getFinishedSpans().length === 4);
  await consumer.disconnect();
  assert.equal(count, 2);
  const names = exporter.getFinishedSpans().map(({ name }) => name.split(' ')[0]);
  assert.deepEqual(names.sort(), ['process', 'process', 'send', 'send']);
}
main();
