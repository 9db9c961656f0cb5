import { Consumer, InvalidArgumentError, Producer } from '../../../src/index';
import { PrometheusExporter } from '../../../src/prometheus/index';
import { MockCluster } from '../../../src/testing/index';

/** name{labels} → value, for every sample of a scrape. */
function scrape(exporter: PrometheusExporter): Map<string, number> {
  const samples = exporter
    .text()
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line): [string, number] => {
      const at = line.lastIndexOf(' ');
      return [line.slice(0, at), Number(line.slice(at + 1))];
    });
  return new Map(samples);
}

test('a scrape tells what clients have done', async () => {
  await using cluster = await MockCluster.start({ topics: { orders: 1 } });
  const config = { 'bootstrap.servers': cluster.bootstrapServers, 'statistics.interval.ms': 100 };
  await using producer = new Producer(config);
  await using consumer = new Consumer({ ...config, 'group.id': 'g', 'auto.offset.reset': 'earliest' });
  const exporter = new PrometheusExporter({ labels: { service: 's' } });
  exporter.add(producer).add(consumer, { group: 'g' });
  for (let i = 0; i < 10; i++) await producer.send({ topic: 'orders', value: 'x' });
  consumer.subscribe(['orders']);
  let read = 0;
  for await (const record of consumer) if (++read === 10) break; else expect(record.value).not.toBeNull(); // prettier-ignore

  const samples = scrape(exporter);
  expect(samples.get('kafka_producer_record_send_total{service="s"}')).toBe(10);
  expect(samples.get('kafka_producer_records_outstanding{service="s"}')).toBe(0);
  expect(samples.get('kafka_consumer_assigned_partitions{service="s",group="g"}')).toBe(1);
  expect([...samples.values()].every((value) => !Number.isNaN(value))).toBe(true);
  expect([...scrape(exporter.remove(producer)).keys()].some((name) => name.startsWith('kafka_producer'))).toBe(false);
});

test('what Prometheus would refuse is refused at once', async () => {
  await using cluster = await MockCluster.start();
  const config = { 'bootstrap.servers': cluster.bootstrapServers };
  await using producer = new Producer(config);
  await using second = new Producer(config);
  const exporter = new PrometheusExporter().add(producer, { client: 'a' });
  const refused: [() => unknown, string][] = [
    [() => new PrometheusExporter({ prefix: '1x' }), "PrometheusExporter: prefix '1x' is not a metric name"],
    [() => new PrometheusExporter({ lables: {} } as object), "PrometheusExporter: unknown option 'lables'"],
    [() => exporter.add(second, { 'a-b': '1' }), "add: 'a-b' is not a label name"],
    [() => exporter.add(second, { __x: '1' }), "add: '__x' is not a label name"],
    [() => exporter.add(second, { a: 1 as unknown as string }), "add: label 'a' is a number"],
    [() => exporter.add(second, { client: 'a' }), 'add: another producer has the labels'],
    [() => exporter.add({} as Producer), 'add: the client is neither a Producer'],
  ];
  for (const [call, message] of refused) {
    expect(call).toThrow(InvalidArgumentError);
    expect(call).toThrow(message);
  }
  exporter.add(second, { client: 'b' });
  expect(exporter.text()).toContain('{client="b"}');
});
