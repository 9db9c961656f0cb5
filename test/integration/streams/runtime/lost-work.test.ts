/** What was done since the last commit is void, while the partitions stay here. */
import { setTimeout as sleep } from 'node:timers/promises';
import { StreamsBuilder, type ProcessorContext } from '../../../../src/streams/index';
import { uniqueName } from '../../../helpers/kafka/shared-kafka';
import { Applications, eventually, int64, kafka, rowsOf, text, topics } from './support';

const applications = new Applications();
afterEach(() => applications.close());

const TIMEOUT_MS = 3000;
/** The broker looks for transactions that are too old every 10 s. */
const TOO_LONG_MS = TIMEOUT_MS + 11_000;

test('a transaction that outlives its timeout is done again, once', async () => {
  const [input, out] = (await topics(1, 'in', 'out')) as [string, string];
  const id = uniqueName('late');
  let isSlow = true;
  const builder = new StreamsBuilder();
  const counts = builder.stream(input, text).groupByKey().count({ storeName: 'counts' }).toStream();
  counts.process(() => {
    let context: ProcessorContext;
    return {
      init: (given) => void (context = given),
      process({ value: count }) {
        // The next transaction begins with the fourth record, and has the fifth.
        if (count === 3) context.commit();
        if (count !== 5 || !isSlow) return;
        isSlow = false;
        // The thread stands still, as in a long computation; heartbeats of the group go on.
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, TOO_LONG_MS);
      },
    };
  });
  counts.to(out);
  const produce = (count: number): Promise<unknown> =>
    kafka.produce(
      input,
      Array.from({ length: count }, () => ({ key: 'k', value: '' })),
    );
  await produce(3);
  await applications.run(builder.build(), {
    'application.id': id,
    'processing.guarantee': 'exactly_once_v2',
    'commit.interval.ms': TIMEOUT_MS,
    'transaction.timeout.ms': TIMEOUT_MS,
  });
  await eventually(
    () => rowsOf(out, int64),
    (found) => found.length >= 3,
  );
  await produce(1);
  await sleep(1000);
  await produce(3);
  const rows = await eventually(
    () => rowsOf(out, int64),
    (found) => found.length >= 7,
  );
  expect(isSlow).toBe(false);
  expect(rows.map(([, count]) => count)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect(await rowsOf(`${id}-counts-changelog`, int64)).toEqual(expect.arrayContaining([['k', 7, expect.any(Number)]]));
}, 120_000);
