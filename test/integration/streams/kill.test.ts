/** Processes that are killed. More kills: `npm run streams:kill -- --kills 50`. */
import { seedOfRun } from '../../helpers/random';
import { sharedKafka, uniqueName } from '../../helpers/kafka/shared-kafka';
import { runKills, type KillOptions } from '../../streams/kill/run-kills';

test.each<[string, Partial<KillOptions>]>([
  ['the DSL', { kills: 4 }],
  ['agents', { app: 'agents', kills: 0, faults: ['kill before offsets'] }],
])(
  '%s: with exactly_once_v2 every output is the fold of its inputs, once, whatever is killed',
  async (_, options) => {
    const seed = seedOfRun();
    const lines: string[] = [];
    const { problems, inputs } = await runKills({
      kafka: sharedKafka(),
      prefix: uniqueName('killed'),
      seed,
      kills: 0,
      guarantee: 'exactly_once_v2',
      ...options,
      log: (line) => lines.push(line),
    });
    expect({ seed, lines, problems }).toEqual({ seed, lines, problems: [] });
    expect(inputs).toBeGreaterThan(100);
  },
  1_200_000,
);
