/** Tables that are joined by a foreign key, with different numbers of partitions, by two processes. */
import { StreamsBuilder, type Topology } from '../../../../src/streams/index';
import { uniqueName } from '../../../helpers/kafka/shared-kafka';
import { Applications, createTopic, eventually, kafka, latest, rowsOf, text, topicConfig } from './support';

const applications = new Applications();
afterEach(() => applications.close());

test.each(['at_least_once', 'exactly_once_v2'] as const)('a left join by a foreign key: %s', async (guarantee) => {
  const [orders, users, out] = ['orders', 'users', 'out'].map((name) => uniqueName(name)) as [string, string, string];
  await createTopic(orders, 3);
  await createTopic(users, 2);
  await createTopic(out, 1);
  const topology = (): Topology => {
    const builder = new StreamsBuilder();
    const [left, right] = [builder.table(orders, text), builder.table(users, text)];
    left
      .leftJoin(
        right,
        (order) => order.split(' ')[0]!,
        (order, user) => `${order} by ${user}`,
        'owner',
      )
      .toStream()
      .to(out, text);
    return builder.build();
  };
  const id = uniqueName('foreign');
  const config = { 'application.id': id, 'processing.guarantee': guarantee, 'repartition.purge.interval.ms': 100 };
  const keys = Array.from({ length: 12 }, (_, i) => `order-${i}`);
  const owner = (i: number): string => `u${i % 4}`;
  await kafka.produce(
    users,
    ['u0', 'u1', 'u2'].map((key) => ({ key, value: `name of ${key}` })),
  );
  await kafka.produce(
    orders,
    keys.map((key, i) => ({ key, value: `${owner(i)} ${key}` })),
  );
  await applications.run(topology(), config);
  const expected = (name: (user: string) => string): Record<string, string> =>
    Object.fromEntries(keys.map((key, i) => [key, `${owner(i)} ${key} by ${name(owner(i))}`]));
  const isLike = (wanted: Record<string, string>) => async (): Promise<void> => {
    const results = await eventually(
      async () => latest(await rowsOf(out)),
      (found) => keys.every((key) => found[key] === wanted[key]),
    );
    expect(results).toEqual(wanted);
  };
  await isLike(expected((user) => (user === 'u3' ? 'null' : `name of ${user}`)))();
  // The stores of both sides move, in part, to another process.
  await applications.run(topology(), config);
  await kafka.produce(
    users,
    ['u0', 'u1', 'u2', 'u3'].map((key) => ({ key, value: `new name of ${key}` })),
  );
  await isLike(expected((user) => `new name of ${user}`))();
  expect(await topicConfig(`${id}-owner-subscription-registration-topic`)).toMatchObject({
    'cleanup.policy': 'delete',
    'retention.ms': '-1',
  });
});
