import { runJob } from '../../../src/server/scan/jobs/run-job';
import type { Job } from '../../../src/server/scan/sending/job';
import type { JobMessage } from '../../../src/server/scan/threads/messages';

test('of an error of the program the log has the place, not the text: that may hold a part of a message', async () => {
  const clients = { rest: () => undefined, lastError: undefined };
  const job = { stop: { isAsked: false }, clients } as unknown as Job;
  const request = {
    get topic(): never {
      throw new TypeError('Unexpected token in {"card":"4711"}');
    },
  };
  const message = { id: 7, kind: 'record', request } as unknown as JobMessage;
  const answer = await runJob(job, message);
  expect(answer).toMatchObject({ type: 'fault', id: 7, fault: { code: 'INTERNAL' } });
  const { where } = answer as { where: string };
  expect(where).toMatch(/^TypeError\n {4}at /);
  expect(JSON.stringify(answer)).not.toContain('4711');
});
