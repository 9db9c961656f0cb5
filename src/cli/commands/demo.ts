import { stat } from 'node:fs/promises';
import type { Command } from 'commander';
import type { RoundTripCounts } from '../demo/demo-session';
import { RoundTrip } from '../demo/round-trip';
import { CommandError, Exit } from '../exit';
import { inputsFrom } from '../io/inputs';
import { complain, clearProgress, note, setQuiet, showProgress } from '../io/stderr';
import { DataOutput } from '../io/stdout';
import { runCommand } from '../run';
import { StopRequest } from '../signals';
import { showBytes, showCount, showRates } from '../units';

const PROGRESS_MS = 200;
/** After this long without standard input, print that the command waits for it. */
const SILENCE_MS = 1000;

const needs = `demo needs lines to send: name one or more files, or pipe something in.

  kafka-napi demo /var/log/syslog
  cat *.txt | kafka-napi demo

It starts a broker inside this process, produces every line, consumes them back and compares them byte for byte.`;

export function register(program: Command): void {
  program
    .command('demo')
    .description('send every line of a file through an embedded broker and compare')
    .argument('[files...]', 'files to send (default: standard input)')
    .option('-q, --quiet', 'no progress line')
    .addHelpText('after', '\nThe embedded broker needs neither Java nor a container and is gone afterwards.')
    .action((files: string[], options: { quiet?: boolean }) => runCommand(() => demo(files, options)));
}

async function demo(files: string[], options: { quiet?: boolean }): Promise<number> {
  setQuiet(options.quiet === true);
  const fromStdin = files.length === 0;
  if (fromStdin && process.stdin.isTTY) {
    complain(needs);
    return Exit.USAGE;
  }
  const inputs = await inputsFrom(files);
  const total = await totalSize(files);
  const stop = new StopRequest();
  const trip = new RoundTrip(stop.signal);
  const progress = setInterval(() => showProgress(progressLine(trip.counts, total)), PROGRESS_MS);
  const silence = setTimeout(() => {
    if (fromStdin && trip.counts.sent === 0)
      note('waiting for lines on standard input; or name a file: kafka-napi demo FILE');
  }, SILENCE_MS);
  let counts: RoundTripCounts;
  try {
    counts = await trip.run(inputs);
  } finally {
    clearInterval(progress);
    clearTimeout(silence);
    clearProgress();
    stop.dispose();
  }
  if (fromStdin && counts.sent === 0 && !stop.stopped) {
    complain(needs);
    return Exit.USAGE;
  }
  if (counts.returned !== counts.sent || counts.returnedBytes !== counts.sentBytes) {
    throw new CommandError(
      `not equal: ${showCount(counts.sent)} messages were sent and ${showCount(counts.returned)} came back`,
    );
  }
  const out = new DataOutput();
  const amount = `${showCount(counts.sent)} messages, ${showCount(counts.sentBytes)} bytes`;
  out.line(
    `produced  ${amount} in ${seconds(counts.produceMs)}: ${showRates(counts.sent, counts.sentBytes, counts.produceMs)}`,
  );
  out.line(
    `consumed  ${amount} in ${seconds(counts.consumeMs)}: ${showRates(counts.returned, counts.returnedBytes, counts.consumeMs)}`,
  );
  out.line(
    stop.stopped
      ? 'stopped before the end of the input; what was sent came back equal'
      : 'equal: every message came back byte for byte, in order',
  );
  return (await out.finish()) || stop.exitCode;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}

/** The size of all files; undefined if it is not known. */
async function totalSize(files: string[]): Promise<number | undefined> {
  if (files.length === 0 || files.includes('-')) return undefined;
  const sizes = await Promise.all(files.map((file) => stat(file)));
  return sizes.every((size) => size.isFile()) ? sizes.reduce((sum, { size }) => sum + size, 0) : undefined;
}

function progressLine(counts: RoundTripCounts, total: number | undefined): string {
  const share = total ? `${Math.floor(Math.min(1, (counts.returnedBytes + counts.returned) / total) * 100)} %, ` : '';
  return `${share}${showCount(counts.sent)} messages sent, ${showCount(counts.returned)} back, ${showBytes(counts.returnedBytes)}`;
}
