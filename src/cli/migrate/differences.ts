/**
 * What differs on the entries, and by which words of a program it is recognised. `row` begins a row of the tables in
 * docs/moving/, where the whole of it stands.
 */
export interface Difference {
  package: string;
  /** In which page of docs/moving. */
  page: 'kafkajs' | 'rdkafka' | 'confluent';
  row: string;
  effect: 'throws' | 'ignored' | 'differs';
  says: string;
  /** Names in code. */
  code?: RegExp;
  /** Whole strings. */
  text?: RegExp;
  /** These words are used for nothing else: also in files that import none of the packages. */
  anywhere?: boolean;
}

const word = (...names: string[]): RegExp => new RegExp(`(?<![\\w$])(?:${names.join('|')})(?![\\w$])`, 'g');

const kafkajs = (one: Omit<Difference, 'package' | 'page'>): Difference => ({
  package: 'kafkajs',
  page: 'kafkajs',
  ...one,
});
const rdkafka = (one: Omit<Difference, 'package' | 'page'>): Difference => ({
  package: 'node-rdkafka',
  page: 'rdkafka',
  ...one,
});
const confluent = (one: Omit<Difference, 'package' | 'page'>): Difference => ({
  package: '@confluentinc/kafka-javascript',
  page: 'confluent',
  ...one,
});

export const differences: readonly Difference[] = [
  kafkajs({
    row: '`sasl.mechanism` `aws`',
    effect: 'throws',
    says: 'connect() rejects: librdkafka has no SASL mechanism aws, and no mechanisms of your own',
    code: word('authenticationProvider'),
    text: /^aws$/i,
    anywhere: true,
  }),
  kafkajs({
    row: '`ssl.pfx`, `ssl.secureContext`',
    effect: 'throws',
    says: 'connect() rejects: give ca, cert and key as PEM',
    code: word('pfx', 'secureContext'),
  }),
  kafkajs({
    row: '`alterPartitionReassignments`, `listPartitionReassignments`',
    effect: 'throws',
    says: 'librdkafka has no request for reassignments',
    code: word('alterPartitionReassignments', 'listPartitionReassignments'),
    anywhere: true,
  }),
  kafkajs({
    row: 'configurations of `BROKER_LOGGER`',
    effect: 'throws',
    says: 'librdkafka has no configurations of BROKER_LOGGER and no ACLs of DELEGATION_TOKEN',
    code: word('BROKER_LOGGER', 'DELEGATION_TOKEN'),
  }),
  kafkajs({
    row: '`socketFactory`',
    effect: 'ignored',
    says: 'sockets are created by librdkafka',
    code: word('socketFactory'),
    anywhere: true,
  }),
  kafkajs({
    row: '`partitionAssigners` other than',
    effect: 'ignored',
    says: 'librdkafka has no custom assigners; the group uses roundrobin',
    code: word('partitionAssigners'),
    anywhere: true,
  }),
  kafkajs({
    row: 'other options of `ssl`',
    effect: 'ignored',
    says: 'OpenSSL is configured by librdkafka; checkServerIdentity is not called, and the host name is then not checked',
    code: word('servername', 'checkServerIdentity', 'ALPNProtocols', 'minVersion', 'maxVersion'),
  }),
  kafkajs({
    row: 'listeners of `REQUEST`',
    effect: 'ignored',
    says: 'librdkafka does not report requests: these events never come',
    code: /(?<=\.)(?:REQUEST|REQUEST_TIMEOUT|REQUEST_QUEUE_SIZE)(?![\w$])/g,
    text: /^(?:producer|consumer|admin)\.network\.request/,
  }),
  kafkajs({
    row: 'GROUP_JOIN: `leaderId`, `isLeader`',
    effect: 'differs',
    says: "'' and false: librdkafka does not tell who leads",
    code: word('leaderId', 'isLeader'),
  }),
  kafkajs({
    row: '`message.batchContext`',
    effect: 'differs',
    says: 'is not there',
    code: word('batchContext'),
    anywhere: true,
  }),
  kafkajs({
    row: '`logStartOffset` in the result of `send`',
    effect: 'differs',
    says: "is always '0'",
    code: word('logStartOffset'),
    anywhere: true,
  }),
  kafkajs({
    row: 'FETCH_START, FETCH',
    effect: 'differs',
    says: 'one per poll, with nodeId -1',
    code: /(?<=\.)(?:FETCH_START|FETCH)(?![\w$])/g,
    text: /^consumer\.fetch(?:_start)?$/,
  }),
  kafkajs({
    row: 'HEARTBEAT',
    effect: 'differs',
    says: 'comes when a heartbeat would have been sent: librdkafka sends them by itself',
    code: /(?<=\.)HEARTBEAT(?![\w$])/g,
    text: /^consumer\.heartbeat$/,
  }),
  kafkajs({
    row: '… `memberMetadata`',
    effect: 'differs',
    says: "is made of the member's assigned topics",
    code: word('memberMetadata'),
  }),
  kafkajs({
    row: '`resetOffsets`, `setOffsets` with −1 and −2',
    effect: 'differs',
    says: 'stores the offset that −1 and −2 mean; the group must have no members',
    code: word('resetOffsets', 'setOffsets'),
  }),
  kafkajs({
    row: '`listGroups`',
    effect: 'differs',
    says: "protocolType is 'consumer' or ''; consumer groups only",
    code: word('listGroups'),
  }),
  rdkafka({
    row: '`partitioner_cb`',
    effect: 'ignored',
    says: 'node-rdkafka never called it either: use the property partitioner',
    code: word('partitioner_cb'),
    text: /^partitioner_cb$/,
    anywhere: true,
  }),
  rdkafka({
    row: '`plugin.library.paths`, `internal.termination.signal`',
    effect: 'ignored',
    says: 'they have no place in a process of Node.js',
    text: /^(?:plugin\.library\.paths|internal\.termination\.signal)$/,
    anywhere: true,
  }),
  rdkafka({
    row: '`sasl.mechanisms` `GSSAPI`',
    effect: 'throws',
    says: 'connect calls back with the error: this build has neither Kerberos nor an HTTP client',
    text: /^(?:GSSAPI|oidc|sasl\.kerberos\..+)$/i,
    anywhere: true,
  }),
  rdkafka({
    row: '`setSaslCredentials` of a connected client',
    effect: 'throws',
    says: 'counts before the connection only',
    code: word('setSaslCredentials'),
  }),
  rdkafka({
    row: '`poll`, `setPollInterval`',
    effect: 'ignored',
    says: 'delivery reports come as they arrive, without a poll',
    code: word('setPollInterval'),
  }),
  rdkafka({
    row: 'a value in `orig_broker_id`',
    effect: 'differs',
    says: "-1 and ''",
    code: word('orig_broker_id', 'orig_broker_name'),
    anywhere: true,
  }),
  confluent({
    row: '`setSaslCredentials`, `setSaslCredentialProvider` of a connected client',
    effect: 'throws',
    says: 'counts before connect() only',
    code: word('setSaslCredentials', 'setSaslCredentialProvider'),
  }),
  confluent({
    row: '`js.consumer.max.cache.size.per.worker.ms`',
    effect: 'ignored',
    says: 'is checked; at most 1000 messages, or one batch for each partition at a time, are fetched ahead',
    text: /^js\.consumer\.max\.cache\.size\.per\.worker\.ms$/,
    anywhere: true,
  }),
];
