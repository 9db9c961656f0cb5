import path from 'node:path';

import { jsonLines, runProgram } from '../../helpers/child';

test('what a listener or callback throws is an uncaught exception; loops, reports and the connection go on', async () => {
  const { code, stdout } = await runProgram(path.join(__dirname, 'programs', 'throwing.ts'));
  expect(jsonLines(stdout)).toEqual([
    {
      data: ['v0', 'v1', 'v2'],
      reports: 3,
      answered: ['flush', 'consume', 'disconnect'],
      thrown: {
        'in a callback': 3,
        'in data': 3,
        'in delivery-report': 3,
      },
    },
  ]);
  expect(code).toBe(0);
});
