import { type Command, InvalidArgumentError, Option } from 'commander';
import { perfConsume, type PerfConsumeOptions } from '../perf/perf-consume';
import { perfEndToEnd, type PerfEndToEndOptions } from '../perf/perf-end-to-end';
import { perfProduce, type PerfProduceOptions } from '../perf/perf-produce';
import { type CommonOptions, wholeNumber, withCommonOptions } from '../options';
import { runCommand } from '../run';

function rate(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value < -1)
    throw new InvalidArgumentError('a number of messages a second; -1: no limit.');
  return value;
}

/** Kafka's tools have their own names for `-X` and `-F`. */
function withToolOptions(command: Command): Command {
  return withCommonOptions(command)
    .option('--command-property <name=value...>', 'as -X')
    .option('--command-config <file>', 'as -F');
}

function merged<T extends CommonOptions & { commandProperty?: string[]; commandConfig?: string }>(options: T): T {
  const property = [...(options.commandProperty ?? []), ...(options.property ?? [])];
  return { ...options, property, file: options.file ?? options.commandConfig };
}

export function register(program: Command): void {
  const perf = program.command('perf').description("run benchmarks with the options of Kafka's own tools");
  withToolOptions(perf.command('produce').description('kafka-producer-perf-test'))
    .requiredOption('--topic <topic>', 'topic to produce to')
    .requiredOption('--num-records <n>', 'how many messages', wholeNumber(1))
    .option('--record-size <bytes>', 'random letters of this length', wholeNumber(1))
    .option('--payload-file <file>', 'a random line of this file')
    .option('--payload-delimiter <text>', 'what separates the payloads of the file', '\\n')
    .option('--payload-monotonic', 'the number of the message')
    .option('--throughput <n>', 'messages a second, about; -1: no limit', rate, -1)
    .option('--warmup-records <n>', 'exclude this many from the steady-state figures', wholeNumber(0), 0)
    .option('--reporting-interval <ms>', 'time between two lines', wholeNumber(1), 5000)
    .option('--transactional-id <id>', 'produce in transactions')
    .option('--transaction-duration-ms <ms>', 'commit after this time (3000 with a transactional id)', wholeNumber(1))
    .action((options: PerfProduceOptions) => runCommand(() => perfProduce(merged(options))));

  withToolOptions(perf.command('consume').description('kafka-consumer-perf-test'))
    .option('--topic <topic>', 'topic to read')
    .option('--include <regex>', 'topics to read')
    .requiredOption('--num-records <n>', 'how many messages', wholeNumber(1))
    .option('--group <group>', 'group to read in (default: a new one)')
    .option('--fetch-size <bytes>', 'max.partition.fetch.bytes', wholeNumber(1), 1024 * 1024)
    .option('--socket-buffer-size <bytes>', 'receive.buffer.bytes', wholeNumber(0), 2 * 1024 * 1024)
    .option('--from-latest', 'start at the end if the group has no offset')
    .option('--timeout <ms>', 'give up when no message has arrived for this time', wholeNumber(1), 10_000)
    .option('--reporting-interval <ms>', 'time between two lines of --show-detailed-stats', wholeNumber(1), 5000)
    .option('--show-detailed-stats', 'a line for each reporting interval')
    .option('--hide-header', 'no header line')
    .action((options: PerfConsumeOptions) => runCommand(() => perfConsume(merged(options))));

  withToolOptions(perf.command('e2e').description('EndToEndLatency: send and read one message at a time'))
    .requiredOption('--topic <topic>', 'topic to use; must not be used by others')
    .requiredOption('--num-records <n>', 'how many messages', wholeNumber(1))
    .addOption(new Option('--producer-acks <acks>', 'acknowledgements').choices(['1', 'all']).default('all'))
    .requiredOption('--record-size <bytes>', 'random letters of this length', wholeNumber(1))
    .action((options: PerfEndToEndOptions) => runCommand(() => perfEndToEnd(merged(options))));
}
