// pino-kafka, on node-rdkafka: lines of another process as messages.
const assert = require('node:assert/strict');
const { spawn } = require('node:child_process');
const { KafkaConsumer } = require('node-rdkafka');
const { brokers, id, createTopics, until } = require('./topics.cjs');

async function main() {
  const topic = `logs-${id}`;
  await createTopics(topic);
  const script = `require('pino-kafka')({ brokers: '${brokers.join()}', defaultTopic: '${topic}', timeout: 30000 })`;
  const logger = spawn(process.execPath, ['-e', script], { stdio: ['pipe', 'inherit', 'inherit'] });
  logger.stdin.write('{"level":30,"msg":"hello"}\n');
  const conf = { 'metadata.broker.list': brokers.join(), 'group.id': topic };
  const consumer = new KafkaConsumer(conf, { 'auto.offset.reset': 'earliest' });
  const seen = [];
  consumer.on('ready', () => {
    consumer.subscribe([topic]);
    consumer.consume();
  });
  consumer.on('data', ({ value }) => seen.push(...value.toString().trim().split('\n')));
  consumer.connect();
  await until(() => seen.length === 1);
  logger.stdin.write('{"level":40,"msg":"again"}\n');
  await until(() => seen.length === 2);
  assert.deepEqual(
    seen.map((line) => JSON.parse(line).msg),
    ['hello', 'again'],
  );
  logger.kill();
  await new Promise((resolve) => consumer.disconnect(resolve));
}
main();
