import { allCases, chosen } from '../../stress/user-code/cases';
import { runCases } from '../../stress/user-code/run';

// Some of all of them; npm run user-code runs the rest.
const COUNT = 24;
const SEED = Number(process.env['KAFKA_NAPI_SEED'] ?? 7);

test('whatever user code does, at whatever moment: nothing is corrupted, nothing wedged, nothing left behind', async () => {
  console.log(`KAFKA_NAPI_SEED=${SEED}: ${COUNT} of ${allCases.length} cases`);
  expect(await runCases(chosen(SEED, COUNT))).toEqual([]);
}, 300_000);
