/**
 * Some rounds of `npm run hostile`, with a new seed each time: no client may abort or hang, and every error is one of
 * ours. That each client works again is only printed: docs/guarantees.md names cases in which one does not, and `npm
 * run hostile` fails on them.
 */
import { slowness } from '../../helpers/addon';
import { seedOfRun } from '../../helpers/random';
import { runHostile } from '../../stress/hostile/run-hostile';

test(
  'whatever bytes a broker answers, clients neither abort nor hang, and get typed errors',
  async () => {
    const seed = seedOfRun();
    const result = await runHostile({ seed, minutes: 0.3, brokers: ['mock'], log: (line) => console.log(line) });
    const failures = result.failures.filter(({ stderr }) => !/does not work \d+ ms after/.test(stderr));
    if (failures.length < result.failures.length) console.log('not recovered in time:', result.failures);
    expect({ seed, failures }).toEqual({ seed, failures: [] });
    expect(result.rounds['mock']).toBeGreaterThan(0);
    expect(Object.keys(result.damages).length).toBeGreaterThan(3);
  },
  600_000 * slowness,
);
