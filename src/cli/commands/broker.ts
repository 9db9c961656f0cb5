import { type Command, Option } from 'commander';
import { DEFAULT_PORT, runMock, type MockOptions, whatItIsNot } from '../broker/run-mock';
import { collect, wholeNumber } from '../options';
import { list, logs, type RealOptions, start, status, stop, type WhichOptions } from '../kafka/commands';
import { mechanisms } from '../kafka/state';
import { runCommand } from '../run';

const mockOptions = (command: Command): Command =>
  command
    .option(
      '--port <n>',
      'port of the first broker, the others follow (0: any, with --mock)',
      wholeNumber(0),
      DEFAULT_PORT,
    )
    .option('--topics <list>', 'topics to create: a:3,b is "a" with 3 partitions and "b" with one')
    .option('-q, --quiet', 'no notes on stderr, only errors');

export function register(program: Command): void {
  const broker = mockOptions(
    program.command('broker').description('a development broker in this process, until Ctrl-C'),
  )
    .option('--mock', 'the same, as in broker start')
    .option('--brokers <n>', 'how many brokers', wholeNumber(1), 1)
    .addOption(new Option('--kcat', 'print BROKERS=… and end with standard input, as kcat -M').hideHelp())
    .enablePositionalOptions()
    .addHelpText(
      'after',
      `\n${whatItIsNot}\n\n  kafka-napi broker --topics numbers:3\n  kafka-napi broker start --detach --topics numbers:3`,
    )
    .action((options: MockOptions) => runCommand(() => runMock(options)));

  mockOptions(broker.command('start').description('start a real Apache Kafka (KRaft); needs Java 17 or newer'))
    .addOption(
      new Option('--nodes <n>', 'one node, or three that replicate each other').choices(['1', '3']).default('1'),
    )
    .option('--data <folder>', 'folder for its data (default: one folder per port)')
    .option('--detach', 'return when it is ready, and leave it running')
    .option('--version <version>', "Kafka's version (default: that of KAFKA_HOME, or else 4.3.1)")
    .option('--config <name=value>', "one of the broker's own properties (repeatable)", collect)
    .option('--tls', 'encrypt connections, with a new certificate')
    .option('--sasl <user:password>', 'accept only this user (repeatable)', collect)
    .addOption(new Option('--sasl-mechanism <name>', 'how they log in (default: PLAIN)').choices(mechanisms))
    .option('--yes', 'download missing Kafka jars without asking')
    .option('--mock', 'start the development broker instead, without Java')
    .addHelpText(
      'after',
      `
Kafka comes from KAFKA_HOME, else from a cache of jars, which is filled from Maven Central after a question (or --yes).
Java comes from JAVA_HOME, else from PATH. Without Java, Docker starts one node. Ready means: all nodes know each other
and a record has gone through.

  kafka-napi broker start
  kafka-napi broker start --detach --nodes 3 --topics orders:6
  kafka-napi broker start --detach --tls --sasl alice:secret
  kafka-napi broker start --sasl alice:secret --sasl-mechanism SCRAM-SHA-512`,
    )
    .action((options: RealOptions) =>
      runCommand(() => (options.mock ? runMock({ ...options, brokers: Number(options.nodes) }) : start(options))),
    );
  const withData = (command: Command): Command =>
    command
      .option('--port <n>', 'the broker at this port', wholeNumber(1), DEFAULT_PORT)
      .option('--data <folder>', 'the broker with this data')
      .option('-q, --quiet', 'no notes on stderr, only errors');
  withData(broker.command('stop').description('stop it in order: SIGTERM, then wait'))
    .option('--force', 'kill it; the next start recovers from the log')
    .action((options: WhichOptions & { force?: boolean }) => runCommand(() => stop(options)));
  withData(broker.command('status').description('show running nodes; status 1 if one is not running'))
    .option('-J, --json', 'as one line of JSON')
    .action((options: WhichOptions & { json?: boolean }) => runCommand(() => status(options)));
  withData(broker.command('logs').description("the end of the nodes' logs"))
    .option('-f, --follow', 'follow new lines')
    .option('-n, --lines <n>', 'number of lines per node', wholeNumber(1), 50)
    .action((options: WhichOptions & { follow?: boolean; lines: number }) => runCommand(() => logs(options)));
  broker
    .command('list')
    .description('every broker that was started here')
    .option('-J, --json', 'as one line of JSON')
    .action((options: { json?: boolean }) => runCommand(() => list(options)));
}
