// graphql-kafka-subscriptions, on node-rdkafka: published payloads come to the subscribers of their channel.
const assert = require('node:assert/strict');
const { KafkaPubSub } = require('graphql-kafka-subscriptions');
const { brokers, id, createTopics, until } = require('./topics.cjs');

async function main() {
  const topic = `pubsub-${id}`;
  await createTopics(topic);
  const [broker] = brokers;
  const [host, port] = broker.split(':');
  const logger = { child: () => logger, info() {}, debug() {}, error: console.error, warn: console.error };
  const make = (useHeaders) =>
    new KafkaPubSub({
      topic: useHeaders ? `${topic}-h` : topic,
      host,
      port,
      logger,
      useHeaders,
      topicConfig: earliest,
    });
  const earliest = { 'auto.offset.reset': 'earliest' };
  await createTopics(`${topic}-h`);
  for (const useHeaders of [false, true]) {
    const pubsub = make(useHeaders);
    const seen = [];
    await pubsub.subscribe('mine', (payload) => seen.push(payload));
    await pubsub.publish('other', { no: 1 });
    await pubsub.publish('mine', { yes: 2 });
    await until(() => seen.length > 0);
    assert.deepEqual(seen, [{ yes: 2 }]);
    await new Promise((resolve) => pubsub.producer.disconnect(resolve));
    await new Promise((resolve) => pubsub.consumer.disconnect(resolve));
  }
}
main();
