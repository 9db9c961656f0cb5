/**
 * What dependents do: npm installs the packed packages from a registry on loopback, on a PATH without a compiler
 * (scripts/install/).
 */
import { spawnSync } from 'node:child_process';
import path from 'node:path';

const root = path.resolve(__dirname, '../..');

test('npm installs it without a compiler, and each failure to load says in its first line what helps', () => {
  const { stdout, status } = spawnSync(process.execPath, ['scripts/test-install.mjs', '--short'], {
    cwd: root,
    encoding: 'utf8',
  });
  expect(stdout).toMatch(/\n8 passed, 0 failed\n$/);
  expect(status).toBe(0);
}, 600_000);
