import { readFileSync } from 'node:fs';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { usageError } from './exit';

/** The values of `-b`, `-X` and `-F`, as commander returns them. */
export interface CommonOptions {
  bootstrapServer?: string;
  property?: string[];
  file?: string;
  quiet?: boolean;
}

export type Properties = Record<string, string>;

export function collect(value: string, previous: string[] | undefined): string[] {
  return [...(previous ?? []), value];
}

/** For commander: a whole number of at least `least`. */
export function wholeNumber(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^-?\d+$/.test(text) || !Number.isSafeInteger(value) || value < least) {
      throw new InvalidArgumentError(`"${text}" is not a whole number of at least ${least}.`);
    }
    return value;
  };
}

/** Adds `-b`, `-X`, `-F` and `-q`, which every command that connects to a broker has. */
export function withCommonOptions(command: Command): Command {
  return command
    .option(
      '-b, --bootstrap-server <list>',
      'brokers to start from, host:port,… (default: $KAFKA_BOOTSTRAP_SERVERS, else localhost:9092)',
    )
    .addOption(
      new Option('-X, --property <name=value>', "a configuration property by Java's name (repeatable)").argParser(
        collect,
      ),
    )
    .option('-F, --file <file>', 'a Java .properties file with configuration properties')
    .option('-q, --quiet', 'no notes on stderr, only errors');
}

/**
 * The client configuration of a command line. Later ones win: `defaults`, `-F`, `-b`, `-X`. `bootstrap.servers` is
 * always set. The client checks names and values.
 */
export function clientProperties(options: CommonOptions, defaults: Properties = {}): Properties {
  const properties: Properties = { ...defaults };
  if (options.file !== undefined) {
    // Only here: the index loads the addon, which doctor does without.
    const { parseProperties } = require('../index') as typeof import('../index');
    // kcat's files have a prefix for librdkafka's topic properties.
    for (const [name, value] of parseProperties(readFileSyncOrSay(options.file)))
      properties[name.replace(/^topic\./, '')] = value;
  }
  const server = options.bootstrapServer;
  if (server !== undefined) properties['bootstrap.servers'] = server;
  for (const pair of options.property ?? []) {
    const at = pair.indexOf('=');
    if (at <= 0) throw usageError(`-X ${pair}: expected name=value, for example -X linger.ms=20`);
    properties[pair.slice(0, at).trim()] = pair.slice(at + 1);
  }
  properties['bootstrap.servers'] ??= process.env['KAFKA_BOOTSTRAP_SERVERS'] || 'localhost:9092';
  return properties;
}

function readFileSyncOrSay(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw usageError(`-F ${file}: ${(error as Error).message}`);
  }
}
