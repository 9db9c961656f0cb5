/**
 * Topologies beside Java's own TopologyTestDriver: outputs, timestamps, headers, changelog and repartition bytes,
 * stores, `describe()`. More cases: `npm run oracle:streams -- --cases 10000`.
 */
import { seedOfRun } from '../../helpers/random';
import { JavaOracle } from '../../streams/oracle/java-oracle';
import { runOurs } from '../../streams/oracle/ours/run';
import { runCases } from '../../streams/oracle/run-cases';

let oracle: JavaOracle;
beforeAll(async () => {
  oracle = await JavaOracle.start();
}, 300_000);
afterAll(() => oracle.stop());

test('generated cases come out as in Java', async () => {
  const firstSeed = seedOfRun();
  const { found, records } = await runCases(oracle, { firstSeed, count: 150 });
  expect({ firstSeed, found }).toEqual({ firstSeed, found: [] });
  expect(records).toBeGreaterThan(1000);
}, 600_000);

test('a wrong timestamp is noticed, and the case is made small', async () => {
  const { found } = await runCases(oracle, {
    firstSeed: 1,
    count: 100,
    ours(test) {
      const outcome = runOurs(test);
      for (const [topic, rows] of Object.entries(outcome.topics ?? {}))
        if (topic.endsWith('-repartition')) for (const row of rows) row[2] = row[2]! + 1;
      return outcome;
    },
  });
  expect(found).toHaveLength(1);
  expect(found[0]!.differences[0]!.what).toMatch(/^topic app-.*-repartition from row 0$/);
  expect(found[0]!.test.inputs).toHaveLength(1);
  // A stream, two groupings of it and their cogroup.
  expect(found[0]!.test.steps.length).toBeLessThanOrEqual(4);
}, 600_000);
