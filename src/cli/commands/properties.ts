import { type Command, Option } from 'commander';
import { AdminClient, Consumer, Producer } from '../../index';
import { clientProperties, type CommonOptions, withCommonOptions } from '../options';
import { DataOutput } from '../io/stdout';
import { runCommand } from '../run';
import { isSecret } from '../secrets';

interface PropertiesOptions extends CommonOptions {
  client: 'producer' | 'consumer' | 'admin';
  json?: boolean;
}

/** Loads only that kind. */
const clients = { producer: () => Producer, consumer: () => Consumer, admin: () => AdminClient };

export function register(program: Command): void {
  const properties = program
    .command('properties')
    .description('the configuration properties, or those that a command line sets');
  withClient(properties.command('list').description('every property with default and meaning: kcat -X list')).action(
    (options: PropertiesOptions) => run(options, list),
  );
  withClient(
    properties
      .command('dump')
      .description('the resulting configuration of -b, -F and -X, secrets hidden: kcat -X dump'),
  ).action((options: PropertiesOptions) => run(options, dump));
}

function withClient(command: Command): Command {
  return withCommonOptions(command)
    .addOption(
      new Option('--client <kind>', 'whose properties').choices(['producer', 'consumer', 'admin']).default('consumer'),
    )
    .option('-J, --json', 'as one line of JSON');
}

function run(options: PropertiesOptions, write: (options: PropertiesOptions, out: DataOutput) => void): Promise<void> {
  return runCommand(async () => {
    const out = new DataOutput();
    write(options, out);
    return out.finish();
  });
}

function list({ client, json }: PropertiesOptions, out: DataOutput): void {
  const definitions = Object.values(clients[client]().configDef);
  if (json) {
    out.line(JSON.stringify(definitions));
    return;
  }
  for (const { name, type, default: value, validValues, about } of definitions) {
    out.line(`${name} (${type.toLowerCase()}${value === undefined ? '' : `, default ${JSON.stringify(value)}`})`);
    if (validValues) out.line(`    ${validValues}`);
    if (about) out.line(`    ${about}`);
  }
}

function dump(options: PropertiesOptions, out: DataOutput): void {
  const set = clientProperties(options);
  const shown = Object.entries(set).map(([name, value]) => [name, isSecret(name) ? '[hidden]' : value] as const);
  if (options.json) out.line(JSON.stringify(Object.fromEntries(shown)));
  else for (const [name, value] of shown) out.line(`${name} = ${value}`);
}
