/** Processes that are killed. More kills: `npm run streams:kill -- --kills 50`. */
import { seedOfRun } from '../../helpers/random';
import { sharedKafka, uniqueName } from '../../helpers/kafka/shared-kafka';
import { runKills } from '../../streams/kill/run-kills';

test('with exactly_once_v2 every output is the fold of its inputs, once, whatever is killed', async () => {
  const seed = seedOfRun();
  const lines: string[] = [];
  const { problems, inputs } = await runKills({
    kafka: sharedKafka(),
    prefix: uniqueName('killed'),
    seed,
    kills: 4,
    guarantee: 'exactly_once_v2',
    log: (line) => lines.push(line),
  });
  expect({ seed, lines, problems }).toEqual({ seed, lines, problems: [] });
  expect(inputs).toBeGreaterThan(100);
}, 1_200_000);
