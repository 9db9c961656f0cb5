/** The addon in many threads and contexts at once, and in threads that are terminated suddenly. */
import { slowness } from '../helpers/addon';
import { expectSuccess, jsonLines } from '../helpers/child';

const programs = 'test/lifecycle/programs';

test('eight workers at once, each with a producer and a consumer', async () => {
  const counts = jsonLines<{ delivered: number; consumed: number }>(await expectSuccess(`${programs}/many-workers.ts`));
  expect(counts).toHaveLength(8);
  for (const { delivered, consumed } of counts) expect([delivered, consumed]).toEqual([20_000, 20_000]);
});

test('workers terminated at 500 random moments', async () => {
  const total = 500 / slowness;
  const args = [String(total), '4'];
  const output = await expectSuccess(`${programs}/terminate.ts`, { args, timeoutMs: 300_000 });
  expect(jsonLines(output)).toEqual([{ ended: total }]);
}, 310_000);

test('vm contexts, loads and copies of the addon side by side', async () => {
  const output = await expectSuccess(`${programs}/contexts.ts`);
  // Five bindings, each asked with the clients of the four others.
  expect(jsonLines(output)).toEqual([{ consumed: [100, 100, 100, 100, 100], refused: 20 }]);
});

test('abandoned clients are collected, and their threads end', async () => {
  const output = await expectSuccess(`${programs}/abandon.ts`, { args: ['300', '100'], nodeArgs: ['--expose-gc'] });
  const [counts] = jsonLines<{ collected: number; before: number; after: number }>(output);
  expect(counts!.collected).toBe(300);
  expect(counts!.after).toBeLessThanOrEqual(counts!.before);
});
