import { usageError } from '../exit';

interface Tool {
  /** The words of our command; null: the actions below select it. */
  command: string[] | null;
  /** `--list` → our words for it. */
  actions?: Record<string, string[]>;
  /** Their option → ours. An empty list drops the option. Its value, if any, stays. */
  rename?: Record<string, string[]>;
  /** Their options with a value that are dropped together with the value. */
  without?: string[];
  /** Their defaults where ours differ, unless this option is given. */
  unless?: [option: RegExp, words: string[]][];
}

const admin: Record<string, string[]> = { '--command-config': ['-F'], '--command-property': ['-X'] };
const verbs = (command: string, ...names: string[]): Record<string, string[]> =>
  Object.fromEntries(names.map((name) => [`--${name}`, [command, name]]));

/** Kafka 4.3.1's scripts for which there is a command. Options not listed here have the same name in ours. */
const tools: Record<string, Tool> = {
  'kafka-topics': {
    command: null,
    actions: verbs('topics', 'list', 'describe', 'create', 'alter', 'delete'),
    rename: { ...admin, '--topics-with-overrides': ['--topics-with-overrides'] },
    without: ['--partition-size-limit-per-response'],
  },
  'kafka-consumer-groups': {
    command: null,
    actions: verbs('groups', 'list', 'describe', 'delete', 'reset-offsets', 'delete-offsets'),
    rename: admin,
  },
  'kafka-groups': { command: null, actions: { '--list': ['groups', 'list', '--protocols'] }, rename: admin },
  'kafka-configs': {
    command: null,
    actions: verbs('configs', 'describe', 'alter'),
    rename: admin,
  },
  'kafka-acls': {
    command: null,
    actions: verbs('acls', 'list', 'add', 'remove'),
    rename: { ...admin, '--force': [] },
  },
  'kafka-get-offsets': {
    command: ['offsets', '--pattern'],
    rename: { ...admin, '--broker-list': ['--bootstrap-server'] },
  },
  'kafka-delete-records': { command: ['records', 'delete'], rename: admin },
  'kafka-leader-election': {
    command: ['cluster', 'elect-leaders'],
    rename: { ...admin, '--admin.config': ['-F'] },
  },
  'kafka-cluster': { command: ['cluster'], rename: { ...admin, '--config': ['-F'], 'list-endpoints': ['describe'] } },
  'kafka-console-producer': {
    command: ['produce', '--java'],
    rename: {
      ...admin,
      '--producer-property': ['-X'],
      '--producer.config': ['-F'],
      '--property': ['--reader-property'],
      '--broker-list': ['--bootstrap-server'],
      '--compression-codec': ['-z'],
      '--sync': [],
    },
    without: ['--timeout', '--max-memory-bytes', '--line-reader', '--socket-buffer-size'],
  },
  'kafka-console-consumer': {
    command: ['consume', '--java'],
    rename: {
      ...admin,
      '--consumer-property': ['-X'],
      '--consumer.config': ['-F'],
      '--property': ['--formatter-property'],
      '--include': ['--topic'],
      '--max-messages': ['--count'],
      '--timeout-ms': ['--idle-timeout'],
      '--from-beginning': ['-o', 'beginning'],
      '--skip-message-on-error': [],
      '--enable-systest-events': [],
    },
    without: ['--formatter', '--formatter-config'],
    unless: [[/^(?:--from-beginning|--offset(?:=.*)?|--group(?:=.*)?)$/, ['-o', 'end']]],
  },
  'kafka-producer-perf-test': {
    command: ['perf', 'produce'],
    rename: { '--producer-props': ['--command-property'], '--producer.config': ['--command-config'] },
  },
  'kafka-consumer-perf-test': {
    command: ['perf', 'consume'],
    rename: {
      '--messages': ['--num-records'],
      '--broker-list': ['--bootstrap-server'],
      '--consumer.config': ['--command-config'],
    },
  },
  'kafka-e2e-latency': { command: ['perf', 'e2e'] },
  'kafka-verifiable-producer': { command: ['verifiable-producer'] },
  'kafka-verifiable-consumer': { command: ['verifiable-consumer'] },
  'kafka-broker-api-versions': { command: ['doctor', '--api-versions'], rename: admin },
};

/** Kafka's scripts whose requests librdkafka cannot send, or that need Kafka's own code. */
const without: Record<string, string> = {
  'kafka-server-start': 'kafka-napi broker start runs a real Kafka',
  'kafka-server-stop': 'kafka-napi broker stop stops what broker start started',
  'kafka-storage': 'kafka-napi broker start formats the storage of what it starts',
};
for (const name of [
  'kafka-client-metrics',
  'kafka-delegation-tokens',
  'kafka-dump-log',
  'kafka-features',
  'kafka-log-dirs',
  'kafka-metadata-quorum',
  'kafka-reassign-partitions',
  'kafka-replica-verification',
  'kafka-share-groups',
  'kafka-console-share-consumer',
  'kafka-streams-groups',
  'kafka-transactions',
]) {
  without[name] = "librdkafka has no request for it; Kafka's own script does it";
}

export const kafkaToolNames: readonly string[] = [...Object.keys(tools), ...Object.keys(without)];

/** Translates a command line of one of Kafka's scripts to our words. */
export function kafkaTool(name: string, args: readonly string[]): string[] {
  const tool = tools[name];
  if (tool === undefined) throw usageError(`${name}: not available here. ${without[name]}.`);
  if (args.length === 0 || args.includes('--help')) return [...helpWords(tool), '--help'];
  if (args.includes('--version')) return ['--version'];
  let command = tool.command;
  const rest: string[] = [];
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] as string;
    const [option, attached] = splitOption(arg);
    const action = tool.actions?.[arg];
    // `--state` and similar words remain options if the action was already selected.
    if (action !== undefined && command === null) command = action;
    else if (tool.without?.includes(option)) at += attached === undefined ? 1 : 0;
    else if (tool.rename?.[option] !== undefined) {
      rest.push(...(tool.rename[option] as string[]), ...(attached === undefined ? [] : [attached]));
    } else rest.push(arg);
  }
  if (command === null) {
    throw usageError(`${name}: name the action with one of ${Object.keys(tool.actions ?? {}).join(', ')}`);
  }
  for (const [option, words] of tool.unless ?? []) if (!args.some((arg) => option.test(arg))) rest.push(...words);
  if (name === 'kafka-e2e-latency' && rest[0]?.startsWith('--') === false) return positionalLatency(rest);
  return [...command, ...rest];
}

function helpWords({ command, actions }: Tool): string[] {
  return command?.filter((word) => !word.startsWith('-')) ?? (Object.values(actions ?? {})[0] as string[]).slice(0, 1);
}

function splitOption(arg: string): [option: string, value: string | undefined] {
  const at = arg.startsWith('--') ? arg.indexOf('=') : -1;
  return at === -1 ? [arg, undefined] : [arg.slice(0, at), arg.slice(at + 1)];
}

/** EndToEndLatency's older form: servers, topic, count, acks, size, and a properties file. */
function positionalLatency([servers, topic, count, acks, size, file]: string[]): string[] {
  const named = [
    '-b',
    servers,
    '--topic',
    topic,
    '--num-records',
    count,
    '--producer-acks',
    acks,
    '--record-size',
    size,
  ];
  if (named.includes(undefined)) {
    throw usageError('kafka-e2e-latency: expected SERVERS TOPIC COUNT ACKS SIZE, or --bootstrap-server and so on');
  }
  return ['perf', 'e2e', ...(named as string[]), ...(file === undefined ? [] : ['-F', file])];
}
