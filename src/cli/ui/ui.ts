import { setFlagsFromString } from 'node:v8';
import type { Command } from 'commander';
import type { CommandLine } from '../command-line';
import { CommandError, Exit, usageError } from '../exit';
import { setQuiet } from '../io/stderr';
import { clientProperties, collect, withCommonOptions, wholeNumber } from '../options';
import { runCommand } from '../run';
import { StopRequest } from '../signals';
import { loadUiPackage } from './find-package';
import { denyList, scanBudget, uiOptions, type UiCommandOptions } from './options';

/** What this command uses of kafka-napi-ui. */
interface UiPackage {
  start(request: object): Promise<{ closed: Promise<void> }>;
  hashPassword(password: string): Promise<string>;
}

export function register(program: Command, line: CommandLine): void {
  withCommonOptions(program.command('ui').description('see topics, messages and groups in a browser'))
    .option('--port <n>', 'port (default: 8282; if it is busy, the next free one; 0: any)', portNumber)
    .option('--host <address>', 'address to listen at (default: 127.0.0.1)')
    .option('--allowed-host <name>', 'another name under which browsers reach it (repeatable)', collect)
    .option('--base-path <path>', 'path below which everything lies, as /kafka')
    .option('--read-only', 'refuse everything that changes something')
    .option('--deny <list>', 'refuse: messages,produce,topics,configs,groups,delete,security,metrics', denyList)
    .option('--auth-file <file>', 'ask for one of these users: lines user:password (or $KAFKA_NAPI_UI_AUTH)')
    .option('--hash-password', 'print a line for --auth-file that hides the password read from stdin')
    .option('--tls-cert <file>', 'certificate in PEM')
    .option('--tls-key <file>', 'its private key in PEM')
    .option('--behind-proxy', 'a proxy in front speaks TLS with the browser')
    .option('--registry <url>', 'a schema registry')
    .option('--decode <rule>', "how to read a topic: 'orders=value:msgpack' (repeatable)", collect)
    .option('--timezone <zone>', "UTC, Asia/Tokyo, … (default: the browser's)")
    .option('--metrics', 'sample for /metrics always, not only while it is asked')
    .option('--metrics-topics <pattern>', 'topics in /metrics')
    .option('--metrics-groups <pattern>', 'groups in /metrics')
    .option('--metrics-no-partitions', 'no series of single partitions in /metrics')
    .option('--max-scans <n>', 'scans at the same time (default: 4)', wholeNumber(1))
    .option('--scan-budget <list>', 'what one scan reads at most (default: 1000000r,256MiB,20s)', scanBudget)
    .option('--no-open', 'do not open the browser')
    .option('--log', 'a line on stderr for each request')
    .addHelpText(
      'after',
      `
The first line of standard output is the address; what follows its # signs in. It joins no group, commits nothing, makes
no topic and writes no file. Other machines reach it only with --host, users and TLS.

  kafka-napi ui
  kafka-napi ui -b broker:9092 --read-only
  kafka-napi ui --port 0 --deny delete,security --no-open
  kafka-napi ui --host 0.0.0.0 --allowed-host kafka.example --auth-file users --tls-cert cert.pem --tls-key key.pem
  echo secret | kafka-napi ui --hash-password`,
    )
    .action((options: UiCommandOptions) => runCommand(() => run(options, line.version())));
}

function portNumber(text: string): number {
  const port = wholeNumber(0)(text);
  if (port > 65_535) throw usageError(`--port ${port}: there is no port after 65535`);
  return port;
}

async function run(options: UiCommandOptions, version: string): Promise<number> {
  setQuiet(options.quiet === true);
  boundMemory();
  const ui = loadUiPackage<UiPackage>('ui', version);
  if (options.hashPassword === true) return printHash(ui);
  const properties = clientProperties(options);
  const stop = new StopRequest();
  const running = await ui
    .start({
      kafka: require('../../index') as typeof import('../../index'),
      kafkaPath: require.resolve('../../index'),
      properties,
      options: uiOptions(options, process.env),
      stdout: process.stdout,
      stderr: options.quiet === true ? { write: () => true } : process.stderr,
      signal: stop.signal,
    })
    .catch((error: unknown) => {
      throw asUsage(error);
    });
  await running.closed;
  stop.dispose();
  return stop.exitCode;
}

/**
 * For this process, which does nothing else. The answers about tens of thousands of partitions are much garbage: V8
 * would let the heap grow to several times of what lives, and the young generation to 48 MB for good. Both flags are
 * read at each collection, so that they have an effect although V8 has started.
 */
function boundMemory(): void {
  for (const flag of ['--heap-growing-percent=30', '--semi-space-growth-factor=1']) {
    try {
      setFlagsFromString(flag);
    } catch {
      // Another engine than V8.
    }
  }
}

/** The package names the option that is wrong; what a system call says is no wrong option. */
function asUsage(error: unknown): unknown {
  const { message, code } = error as { message?: unknown; code?: unknown };
  if (error instanceof CommandError || code !== undefined || typeof message !== 'string') return error;
  return message.startsWith('--') ? usageError(message) : error;
}

async function printHash(ui: UiPackage): Promise<number> {
  let password = '';
  for await (const chunk of process.stdin.setEncoding('utf8')) password += chunk as string;
  password = password.replace(/\r?\n$/, '');
  if (password === '') throw usageError('--hash-password: there is no password on standard input');
  process.stdout.write(`${await ui.hashPassword(password)}\n`);
  return Exit.DONE;
}
