// Runs Node with a build of the addon that has the address and undefined-behaviour sanitizers: creates the build, sets
// the environment and reads the reports that processes write when they end.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';

import { folderName, root } from './inputs.mjs';
import { leakFrames, ownLeaks } from './leak-reports.mjs';
import { sanitizerOptions } from './sanitizers.mjs';

const SANITIZERS = 'address,undefined';
const RUNTIME_ERROR = /^.*: runtime error: .*$/gm;

const build = path.join(root, `build-${folderName(SANITIZERS)}`);

export function buildAsan() {
  execFileSync(process.execPath, ['scripts/build-native.mjs', '--if-needed', `--sanitize=${SANITIZERS}`], {
    cwd: root,
    stdio: 'inherit',
  });
}

/** An empty folder for the reports of one run. */
export function reportFolder(name) {
  const folder = path.join(build, 'reports', name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** The environment variables of a Node that loads that build, or another one, and writes into `reports`. */
export function asanEnvironment(reports, addon = path.join(build, 'Release', 'kafka_napi.node')) {
  const log = path.join(reports, 'report');
  const runtime = execFileSync('gcc', ['-print-file-name=libasan.so'], { encoding: 'utf8' }).trim();
  return {
    ...sanitizerOptions,
    // V8 handles segmentation faults of its own code, so the sanitizer must not. An error aborts. A leak is reported at
    // the end and does not change the exit status.
    ASAN_OPTIONS:
      `${sanitizerOptions.ASAN_OPTIONS}:detect_leaks=1:exitcode=0:abort_on_error=1:handle_segv=0` +
      `:log_path=${log}:stack_trace_format="${leakFrames}"`,
    // Undefined behaviour of librdkafka does not end the process, so that one run shows all of it. Our own code is
    // compiled to stop, regardless of this option.
    // The path is there a second time because this run time, which starts later, sets the path of both.
    UBSAN_OPTIONS: `${sanitizerOptions.UBSAN_OPTIONS}:halt_on_error=0:log_path=${log}`,
    LD_PRELOAD: runtime,
    KAFKA_NAPI_ADDON: path.relative(root, addon),
  };
}

/** The lines that name undefined behaviour. */
export function runtimeErrors(text) {
  return text.match(RUNTIME_ERROR) ?? [];
}

/**
 * Reads the reports of a run: the number of processes that wrote one, errors (whole reports), leaks of the addon, and
 * undefined behaviour.
 */
export function readReports(reports) {
  const texts = readdirSync(reports)
    .filter((file) => file.startsWith('report.'))
    .map((file) => readFileSync(path.join(reports, file), 'utf8'));
  return {
    processes: texts.length,
    // Everything except leaks and undefined behaviour: an error, or a leak check that could not run.
    errors: texts.filter(
      (text) =>
        !/LeakSanitizer: detected memory leaks|: runtime error: /.test(text) || /ERROR: AddressSanitizer/.test(text),
    ),
    leaks: texts.flatMap(ownLeaks),
    undefinedBehaviour: new Set(texts.flatMap(runtimeErrors)),
  };
}
