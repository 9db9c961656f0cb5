import { spawnSync } from 'node:child_process';
import path from 'node:path';

const root = path.join(__dirname, '..', '..', '..');

test('types, table and docs/configuration.md are the output of tools/java-config', () => {
  const run = spawnSync(process.execPath, [path.join(root, 'tools', 'java-config', 'generate.mjs'), '--check'], {
    encoding: 'utf8',
  });
  expect(run.stderr).toBe('');
  expect(run.status).toBe(0);
});
