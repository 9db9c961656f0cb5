// @moleculer/channels: messages between two nodes, one of which fails at first and comes again.
const assert = require('node:assert/strict');
const { ServiceBroker } = require('moleculer');
const { Middleware } = require('@moleculer/channels');
const { brokers, id, createTopics, until } = require('./topics.cjs');

const channel = `orders-${id}`;
const node = (nodeID) =>
  new ServiceBroker({
    nodeID,
    namespace: id,
    logger: false,
    middlewares: [Middleware({ adapter: { type: 'Kafka', options: { kafka: { brokers } } } })],
  });

async function main() {
  await createTopics(`${id}.${channel}`);
  const [sender, receiver] = [node('a'), node('b')];
  const seen = [];
  let failures = 0;
  receiver.createService({
    name: 'orders',
    channels: {
      [channel]: {
        group: channel,
        maxRetries: 3,
        kafka: { fromBeginning: true },
        handler(payload) {
          if (payload.id === 2 && failures++ === 0) throw new Error('not now');
          seen.push(payload.id);
        },
      },
    },
  });
  await Promise.all([sender.start(), receiver.start()]);
  for (const number of [1, 2, 3]) await sender.sendToChannel(channel, { id: number });
  await until(() => seen.length === 3);
  assert.deepEqual([seen.sort(), failures], [[1, 2, 3], 2]);
  await sender.stop();
  await receiver.stop();
}
main();
