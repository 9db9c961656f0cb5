import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Command, CommanderError } from 'commander';
import { Exit } from './exit';

interface CommandEntry {
  description: string;
  /** Loads the command's module, and with it the addon, only when the command is used. */
  load: () => (program: Command) => void;
}

/** The order is the one `--help` shows. */
const commands: Record<string, CommandEntry> = {
  demo: {
    description: 'send every line of a file through an embedded broker and back, and compare',
    load: () => (require('./commands/demo') as typeof import('./commands/demo')).register,
  },
  broker: {
    description: 'run a development broker: no Java, no container',
    load: () => (require('./commands/broker') as typeof import('./commands/broker')).register,
  },
  produce: {
    description: 'send lines of standard input or of files as messages',
    load: () => (require('./commands/produce') as typeof import('./commands/produce')).register,
  },
  consume: {
    description: 'write messages to standard output',
    load: () => (require('./commands/consume') as typeof import('./commands/consume')).register,
  },
  list: {
    description: 'brokers, topics and partitions, as kcat -L prints them',
    load: () => (require('./commands/list') as typeof import('./commands/list')).register,
  },
  topics: {
    description: 'list, describe, create, alter and delete topics',
    load: () => (require('./commands/topics') as typeof import('./commands/topics')).register,
  },
  groups: {
    description: 'list, describe, reset and delete consumer groups',
    load: () => (require('./commands/groups') as typeof import('./commands/groups')).register,
  },
  configs: {
    description: 'describe and alter configurations of topics, brokers and groups',
    load: () => (require('./commands/configs') as typeof import('./commands/configs')).register,
  },
  offsets: {
    description: 'offsets of partitions, as kafka-get-offsets prints them',
    load: () => (require('./commands/offsets') as typeof import('./commands/offsets')).register,
  },
  acls: {
    description: 'list, add and remove access control lists',
    load: () => (require('./commands/acls') as typeof import('./commands/acls')).register,
  },
  cluster: {
    description: 'the brokers, the id of the cluster, elections',
    load: () => (require('./commands/cluster') as typeof import('./commands/cluster')).register,
  },
  perf: {
    description: "measure, in the words of Kafka's own tools",
    load: () => (require('./commands/perf') as typeof import('./commands/perf')).register,
  },
  'verifiable-producer': {
    description: "Kafka's VerifiableProducer: sends increasing integers, prints JSON about each",
    load: () => (require('./commands/verifiable-producer') as typeof import('./commands/verifiable-producer')).register,
  },
  'verifiable-consumer': {
    description: "Kafka's VerifiableConsumer: reads a topic in a group, prints JSON about what happens",
    load: () => (require('./commands/verifiable-consumer') as typeof import('./commands/verifiable-consumer')).register,
  },
};

function packageVersion(): string {
  const file = path.join(__dirname, '..', '..', 'package.json');
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

/** The whole command line; only the command that `args` name is loaded, the others are names with a description. */
export function createProgram(args: readonly string[]): Command {
  const program = new Command('kafka-napi')
    .description("Apache Kafka at librdkafka's speed")
    .version(packageVersion(), '-V, --version')
    .showHelpAfterError('(kafka-napi --help, kafka-napi <command> --help)')
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
  for (const [name, { description, load }] of Object.entries(commands)) {
    if (name === wanted) load()(program);
    else program.command(name).description(description).allowUnknownOption();
  }
  return program;
}

/** Sub-commands inherit nothing of this by themselves when they are made by hand: every one is told. */
function overrideExit(command: Command): void {
  command.exitOverride();
  for (const child of command.commands) overrideExit(child);
}

export async function runProgram(args: readonly string[]): Promise<void> {
  const program = createProgram(args);
  overrideExit(program);
  if (args.length === 0) {
    program.outputHelp({ error: true });
    process.exitCode = Exit.USAGE;
    return;
  }
  try {
    await program.parseAsync([...args], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // It has printed its message.
    process.exitCode = error.exitCode === 0 ? Exit.DONE : Exit.USAGE;
  }
}
