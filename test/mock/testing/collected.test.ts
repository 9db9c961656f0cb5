import path from 'node:path';
import { expectSuccess } from '../../helpers/child';

test('a cluster of which only the address is kept is not collected while it runs, and does not keep the process', async () => {
  const program = path.join(__dirname, 'programs', 'destructured.ts');
  expect(await expectSuccess(program, { nodeArgs: ['--expose-gc'] })).toBe('sent 20\n');
});
