/** What a user sees of messages whom Kafka's ACLs do not allow everything. */
import { KafkaCluster } from '../../../../../test/helpers/kafka/kafka-cluster';
import { USERS } from '../../../../../test/helpers/kafka/security';
import type { ScanPool } from '../../../src/server/scan/pool';
import { FaultError } from '../../../src/shared/fault-error';
import { KeptEvents, makePool, placesOf, runOf } from '../../helpers/scan/pool';

let kafka: KafkaCluster;
let pool: ScanPool;

beforeAll(async () => {
  kafka = await KafkaCluster.start({ listeners: ['SASL_PLAINTEXT'], authorizer: true });
  for (const topic of ['readable', 'described', 'secret']) {
    await kafka.createTopic(topic);
    await kafka.produce(topic, [{ value: 'v', partition: 0 }]);
  }
  // READ of the topic alone, without a group: that is all that an onlooker needs.
  const acl = { principal: 'User:alice', resourceType: 'TOPIC' };
  await kafka.addAcl({ ...acl, name: 'readable', operation: 'READ' });
  await kafka.addAcl({ ...acl, name: 'described', operation: 'DESCRIBE' });
  const login = 'org.apache.kafka.common.security.plain.PlainLoginModule required';
  const properties = {
    ...{ 'bootstrap.servers': kafka.bootstrap('SASL_PLAINTEXT'), 'security.protocol': 'SASL_PLAINTEXT' },
    ...{ 'sasl.mechanism': 'PLAIN', 'sasl.jaas.config': `${login} username="alice" password="${USERS.alice}";` },
  };
  pool = makePool('', { properties, maxScans: 1 });
});
afterAll(async () => {
  await pool?.close();
  await kafka?.stop();
});

test('a topic that may be read is read, though no group may be', async () => {
  for (let i = 0; i < 3; i++) {
    const { rows, done } = await runOf(pool, 'scan', { topic: 'readable', mode: 'newest' });
    expect([placesOf(rows), done.reason]).toEqual([['0:0'], 'end']);
  }
  const events = new KeptEvents();
  const cancel = new AbortController();
  const tail = pool.run('tail', { topic: 'readable' }, events, cancel.signal);
  await events.next('meta');
  await kafka.produce('readable', [{ value: 'w', partition: 0 }]);
  await events.next('rows');
  cancel.abort();
  await tail;
  expect(placesOf(events.rows)).toEqual(['0:1']);
});

test.each(['described', 'secret'])('%s is not', async (topic) => {
  for (const ask of [
    () => runOf(pool, 'scan', { topic, mode: 'newest' }),
    () => runOf(pool, 'tail', { topic }),
    () => pool.record({ topic, partition: 0, offset: '0' }),
  ]) {
    const error: unknown = await ask().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(FaultError);
    const { fault } = error as FaultError;
    expect(fault).toMatchObject({ code: 'NOT_AUTHORIZED', retriable: false });
    expect(fault.hint).toContain('on the topic');
  }
});
