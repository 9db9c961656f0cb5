/** What foreign text does to the page, in every place where text from Kafka is shown: nothing. */
import type { Browser } from 'playwright-core';

import { AdminClient, Consumer, Producer } from '../../../../src/index';
import { eventually } from '../../../../test/helpers/cli/eventually';
import { sharedKafka, uniqueName } from '../../../../test/helpers/kafka/shared-kafka';
import type { AclRow, UserRow } from '../../src/shared/admin-api';
import type { ConfigRow } from '../../src/shared/api';
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
}, 600_000);

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

/** As names of groups and clients: a consumer takes no NUL there, and no control character at the end. */
const names = payloads.map((payload) => payload.replaceAll('\0', '').replace(/\p{Cc}+$/u, ''));

it('shows groups, members and clients with hostile names', async () => {
  const { page } = visitor;
  const prefix = uniqueName('g');
  const members = names.map((name) => {
    const consumer = new Consumer({
      ...{ ...servers, 'group.id': prefix + name, 'client.id': name },
      // They stay members without polling, however long the browser needs.
      'max.poll.interval.ms': 3_600_000,
    });
    consumer.subscribe([topic]);
    return { group: prefix + name, name, consumer };
  });
  try {
    await Promise.all(
      members.map(async ({ group, consumer }) => {
        await eventually(`${group} has its partition`, async () => {
          await consumer.poll(100);
          return consumer.assignment().length === 1;
        });
        await consumer.commit([{ topic, partition: 0, offset: 1 }]);
      }),
    );
    await visitor.go(`/groups?q=${prefix}`);
    await eventually('all are listed', async () => {
      const text = await page.locator('.facts').textContent();
      return text === `${names.length} groups`;
    });
    expect(await traces()).toEqual(untouched);
    for (const { group, name } of members) {
      await visitor.go(`/groups/${encodeURIComponent(group)}`);
      expect(await ui.get(`/groups/${encodeURIComponent(group)}`)).toMatchObject({ groupId: group });
      await visitor.rows.first().waitFor();
      const heading = await page.locator('main h1').textContent();
      // Of others it is another test that their hidden characters have signs.
      if (/[\p{Cc}\p{Cf}\u2028\u2029]/u.test(name)) expect(heading).toContain(prefix);
      else {
        expect(heading).toBe(group);
        await eventually(`${name} is a member`, async () => (await visitor.rows.first().textContent())!.includes(name));
      }
      expect(await traces()).toEqual(untouched);
    }
    await visitor.button('More about the group').click();
    await page.getByRole('menuitem', { name: 'Delete group' }).click();
    await page.getByText('The group has members').waitFor();
    expect(await traces()).toEqual(untouched);
    for (const { group } of members) {
      await visitor.go(`/groups/${encodeURIComponent(group)}/reset`);
      await visitor.button('Preview').click();
      await page.getByText('The group has members').waitFor();
      expect(await traces()).toEqual(untouched);
    }
  } finally {
    await Promise.all(members.map(({ consumer }) => consumer.close()));
  }
  await visitor.go(`/topics/${topic}/consumers`);
  await page.getByRole('link', { name: prefix }).first().waitFor();
  expect(await traces()).toEqual(untouched);
}, 900_000);

/** Answers in the server's place: a real Kafka takes few of these words as a setting or as a user. */
async function pretend(path: string, json: unknown, look: () => Promise<void>): Promise<void> {
  const { page } = visitor;
  await page.route(path, (route) => route.fulfill({ json }));
  await look();
  await page.unroute(path);
}

it('shows hostile settings', async () => {
  const { page } = visitor;
  const rows = payloads.map((payload): ConfigRow => ({
    ...{ name: payload, value: payload, source: 'DYNAMIC_TOPIC_CONFIG', about: payload },
    ...{ isDefault: false, isReadOnly: false, isSensitive: false },
    synonyms: [{ name: payload, value: payload, source: 'STATIC_BROKER_CONFIG' }],
  }));
  await pretend('**/api/v1/topics/*/configs', rows, async () => {
    await visitor.go(`/topics/${topic}/configs`);
    await visitor.rows.nth(10).waitFor();
    expect(await traces()).toEqual(untouched);
    await page.getByRole('grid').press('End');
    expect(await traces()).toEqual(untouched);
    for (const payload of payloads) {
      await visitor.go(`/topics/${topic}/configs?changed=1&q=${encodeURIComponent(payload)}`);
      await page.locator('#filter').waitFor();
      expect(await traces()).toEqual(untouched);
    }
  });
  await ui.send('PATCH', `/topics/${topic}/configs`, {
    ops: [{ name: 'follower.replication.throttled.replicas', op: 'set', value: '*' }],
  });
  await visitor.go(`/topics/${topic}/configs?changed=1&q=${encodeURIComponent(payloads[2]!)}`);
  await page.getByText('No config has').waitFor();
  expect(await traces()).toEqual(untouched);
}, 120_000);

it('shows hostile users and rules', async () => {
  const acls = payloads.map((payload): AclRow => ({
    ...{ principal: `User:${payload}`, host: payload, name: payload, resourceType: 'TOPIC', patternType: 'LITERAL' },
    ...{ operation: 'READ', permissionType: 'ALLOW' },
  }));
  await pretend('**/api/v1/acls', acls, async () => {
    await visitor.go('/security');
    await visitor.rows.nth(10).waitFor();
    expect(await traces()).toEqual(untouched);
  });
  const users = payloads.map((name): UserRow => ({
    name,
    credentials: [{ mechanism: 'SCRAM-SHA-256', iterations: 4096 }],
  }));
  await pretend('**/api/v1/users', users, async () => {
    await visitor.go('/security?tab=users');
    await visitor.rows.nth(10).waitFor();
    expect(await traces()).toEqual(untouched);
  });
});
