/**
 * However a program ends and whatever its clients are doing: the process ends, soon, with the status that it asked for.
 */
import type { ChildProcess } from 'node:child_process';

import { MockCluster } from '../../src/testing';
import { slowness } from '../helpers/addon';
import { READY, runProgram } from '../helpers/child';

const states = [
  'idle',
  'connecting to nobody',
  'producing',
  'consuming',
  'in a transaction',
  'in a rebalance',
  'broker gone',
  'after a thrown error',
] as const;

const endings: Record<string, { code: number | null; signal: NodeJS.Signals | null }> = {
  close: { code: 0, signal: null },
  return: { code: 0, signal: null },
  'process.exit': { code: 3, signal: null },
  SIGINT: { code: null, signal: 'SIGINT' },
  SIGTERM: { code: null, signal: 'SIGTERM' },
  'uncaught exception': { code: 1, signal: null },
};

const EXIT_MS = 5000;

/** Lines of a stack, or of a crash report, that lie in our code. */
function ourFrames(stderr: string): string[] {
  return stderr
    .split('\n')
    .filter((line) => /\bat .*[/\\](src|dist)[/\\]|kafka_napi\.node|FATAL ERROR|rdkafka/.test(line));
}

describe.each(states)('%s', (state) => {
  test.concurrent.each(Object.keys(endings))(
    'then %s',
    async (ending) => {
      const cluster = await MockCluster.start({ topics: { t: 2 } });
      try {
        const expected = endings[ending]!;
        const onLine = (line: string, child: ChildProcess): void => {
          if (line === 'CONNECTED') cluster.stopBroker(1);
          if (line === READY && expected.signal) child.kill(expected.signal);
        };
        const result = await runProgram('test/lifecycle/programs/exit.ts', {
          args: [state, ending, cluster.bootstrapServers],
          onLine,
          timeoutMs: 60_000 * slowness,
        });
        const { code, signal, timedOut, stderr } = result;
        expect({ timedOut, code, signal, stderr: ending === 'uncaught exception' ? '' : stderr }).toEqual({
          timedOut: false,
          ...expected,
          stderr: '',
        });
        expect(result.msAfterReady).toBeLessThan(EXIT_MS * slowness);
        expect(ourFrames(stderr)).toEqual([]);
        if (ending === 'uncaught exception') expect(stderr).toContain('the user made a mistake');
      } finally {
        await cluster.close();
      }
    },
    300_000 * slowness,
  );
});
