/**
 * The oracle on one small program: no difference, and one that is put in on purpose is found. Generated programs: `npm
 * run oracle`.
 */
import type { Fault } from '../oracle/drivers/faults';
import { OracleBroker } from '../oracle/oracle-broker';
import type { Program } from '../oracle/programs/program';
import { Oracle } from '../oracle/run-oracle';

let broker: OracleBroker;
beforeAll(async () => {
  broker = await OracleBroker.start();
}, 300_000);
afterAll(() => broker.stop());

test('a commit that is one too low is found', async () => {
  const program: Program = {
    topics: [{ partitions: 1, content: [{ partition: 0, kind: 'plain', count: 3 }] }],
    steps: [
      {
        op: 'open',
        c: 'c0',
        config: { 'group.id': 'g0', 'auto.offset.reset': 'earliest', 'enable.auto.commit': 'false' },
      },
      { op: 'assign', c: 'c0', parts: [[0, 0]] },
      { op: 'drain' },
      { op: 'commit', c: 'c0' },
      { op: 'close', c: 'c0' },
    ],
  };
  const seen = async (fault?: Fault) => {
    const { differences } = await new Oracle({ broker, seed: 0, minutes: 1, fault }).both(program);
    return differences
      .filter(({ field }) => field !== 'time')
      .map(({ step, field, java, ours }) => [step, field, java, ours]);
  };
  expect(await seen()).toEqual([]);
  const low = [{ 't0-0': 3 }, { 't0-0': 2 }];
  expect(JSON.parse(JSON.stringify(await seen('commit-one-low')))).toEqual([
    [3, 'committed g0', ...low],
    [4, 'committed g0', ...low],
  ]);
}, 600_000);
