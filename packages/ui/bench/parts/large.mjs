// A message of 5 MB: what of it crosses the wire, and how long the page takes to show its beginning and the whole.
import { startBrowser, takeLongFrames, timeTo, visit } from '../lib/browser.mjs';
import { AdminClient, newProducer } from '../lib/kafka.mjs';
import { median } from '../lib/report.mjs';
import { Server } from '../lib/server.mjs';

const big = JSON.stringify({
  rows: Array.from({ length: 36_000 }, (_, at) => ({ at, name: `row ${at}`, text: 'x'.repeat(90), exact: at * 7 })),
});

export async function measureLarge({ report, kafka, rounds }) {
  const topic = 'large';
  const admin = new AdminClient({ 'bootstrap.servers': kafka.bootstrapServers });
  const configs = { 'max.message.bytes': '12582912' };
  await admin.createTopics([{ name: topic, numPartitions: 1, replicationFactor: 1, configs }]);
  await admin.close();
  const producer = newProducer(kafka, { 'max.request.size': 12_582_912 });
  await producer.send({ topic, partition: 0, key: null, value: Buffer.from(big) });
  await producer.close();
  const what = `${(big.length / 1e6).toFixed(1)} MB of JSON`;

  const server = await Server.start(kafka.bootstrapServers);
  let bytes = 0;
  await server.stream('scan', { topic, mode: 'oldest' }, ({ name, data }) => {
    if (name === 'rows') bytes = JSON.stringify(data.rows[0]).length;
  });
  report.add(`${what}: its row on the wire`, bytes, 'bytes', { most: 4096 });

  const browser = await startBrowser();
  const [drawer, whole, frames] = [[], [], []];
  for (let round = 0; round < rounds; round++) {
    const visitor = await visit(browser, server, `/topics/${topic}/messages?mode=oldest`);
    const { page } = visitor;
    await visitor.rows.first().waitFor();
    const hasDrawer = "document.body.textContent.includes('This is the beginning of')";
    drawer.push(await timeTo(page, () => visitor.rows.first().click(), hasDrawer));
    await takeLongFrames(page);
    const load = () => page.getByRole('button', { name: 'Load whole' }).click();
    whole.push(await timeTo(page, load, `!${hasDrawer}`));
    frames.push(...(await takeLongFrames(page)));
    await visitor.close();
  }
  report.add(`${what}: drawer, median`, median(drawer), 'ms', { most: 200 });
  report.add(`${what}: whole, median`, median(whole), 'ms', { most: 2000 });
  report.add(`${what}: frames over 100 ms while it is loaded`, frames.length, '', { most: 0 });
  await browser.close();
  await server.stop();
}
