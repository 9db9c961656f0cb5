import path from 'node:path';
import { expectSuccess } from '../../helpers/child';

test('a client is not collected while somebody listens to its events', async () => {
  const program = path.join(__dirname, 'programs', 'awaited-event.ts');
  expect(await expectSuccess(program, { nodeArgs: ['--expose-gc'] })).toBe(
    'emitted: admin consumer producer\ncollected afterwards: admin consumer producer\n',
  );
});
