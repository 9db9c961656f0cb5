import path from 'node:path';
import { expectSuccess, jsonLines, runProgram } from '../../helpers/child';

const program = (name: string) => path.join(__dirname, 'programs', `${name}.ts`);
const MB = 1024 * 1024;

// In full, and in CI.
test('two million calls that throw leave memory flat', async () => {
  const stdout = await expectSuccess(program('throwing-calls'), {
    args: ['2000000'],
    nodeArgs: ['--expose-gc', '--max-semi-space-size=1'],
  });
  const [memory] = jsonLines<{ before: number; after: number; outstanding: number }>(stdout);
  expect(memory!.outstanding).toBeGreaterThan(0);
  expect(memory!.after - memory!.before).toBeLessThan(20 * MB);
});

test('a callback that throws is an uncaught exception, after the others have run', async () => {
  const result = await runProgram(program('throwing-callback'));
  expect(result.stdout).toBe('first\nsecond\nmine\n');
  expect(result.code).toBe(1);
  expect(result.stderr).toContain('Error: mine');
});

test('a process with records outstanding stays until they are settled, and not longer', async () => {
  expect(await expectSuccess(program('exit'))).toBe('delivered 10\n');
});

test('flushSync in an exit handler', async () => {
  expect(await expectSuccess(program('exit'), { args: ['exit-handler'] })).toBe('delivered 0\nleft 0, delivered 10\n');
});

test('a forgotten producer delivers what it has and is collected', async () => {
  expect(await expectSuccess(program('abandoned'), { nodeArgs: ['--expose-gc'] })).toBe('delivered\ncollected 1\n');
});
