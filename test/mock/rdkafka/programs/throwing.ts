/** Every listener and callback throws. Prints what was called and what was thrown. */
import * as rdkafka from '../../../../src/rdkafka/index';
import { MockCluster } from '../../../../src/testing/index';

const thrown: Record<string, number> = {};
process.on('uncaughtException', ({ message }) => {
  thrown[message] = (thrown[message] ?? 0) + 1;
});

async function main(): Promise<void> {
  const cluster = await MockCluster.start({ topics: { t: 1 } });
  const conf = { 'bootstrap.servers': cluster.bootstrapServers };
  const answered: string[] = [];
  const throwing = (name: string, resolve: () => void) => () => {
    answered.push(name);
    resolve();
    throw new Error('in a callback');
  };
  const producer = new rdkafka.Producer({ ...conf, dr_cb: true });
  let reports = 0;
  producer.on('delivery-report', () => {
    reports++;
    throw new Error('in delivery-report');
  });
  await new Promise((resolve) => producer.connect({}, resolve));
  for (let i = 0; i < 3; i++) producer.produce('t', 0, Buffer.from(`v${i}`));
  await new Promise<void>((resolve) => producer.flush(5000, throwing('flush', resolve)));
  const consumer = new rdkafka.KafkaConsumer({ ...conf, 'group.id': 'g' }, {});
  await new Promise((resolve) => consumer.connect({}, resolve));
  consumer.assign([{ topic: 't', partition: 0, offset: 0 }]);
  const data: string[] = [];
  await new Promise<void>((resolve) => {
    consumer.on('data', ({ value }) => {
      data.push(String(value));
      if (data.length === 3) resolve();
      throw new Error('in data');
    });
    consumer.consume();
  });
  await new Promise<void>((resolve) => consumer.consume(1, throwing('consume', resolve)));
  await new Promise<void>((resolve) => consumer.disconnect(throwing('disconnect', resolve)));
  await new Promise((resolve) => producer.disconnect(resolve as never));
  await cluster.close();
  const sorted = Object.fromEntries(Object.entries(thrown).sort());
  console.log(JSON.stringify({ data, reports, answered, thrown: sorted }));
}

void main();
