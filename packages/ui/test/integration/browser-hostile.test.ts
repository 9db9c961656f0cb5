/** What foreign text does to the page, in every place where text from Kafka is shown: nothing. */
import type { Browser } from 'playwright-core';

import { AdminClient, Consumer, Producer } from '../../../../src/index';
import { eventually } from '../../../../test/helpers/cli/eventually';
import { sharedKafka, uniqueName } from '../../../../test/helpers/kafka/shared-kafka';
import { startBrowser, Visitor } from '../helpers/browser';
import { UiUnderTest } from '../helpers/running-ui';
import { payloads } from '../helpers/payloads';

const kafka = sharedKafka();
const servers = { 'bootstrap.servers': kafka.bootstrapServers };
let ui: UiUnderTest;
let browser: Browser;
let visitor: Visitor;
let topic: string;

beforeAll(async () => {
  topic = uniqueName('hostile');
  browser = await startBrowser();
  ui = await UiUnderTest.start(kafka.bootstrapServers);
  visitor = await Visitor.open(browser, ui);
  const admin = new AdminClient(servers);
  await admin.createTopics([{ name: topic, numPartitions: 1, replicationFactor: 1 }]);
  await admin.close();
  const producer = new Producer({ ...servers, 'key.serializer': 'string', 'value.serializer': 'string' });
  for (const payload of payloads)
    await producer.send({
      topic,
      partition: 0,
      key: payload,
      value: JSON.stringify({ [payload]: payload, list: [payload] }),
      headers: [[payload, Buffer.from(payload)]],
    });
  for (const payload of payloads) await producer.send({ topic, partition: 0, key: null, value: payload });
  await producer.close();
});
afterAll(async () => {
  await browser?.close();
  await ui?.close();
});
afterEach(() => expect(visitor.complaints.splice(0)).toEqual([]));

/** Elements that only a payload could have made, and what it would have left behind. */
const traces = (): Promise<unknown> =>
  visitor.page.evaluate(`({
    elements: document.querySelectorAll('main script, main img, main iframe, main object, main embed, main style, ' +
      'main link, main base, main form[action], main math, main video, svg script, [onerror], [onload], [onclick], ' +
      '[srcdoc], a[href^="javascript" i]').length,
    marks: [window.pwned, document.title === 'pwned', location.pathname === '/pwned'].filter(Boolean),
  })`);

const untouched = { elements: 0, marks: [] };

it('shows keys, values and headers as text', async () => {
  await visitor.go(`/topics/${topic}/messages?mode=oldest&limit=200`);
  await visitor.rows.first().waitFor();
  expect(await traces()).toEqual(untouched);
  for (let at = 0; at < payloads.length * 2; at += 1) {
    await visitor.go(`/topics/${topic}/messages?mode=oldest&limit=200&open=0:${at}`);
    await visitor.page.getByRole('complementary').getByText('Produce again').waitFor();
    expect(await traces()).toEqual(untouched);
  }
});

it('shows them on a phone, in a tail and as the answer of a query', async () => {
  const phone = await Visitor.open(browser, ui, `/topics/${topic}/messages`, { width: 390, height: 844 });
  await phone.rows.first().waitFor();
  expect(phone.complaints).toEqual([]);
  await phone.close();
  await visitor.go(`/query?kql=${encodeURIComponent(`select * from \`${topic}\` limit 100`)}`);
  await visitor.rows.first().waitFor();
  expect(await traces()).toEqual(untouched);
  await visitor.go(`/topics/${topic}/messages?mode=tail`);
  await visitor.page.getByText('live').waitFor();
  const producer = new Producer({ ...servers, 'key.serializer': 'string', 'value.serializer': 'string' });
  for (const payload of payloads) await producer.send({ topic, partition: 0, key: payload, value: payload });
  await producer.close();
  await visitor.rows.first().waitFor();
  expect(await traces()).toEqual(untouched);
});

it('marks characters that hide or turn text', async () => {
  await visitor.go(`/topics/${topic}/messages?mode=oldest&limit=200&q=gpj`);
  await visitor.rows.first().waitFor();
  await visitor.page.locator('.sign', { hasText: 'U+202E' }).first().waitFor();
});

it('takes hostile words as words: in the address, the filter and the palette', async () => {
  const { page } = visitor;
  for (const payload of payloads) {
    const word = encodeURIComponent(payload);
    await visitor.go(`/topics/${topic}/messages?q=${word}&tz=${word}&k=text&p=${word}&open=${word}&mode=${word}&c=`);
    await page.locator('.progress-line').waitFor();
    expect(await traces()).toEqual(untouched);
  }
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Search and commands' }).fill(payloads[0]!);
  await page.getByText('Nothing is named').waitFor();
  expect(await traces()).toEqual(untouched);
  // The server refuses some of these words as a zone or a decoder: the browser writes a line for each refusal.
  visitor.complaints.splice(0, Infinity, ...visitor.complaints.filter((line) => !/status of 4\d\d/.test(line)));
});

it('shows groups, members and clients with hostile names', async () => {
  const { page } = visitor;
  const [first, second] = [payloads[0]!, payloads[1]!];
  const group = `${uniqueName('g')}${first}`;
  const consumer = new Consumer({ ...servers, 'group.id': group, 'client.id': second });
  consumer.subscribe([topic]);
  await eventually('it has partitions', async () => {
    await consumer.poll(100);
    return consumer.assignment().length === 1;
  });
  await consumer.commit([{ topic, partition: 0, offset: 1 }]);
  await visitor.go(`/groups/${encodeURIComponent(group)}`);
  await page.getByRole('heading', { name: group }).waitFor();
  await page.getByText(second).first().waitFor();
  expect(await traces()).toEqual(untouched);
  await visitor.button('More about the group').click();
  await page.getByRole('menuitem', { name: 'Delete group' }).click();
  await page.getByText('The group has members').waitFor();
  expect(await traces()).toEqual(untouched);
  await visitor.go(`/groups/${encodeURIComponent(group)}/reset`);
  await visitor.button('Preview').click();
  await page.getByText('The group has members').waitFor();
  expect(await traces()).toEqual(untouched);
  await consumer.close();
  await visitor.go(`/topics/${topic}/consumers`);
  await page.getByRole('link', { name: group }).waitFor();
  expect(await traces()).toEqual(untouched);
});

it('shows hostile settings', async () => {
  const { page } = visitor;
  await ui.send('PATCH', `/topics/${topic}/configs`, {
    ops: [{ name: 'follower.replication.throttled.replicas', op: 'set', value: '*' }],
  });
  await visitor.go(`/topics/${topic}/configs?changed=1&q=${encodeURIComponent(payloads[2]!)}`);
  await page.getByText('No config has').waitFor();
  expect(await traces()).toEqual(untouched);
});
