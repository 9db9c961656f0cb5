import { Argument, type Command } from 'commander';
import { usageError } from '../exit';
import { composeFile, launchdUnit, supervisordUnit, systemdUnit, type Service } from '../service/units';

const kinds: Record<string, (service: Service) => string> = {
  supervisord: supervisordUnit,
  systemd: systemdUnit,
  launchd: launchdUnit,
  'docker-compose': composeFile,
};

interface PrintOptions {
  name?: string;
  user?: string;
}

export function register(program: Command): void {
  const service = program
    .command('service')
    .description('print a unit for supervisord, systemd, launchd or Docker Compose');
  service
    .command('print')
    .description('a unit that starts, stops and restarts a command of kafka-napi')
    .addArgument(new Argument('<kind>', 'for whom').choices(Object.keys(kinds)))
    .argument('[command...]', 'broker, or a command with its options (after --)')
    .option('--name <name>', "the unit's name (default: kafka-napi-COMMAND)")
    .option('--user <user>', 'user that it runs as (supervisord, systemd)')
    .passThroughOptions()
    .addHelpText(
      'after',
      `
"broker" stands for "broker start --yes": a real Kafka in the foreground. Stopping is SIGTERM, with a minute for it.

  kafka-napi service print supervisord broker > /etc/supervisor/conf.d/kafka.conf
  kafka-napi service print systemd --user kafka broker > /etc/systemd/system/kafka.service
  kafka-napi service print supervisord -- consume -G archive -t orders -J`,
    )
    .action((kind: string, command: string[], options: PrintOptions) => {
      const { words, name: chosen, user } = optionsBefore(command, options);
      if (words.length === 0) words.push('broker');
      const args = words.length === 1 && words[0] === 'broker' ? ['broker', 'start', '--yes'] : words;
      const name = chosen ?? `kafka-napi-${args[0]}`;
      if (!/^[\w.-]+$/.test(name)) throw usageError(`--name ${name}: letters, digits, ".", "_" and "-"`);
      const unit = kinds[kind]!({
        name,
        args,
        user,
        node: process.execPath,
        script: require.main?.filename ?? process.argv[1] ?? 'kafka-napi',
        environment: kept(process.env),
      });
      process.stdout.write(unit);
    });
}

/** `--name` and `--user` may follow the kind. Everything after them belongs to the command. */
function optionsBefore(command: readonly string[], { name, user }: PrintOptions): PrintOptions & { words: string[] } {
  const words = [...command];
  while (words[0] === '--name' || words[0] === '--user') {
    const [option, value] = words.splice(0, 2);
    if (value === undefined) throw usageError(`${option}: a value must follow it`);
    if (option === '--name') name = value;
    else user = value;
  }
  if (words[0] === '--') words.shift();
  return { name, user, words };
}

/** Variables of this shell's environment that the unit needs to find Java, Kafka and the broker. */
function kept(env: NodeJS.ProcessEnv): [string, string][] {
  const names = [
    'JAVA_HOME',
    'KAFKA_HOME',
    'KAFKA_BOOTSTRAP_SERVERS',
    'XDG_DATA_HOME',
    'XDG_CACHE_HOME',
    'HOME',
    'PATH',
  ];
  return names.flatMap((name) => (env[name] ? [[name, env[name]] as [string, string]] : []));
}
