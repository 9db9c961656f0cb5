import path from 'node:path';
import { jsonLines, runProgram } from '../../helpers/child';

const program = path.join(__dirname, 'programs', 'throwing-user-code.ts');

const warning = (plugin: string, method: string) => `ERR_LISTENER ${plugin}'s ${method} threw: mine`;

test.each([
  ['drain', { thrown: ['mine'], lost: 0 }],
  ['log', { thrown: ['mine'], partitions: 1 }],
  ['revoked', { thrown: ['mine'], state: 'closed' }],
  ['close', { thrown: ['mine'], state: 'closed', called: ['first', 'second'] }],
  [
    'plugins',
    {
      thrown: [],
      states: ['closed', 'closed'],
      warnings: [
        ...['a deserializer', 'a metric reporter', 'a serializer', 'an interceptor', 'the partitioner'].map((plugin) =>
          warning(plugin, 'close'),
        ),
      ],
    },
  ],
  ['reporter', { thrown: [], warnings: ['ERR_LISTENER'] }],
  ['inspected', { thrown: [] }],
])(
  '%s: what the user threw is told, and the client goes on, closes, and leaves nothing behind',
  async (name, expected) => {
    const result = await runProgram(program, { args: [name], timeoutMs: 60_000 });
    expect(result).toMatchObject({ code: 0, timedOut: false });
    expect(jsonLines(result.stdout)).toEqual([{ ...expected, threadsLeft: 0 }]);
  },
  90_000,
);
