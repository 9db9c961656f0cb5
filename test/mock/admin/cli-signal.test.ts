import { startCli } from '../../helpers/cli/run-cli';

test('Ctrl-C ends a command of administration that waits for a broker: quietly, with the status of the signal', async () => {
  const running = startCli(['topics', 'list', '-b', '127.0.0.1:1']);
  // The call is pending when the command reports that no broker can be reached.
  await running.stderrMatches(/Connection refused/);
  running.child.kill('SIGINT');
  const { status, stdout, stderr } = await running.result;
  expect([status, stdout.toString()]).toEqual([130, '']);
  expect(stderr).not.toMatch(/^kafka-napi:/m);
});
