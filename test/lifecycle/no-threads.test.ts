/** A limit of threads that is reached (a container's pids.max) is an error, and never the end of the process. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { root } from '../helpers/addon';
import { expectSuccess, jsonLines } from '../helpers/child';

test('calls are refused, clients are closed, and destroyed when there are threads again', async () => {
  const work = mkdtempSync(path.join(tmpdir(), 'no-threads-'));
  try {
    const shim = path.join(work, 'no_threads.so');
    execFileSync(process.env.CC ?? 'cc', [
      ...['-shared', '-fPIC', '-o', shim, path.join(root, 'test/fixtures/native/no_threads.c'), '-ldl'],
    ]);
    const preload = [process.env.LD_PRELOAD, shim].filter(Boolean).join(' ');
    const stdout = await expectSuccess('test/lifecycle/programs/no-threads.ts', {
      env: { LD_PRELOAD: preload, NO_THREADS_FILE: path.join(work, 'limit') },
    });
    expect(jsonLines(stdout)).toEqual([
      {
        partitionsFor: 'ERR__CRIT_SYS_RESOURCE',
        flush: 'ERR__CRIT_SYS_RESOURCE',
        make: expect.stringMatching(/^ERR_/),
        // librdkafka itself would end the process: it asserts that it gets the thread for the group's coordinator.
        makeMember: expect.stringMatching(/^ERR_/),
        // On librdkafka's own threads.
        endOffsets: 'done',
        partitionsForAfterwards: 'done',
        flushAfterwards: 'done',
        closeProducer: 'done',
        closeConsumer: 'done',
        gone: true,
      },
    ]);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
});
