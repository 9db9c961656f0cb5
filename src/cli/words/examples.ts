import type { Command } from 'commander';

/** By command: examples for its help, where the command itself has none. */
const examples: Record<string, string[]> = {
  demo: ['demo FILE', 'demo -q one.txt two.txt'],
  'broker stop': ['broker stop', 'broker stop --port 9192 --force'],
  'broker status': ['broker status', 'broker status -J'],
  'broker logs': ['broker logs -n 20', 'broker logs -f'],
  'broker list': ['broker list', 'broker list -J'],
  list: ['list', 'list -t orders -J'],
  'topics list': ['topics list', "topics list --topic 'orders.*' --exclude-internal"],
  'topics describe': ['topics describe orders', 'topics describe --under-replicated'],
  'topics create': ['topics create orders --partitions 6', 'topics create log --config cleanup.policy=compact'],
  'topics alter': ['topics alter orders --partitions 12'],
  'topics delete': ['topics delete orders', 'topics delete old --if-exists'],
  'groups list': ['groups list', 'groups list --state Stable,Empty'],
  'groups describe': ['groups describe readers', 'groups describe readers --members --verbose'],
  'groups delete': ['groups delete readers'],
  'configs describe': ['configs describe --topic orders', 'configs describe --all-brokers --all'],
  'configs alter': [
    'configs alter --topic orders --add-config retention.ms=86400000',
    'configs alter --topic orders --delete-config retention.ms',
  ],
  'acls list': ['acls list', 'acls list --topic orders --principal User:alice'],
  'acls add': [
    'acls add --topic orders --allow-principal User:alice --producer',
    'acls add --topic orders --group readers --allow-principal User:bob --consumer',
  ],
  'acls remove': ['acls remove --topic orders --allow-principal User:alice --producer'],
  'users list': ['users list', 'users list alice'],
  'users set': ['users set alice --mechanism SCRAM-SHA-512'],
  'users delete': ['users delete alice --mechanism SCRAM-SHA-512'],
  'cluster describe': ['cluster describe', 'cluster describe -J'],
  'cluster cluster-id': ['cluster cluster-id'],
  'cluster elect-leaders': ['cluster elect-leaders --election-type preferred --all-topic-partitions'],
  'perf produce': ['perf produce --topic t --num-records 1000000 --record-size 100'],
  'perf consume': ['perf consume --topic t --num-records 1000000'],
  'perf e2e': ['perf e2e --topic t --num-records 1000 --record-size 100'],
  'properties list': ['properties list', 'properties list --client producer'],
  'properties dump': ['properties dump -F client.properties'],
  'verifiable-producer': ['verifiable-producer --bootstrap-server localhost:9092 --topic t --max-messages 1000'],
  'verifiable-consumer': ['verifiable-consumer --bootstrap-server localhost:9092 --topic t --group-id g'],
};

/** Adds the examples to the help of `command`, called `path`, and of the commands below it. */
export function addExamples(command: Command, path: string): void {
  const lines = examples[path];
  if (lines !== undefined) command.addHelpText('after', `\n${lines.map((line) => `  kafka-napi ${line}`).join('\n')}`);
  for (const child of command.commands) addExamples(child, `${path} ${child.name()}`);
}
