import type { CommandEntry } from '../command-line';

/** In the order of `--help`. */
export const commands: Record<string, CommandEntry> = {
  demo: {
    description: 'send every line of a file through an embedded broker and compare',
    load: () => (require('./demo') as typeof import('./demo')).register,
  },
  broker: {
    description: 'start, stop and watch a real Kafka; or a development broker without Java',
    load: () => (require('./broker') as typeof import('./broker')).register,
  },
  produce: {
    description: 'send lines of standard input or of files as messages',
    load: () => (require('./produce') as typeof import('./produce')).register,
  },
  consume: {
    description: 'write messages to standard output',
    load: () => (require('./consume') as typeof import('./consume')).register,
  },
  ui: {
    description: 'see topics, messages and groups in a browser',
    load: () => (require('../ui/ui') as typeof import('../ui/ui')).register,
  },
  query: {
    description: 'find, count and sum messages with KQL',
    load: () => (require('../query/query') as typeof import('../query/query')).register,
  },
  streams: {
    description: 'run, describe, feed or reset an App of kafka-napi/streams',
    load: () => (require('../streams/streams') as typeof import('../streams/streams')).register,
  },
  mirror: {
    description: 'copy topics from one cluster to another',
    load: () => (require('./mirror') as typeof import('./mirror')).register,
  },
  list: {
    description: 'brokers, topics and partitions, as kcat -L prints them',
    load: () => (require('./list') as typeof import('./list')).register,
  },
  topics: {
    description: 'list, describe, create, alter and delete topics',
    load: () => (require('../admin/topics') as typeof import('../admin/topics')).register,
  },
  groups: {
    description: 'list, describe, reset and delete consumer groups',
    load: () => (require('../groups/groups') as typeof import('../groups/groups')).register,
  },
  lag: {
    description: 'show the lag of groups, once or repeatedly',
    load: () => (require('../groups/lag') as typeof import('../groups/lag')).register,
  },
  configs: {
    description: 'describe and alter configurations of topics, brokers and groups',
    load: () => (require('../admin/configs') as typeof import('../admin/configs')).register,
  },
  offsets: {
    description: 'offsets of partitions, as kafka-get-offsets prints them',
    load: () => (require('../admin/offsets') as typeof import('../admin/offsets')).register,
  },
  records: {
    description: 'delete records below an offset',
    load: () => (require('../admin/records') as typeof import('../admin/records')).register,
  },
  acls: {
    description: 'list, add and remove access control lists',
    load: () => (require('../admin/acls') as typeof import('../admin/acls')).register,
  },
  users: {
    description: 'SCRAM users: list, set a password, delete',
    load: () => (require('../admin/users') as typeof import('../admin/users')).register,
  },
  cluster: {
    description: 'the brokers, the id of the cluster, elections',
    load: () => (require('../admin/cluster') as typeof import('../admin/cluster')).register,
  },
  perf: {
    description: "run producer and consumer benchmarks; output of Kafka's own perf tools",
    load: () => (require('./perf') as typeof import('./perf')).register,
  },
  doctor: {
    description: 'find problems: versions, the addon, the brokers, limits of this machine',
    load: () => (require('./doctor') as typeof import('./doctor')).register,
  },
  migrate: {
    description: 'move a project from kafkajs, node-rdkafka or Confluent’s client',
    load: () => (require('../migrate/migrate') as typeof import('../migrate/migrate')).register,
  },
  service: {
    description: 'print a unit for supervisord, systemd, launchd or Docker Compose',
    load: () => (require('./service') as typeof import('./service')).register,
  },
  properties: {
    description: 'the configuration properties, or those that a command line sets',
    load: () => (require('./properties') as typeof import('./properties')).register,
  },
  completion: {
    description: 'print the completion of bash, zsh or fish',
    load: () => (require('./completion') as typeof import('./completion')).register,
  },
  man: {
    description: 'print the manual page',
    load: () => (require('../words/man') as typeof import('../words/man')).register,
  },
  'verifiable-producer': {
    description: "Kafka's VerifiableProducer: sends increasing integers, prints JSON about each",
    load: () => (require('../verifiable/producer') as typeof import('../verifiable/producer')).register,
  },
  'verifiable-consumer': {
    description: "Kafka's VerifiableConsumer: reads a topic in a group, prints JSON about what happens",
    load: () => (require('../verifiable/consumer') as typeof import('../verifiable/consumer')).register,
  },
  __complete: {
    description: 'candidates for the completion scripts',
    load: () => (require('./completion') as typeof import('./completion')).registerAnswers,
    hidden: true,
  },
};
