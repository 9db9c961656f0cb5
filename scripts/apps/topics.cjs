// What the applications share: a name for each run, topics, and waiting.
const { Kafka, logLevel } = require('kafkajs');

const brokers = process.env.KAFKA_BOOTSTRAP.split(',');
const id = Date.now().toString(36);

async function createTopics(...names) {
  const admin = new Kafka({ brokers, logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  await admin.createTopics({ topics: names.map((topic) => ({ topic, numPartitions: 2 })) });
  await admin.disconnect();
}

async function until(done) {
  while (!done()) await new Promise((resolve) => setTimeout(resolve, 50));
}

module.exports = { brokers, id, createTopics, until };
