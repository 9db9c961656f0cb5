import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Command, CommanderError } from 'commander';
import type { CommandLine } from './command-line';
import { commands } from './commands/table';
import { CommandError, describeError, Exit } from './exit';
import { ourArguments } from './words/arguments';
import { addExamples } from './words/examples';

export function packageVersion(): string {
  const file = path.join(__dirname, '..', '..', 'package.json');
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

/** The whole command line. Only the command in `args` is loaded; the others are just names with a description. */
export function createProgram(args: readonly string[]): Command {
  const program = new Command('kafka-napi')
    .description("Apache Kafka at librdkafka's speed")
    .version(packageVersion(), '-V, --version')
    .showHelpAfterError('(kafka-napi --help, kafka-napi <command> --help)')
    .enablePositionalOptions()
    .exitOverride()
    .addHelpText(
      'after',
      `
Data goes to standard output, everything else to standard error. The exit status is 0 only where all was done, 2 for a wrong
command line.

  kafka-napi demo FILE                     the whole way, with no broker of your own
  kafka-napi broker --topics numbers:3     a broker to try things on
  seq 1 10 | kafka-napi produce -t numbers
  kafka-napi consume -t numbers -e`,
    );
  const wanted = args[0] === 'help' ? args[1] : args.find((arg) => !arg.startsWith('-'));
  for (const [name, { description, load, hidden }] of Object.entries(commands)) {
    if (name === wanted) load()(program, commandLine);
    else if (!hidden) program.command(name).description(description).allowUnknownOption();
  }
  for (const command of program.commands) addExamples(command, command.name());
  return program;
}

/** Manually created sub-commands do not inherit this, so it is set on each. */
function overrideExit(command: Command): void {
  command.exitOverride();
  for (const child of command.commands) overrideExit(child);
}

/** Every command with all options, for `--help` and the man page. Loads all of them. */
export function wholeProgram(): Command {
  const program = createProgram([]);
  const names = program.commands.map((command) => command.name());
  const whole = new Command(program.name()).description(program.description()).enablePositionalOptions();
  for (const name of names) commands[name]!.load()(whole, commandLine);
  for (const command of whole.commands) addExamples(command, command.name());
  return whole;
}

const commandLine: CommandLine = {
  names: Object.keys(commands).filter((name) => commands[name]!.hidden !== true),
  create: createProgram,
  whole: wholeProgram,
  version: packageVersion,
};

export async function runProgram(given: readonly string[]): Promise<void> {
  // `kafka-napi --help | head`: a reader that stops early is no error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(Exit.PIPE_CLOSED);
    throw error;
  });
  try {
    const args = ourArguments(given, {
      calledAs: process.argv[1] ?? '',
      env: process.env,
      get stdinIsTerminal() {
        return process.stdin.isTTY === true;
      },
    });
    await parse(args);
  } catch (error) {
    const exitCode = statusOf(error);
    if (exitCode !== undefined) {
      process.stderr.write(`kafka-napi: ${describeError(error)}\n`);
      process.exitCode = exitCode;
      return;
    }
    if (!(error instanceof CommanderError)) throw error;
    // It has printed its message.
    process.exitCode = error.exitCode === 0 ? Exit.DONE : Exit.USAGE;
  }
}

/** undefined: the error is none of a user's, and needs its stack. */
function statusOf(error: unknown): number | undefined {
  if (error instanceof CommandError) return error.exitCode;
  // A command's module loads the addon, before any of the command runs.
  return (error as { code?: unknown }).code === 'ERR_ADDON_NOT_LOADED' ? Exit.FAILED : undefined;
}

async function parse(args: readonly string[]): Promise<void> {
  const program = createProgram(args);
  overrideExit(program);
  if (args.length === 0) {
    program.outputHelp({ error: true });
    process.exitCode = Exit.USAGE;
    return;
  }
  await program.parseAsync([...args], { from: 'user' });
}
