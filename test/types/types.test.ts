import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';

test('what TypeScript infers and refuses', () => {
  expect(readdirSync(__dirname).filter((name) => name.endsWith('.types.ts'))).not.toHaveLength(0);
  const tsc = require.resolve('typescript/bin/tsc');
  const run = spawnSync(
    process.execPath,
    [tsc, '--project', path.join(__dirname, 'tsconfig.json'), '--pretty', 'false'],
    { encoding: 'utf8' },
  );
  expect(run.stdout + run.stderr).toBe('');
  expect(run.status).toBe(0);
});
