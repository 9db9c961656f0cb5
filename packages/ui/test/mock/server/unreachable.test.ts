/** Brokers that are not there yet, go away, and come back. */
import { DevBroker } from '../../../../../src/cli/broker/dev-broker';
import { eventually } from '../../../../../test/helpers/cli/eventually';
import { claimPorts, releasePorts } from '../../../../../test/helpers/kafka/ports';
import type { ClusterView, FaultBody, SessionView, StreamEvents } from '../../../src/shared/api';
import { UiUnderTest } from '../../helpers/running-ui';

async function isRead(ui: UiUnderTest): Promise<boolean> {
  const answer = await ui.fetch('POST', '/scan', { topic: 'numbers', mode: 'newest' });
  return (await answer.text()).includes('event: done');
}

test('every page says so at once, and works as soon as they are there', async () => {
  const ports = await claimPorts(1);
  const port = ports[0]!;
  const ui = await UiUnderTest.start(`127.0.0.1:${port}`);
  for (const [method, where, body] of [
    ['GET', '/cluster'],
    ['GET', '/topics'],
    ['GET', '/topics/numbers'],
    ['GET', '/topics/numbers/partitions'],
    ['GET', '/groups'],
    ['GET', '/acls'],
    ['POST', '/scan', { topic: 'numbers', mode: 'newest' }],
    ['POST', '/topics/numbers/records', { partition: 0, key: null, value: null, headers: [] }],
  ] as const) {
    const { status, body: answer } = await ui.ask<FaultBody>(method, where, body);
    expect([where, status, answer.error.code, answer.error.retriable]).toEqual([where, 502, 'BROKER', true]);
    expect(answer.error.message).toMatch(/^No broker can be reached: .*refused/);
  }
  expect((await ui.get<SessionView>('/session')).clusterId).toBeNull();

  const broker = await DevBroker.start({ port, brokers: 1, topics: { numbers: 3 } });
  await eventually('the cluster is there', async () => (await ui.ask('GET', '/cluster')).status === 200);
  // The client that reads messages connects by itself.
  await eventually('messages can be read', () => isRead(ui));

  await broker.close();
  await eventually('it is gone again', async () => (await ui.ask('GET', '/topics/numbers/partitions')).status === 502);
  // What was known is still shown.
  expect((await ui.get<ClusterView>('/cluster')).totals.topics).toBe(1);

  const again = await DevBroker.start({ port, brokers: 1, topics: { numbers: 3 } });
  await eventually('it is back', async () => (await ui.ask('GET', '/topics/numbers/partitions')).status === 200);
  await eventually('messages can be read again', () => isRead(ui));
  const done = (await ui.events('/scan', { topic: 'numbers', mode: 'newest' })).at(-1)!;
  expect((done.data as StreamEvents['done']).reason).toBe('end');
  await ui.close();
  await again.close();
  releasePorts(ports);
  expect(ui.printed.stderr).toBe('');
});
