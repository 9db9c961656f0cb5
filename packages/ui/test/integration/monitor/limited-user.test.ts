/** The sampler as a user who may see little: it shows that, and nothing is a fault that is a lack of rights. */
import { AdminClient } from '../../../../../src/index';
import { eventually } from '../../../../../test/helpers/cli/eventually';
import { KafkaCluster } from '../../../../../test/helpers/kafka/kafka-cluster';
import { Sampler } from '../../../src/server/monitor/sampler';
import { fastClock } from '../../helpers/fast-clock';
import { parsePrometheus } from '../../helpers/prometheus-text';

let kafka: KafkaCluster;
let admin: AdminClient;
let sampler: Sampler;

beforeAll(async () => {
  kafka = await KafkaCluster.start({ listeners: ['SASL_PLAINTEXT'], authorizer: true });
  for (const topic of ['seen', 'hidden']) {
    await kafka.createTopic(topic);
    await kafka.produce(topic, [{ value: 'a' }, { value: 'b' }, { value: 'c' }]);
  }
  for (const group of ['mine', 'theirs']) {
    await kafka.alterGroupOffsets(group, 'seen', 0, 1);
    await kafka.alterGroupOffsets(group, 'hidden', 0, 1);
  }
  const allow = (resourceType: string, name: string): Promise<void> =>
    kafka.addAcl({ resourceType, name, operation: 'DESCRIBE', principal: 'User:alice' });
  await allow('TOPIC', 'seen');
  await allow('GROUP', 'mine');
  admin = new AdminClient(
    kafka.clientProperties('SASL_PLAINTEXT', { user: 'alice', mechanism: 'SCRAM-SHA-256' }) as never,
  );
  sampler = new Sampler(admin, {}, fastClock);
});
afterAll(async () => {
  await sampler.close();
  await admin.close();
  await kafka.stop();
});

test('its topics and groups, and no others', async () => {
  await sampler.ready();
  await eventually('all is known', async () => {
    const { checked } = sampler.groups();
    return checked === 1 && sampler.topic('seen')?.records?.value === '3' && sampler.topic('seen')!.topicId !== '';
  });
  expect(sampler.topics().items.map(({ name }) => name)).toEqual(['seen']);
  // It may not read configurations.
  expect(sampler.topic('seen')!.cleanup).toBeNull();
  expect(sampler.groups().items.map(({ groupId }) => groupId)).toEqual(['mine']);
  for (const { partial } of [sampler.topics(), sampler.groups(), sampler.cluster()]) expect(partial).toBeUndefined();
});

test('a group: what it may know of its offsets; another one is refused', async () => {
  const view = (await sampler.group('mine'))!;
  expect(view.offsets.find(({ topic }) => topic === 'seen')).toMatchObject({ committed: '1', latest: '3', lag: '2' });
  expect(view.lag!.value).toBe('2');
  await expect(sampler.group('theirs')).rejects.toMatchObject({ code: 'ERR_GROUP_AUTHORIZATION_FAILED' });
  expect(sampler.groups().items.map(({ groupId }) => groupId)).toEqual(['mine']);
});

test('metrics: its own only', async () => {
  const text = await sampler.metricsText();
  expect(parsePrometheus(text).length).toBeGreaterThan(10);
  expect(text).not.toMatch(/hidden|theirs/);
});
