// open.cjs DIST FOLDER exit|signal: three open clients, then process.exit(7), or whatever a signal does. FOLDER/open says that they are.
const fs = require('node:fs');
const path = require('node:path');

const [dist, folder, how] = process.argv.slice(2);
const { Producer, Consumer } = require(path.join(path.resolve(dist), 'index.js'));
const { MockCluster } = require(path.join(path.resolve(dist), 'testing', 'index.js'));

async function main() {
  const cluster = await MockCluster.start({ topics: { t: 1 } });
  const servers = { 'bootstrap.servers': cluster.bootstrapServers };
  const producer = new Producer(servers);
  await producer.send({ topic: 't', value: 'a' });
  const consumer = new Consumer({ ...servers, 'group.id': 'g', 'auto.offset.reset': 'earliest' });
  consumer.subscribe(['t']);
  for await (const record of consumer.stream({ idleTimeoutMs: 60_000 })) {
    if (record.value === null) throw new Error('a record without its value');
    fs.writeFileSync(path.join(folder, 'open'), 'yes');
    if (how === 'exit') process.exit(7);
  }
  throw new Error('nothing ended this program within a minute');
}

void main();
