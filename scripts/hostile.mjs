// Runs clients behind a proxy that corrupts what brokers answer (test/stress/hostile).
//
//   npm run hostile -- --minutes 30 --seed 7 [--brokers mock,kafka] [--parallel 1] [--asan]
//
// With --asan, the clients use a build with the address and undefined-behaviour sanitizers, which is created first. The
// run fails if a memory error, undefined behaviour or a leak of the addon is reported.
import { spawnSync } from 'node:child_process';

import { asanEnvironment, buildAsan, readReports, reportFolder } from './asan.mjs';
import { root } from './inputs.mjs';

/** Resolves with the exit status of the run. Only the processes of the clients get `clientEnv`. */
function run(args, clientEnv) {
  const { status } = spawnSync(
    process.execPath,
    ['-r', './test/helpers/kafka/ts-hook.js', 'test/stress/hostile/hostile.ts', ...args],
    { cwd: root, stdio: 'inherit', env: { ...process.env, HOSTILE_CLIENT_ENV: JSON.stringify(clientEnv) } },
  );
  return status ?? 1;
}

function runWithSanitizers(args) {
  buildAsan();
  const reports = reportFolder('hostile');
  const status = run(args, asanEnvironment(reports));
  const { processes, errors, leaks, undefinedBehaviour } = readReports(reports);
  for (const text of [...undefinedBehaviour, ...errors, ...leaks]) console.log(text);
  console.log(
    `sanitizers: ${errors.length} errors, ${undefinedBehaviour.size} places of undefined behaviour, ${leaks.length} leaks of the ` +
      `addon (${processes} processes left a report)`,
  );
  return errors.length + leaks.length + undefinedBehaviour.size > 0 ? 1 : status;
}

const args = process.argv.slice(2);
const rest = args.filter((arg) => arg !== '--asan');
process.exitCode = rest.length < args.length ? runWithSanitizers(rest) : run(rest, {});
