import { ByteReader } from './byte-reader';
import { JsonWriter, MAX_DECODED } from './json-writer';

/** Where brokers keep committed offsets, groups and transactions. */
const OFFSETS = '__consumer_offsets';
const TRANSACTIONS = '__transaction_state';

/** Whether the records of a topic are written by brokers, in formats of their own. */
export const isKafkasOwn = (topic: string): boolean => topic === OFFSETS || topic === TRANSACTIONS;

/**
 * A key or value of Kafka's own topics as JSON text.
 * @param key The record's key, which says what its value is.
 * @throws Error for what is none, or has a format that is not read.
 */
export function decodeKafkasOwn(bytes: Buffer, topic: string, role: 'key' | 'value', key: Buffer | null): string {
  if (!isKafkasOwn(topic)) throw new Error(`only records of ${OFFSETS} and ${TRANSACTIONS} are of this format`);
  const out = new JsonWriter(MAX_DECODED);
  const fields = new Fields(bytes, out);
  out.open('{');
  if (role === 'key') writeKey(fields, topic);
  else writeValue(fields, topic, key);
  out.close('}');
  return out.text;
}

/** Types of records in __consumer_offsets by the version of their key, with the names of the key's fields. */
const keysOfOffsets: Readonly<Record<number, readonly string[]>> = {
  0: ['group', 'topic', 'partition:i32'],
  1: ['group', 'topic', 'partition:i32'],
  2: ['group'],
  3: ['groupId'],
  4: ['groupId'],
  5: ['groupId', 'memberId'],
  6: ['groupId'],
  7: ['groupId', 'memberId'],
  8: ['groupId', 'memberId'],
};

const namesOfTypes: readonly string[] = [
  'OffsetCommit',
  'OffsetCommit',
  'GroupMetadata',
  'ConsumerGroupMetadata',
  'ConsumerGroupPartitionMetadata',
  'ConsumerGroupMemberMetadata',
  'ConsumerGroupTargetAssignmentMetadata',
  'ConsumerGroupTargetAssignmentMember',
  'ConsumerGroupCurrentMemberAssignment',
];

function writeKey(fields: Fields, topic: string): void {
  const version = fields.reader.i16();
  const names = topic === OFFSETS ? keysOfOffsets[version] : version === 0 ? ['transactionalId'] : undefined;
  if (names === undefined) throw new Error(`keys of the type ${version} are not read`);
  fields.text('type', topic === OFFSETS ? namesOfTypes[version]! : 'TransactionLog');
  for (const name of names) {
    if (name.endsWith(':i32')) fields.number(name.slice(0, -4), fields.reader.i32());
    else fields.text(name, fields.string());
  }
}

function writeValue(fields: Fields, topic: string, key: Buffer | null): void {
  if (key === null || key.length < 2) throw new Error('the record has no key, which would say what its value is');
  const type = topic === TRANSACTIONS ? -1 : key.readInt16BE(0);
  const version = fields.reader.i16();
  fields.number('version', version);
  if (type === -1) transaction(fields, version);
  else if (type === 0 || type === 1) offsetCommit(fields, version);
  else if (type === 2) groupMetadata(fields, version);
  else throw new Error(`values of the type ${namesOfTypes[type] ?? type} are not read`);
}

function offsetCommit(fields: Fields, version: number): void {
  if (version > 4) throw new Error(`offset commits of the version ${version} are not read`);
  fields.isFlexible = version >= 4;
  fields.number('offset', fields.reader.i64());
  if (version >= 3) fields.number('leaderEpoch', fields.reader.i32());
  fields.text('metadata', fields.string());
  fields.number('commitTimestamp', fields.reader.i64());
  if (version === 1) fields.number('expireTimestamp', fields.reader.i64());
}

function groupMetadata(fields: Fields, version: number): void {
  if (version > 4) throw new Error(`group metadata of the version ${version} is not read`);
  const { reader } = fields;
  fields.isFlexible = version >= 4;
  fields.text('protocolType', fields.string());
  fields.number('generation', reader.i32());
  fields.text('protocol', fields.string());
  fields.text('leader', fields.string());
  if (version >= 2) fields.number('currentStateTimestamp', reader.i64());
  fields.list('members', () => {
    fields.text('memberId', fields.string());
    if (version >= 3) fields.text('groupInstanceId', fields.string());
    fields.text('clientId', fields.string());
    fields.text('clientHost', fields.string());
    if (version >= 1) fields.number('rebalanceTimeout', reader.i32());
    fields.number('sessionTimeout', reader.i32());
    fields.number('subscriptionBytes', fields.bytes());
    fields.number('assignmentBytes', fields.bytes());
    fields.skipTags();
  });
}

const states = ['Empty', 'Ongoing', 'PrepareCommit', 'PrepareAbort', 'CompleteCommit', 'CompleteAbort', 'Dead'];

function transaction(fields: Fields, version: number): void {
  if (version > 1) throw new Error(`transactions of the version ${version} are not read`);
  const { reader } = fields;
  fields.isFlexible = version >= 1;
  fields.number('producerId', reader.i64());
  fields.number('producerEpoch', reader.i16());
  fields.number('transactionTimeoutMs', reader.i32());
  const state = reader.i8();
  fields.text('state', states[state] ?? `state ${state}`);
  fields.list('partitions', () => {
    fields.text('topic', fields.string());
    fields.list('partitionIds', undefined);
    fields.skipTags();
  });
  fields.number('lastUpdateTimestamp', reader.i64());
  fields.number('startTimestamp', reader.i64());
}

/** Fields of Kafka's own formats, which are written to JSON as they are read. */
class Fields {
  readonly reader: ByteReader;
  /** Lengths are variable, one more than they are; 0 is null. */
  isFlexible = false;
  readonly #out: JsonWriter;

  constructor(bytes: Buffer, out: JsonWriter) {
    this.reader = new ByteReader(bytes);
    this.#out = out;
  }

  text(name: string, value: string | null): void {
    this.#out.name(name);
    if (value === null) this.#out.token('null');
    else this.#out.string(value);
  }

  number(name: string, value: number | bigint | null): void {
    this.#out.name(name);
    this.#out.token(String(value));
  }

  /** Objects whose fields `each` writes; without it: numbers of 32 bits. */
  list(name: string, each: (() => void) | undefined): void {
    this.#out.name(name);
    const count = this.#length(() => this.reader.i32());
    if (count < 0) return this.#out.token('null');
    this.#out.open('[');
    for (let i = 0; i < count; i++) {
      if (each === undefined) this.#out.token(String(this.reader.i32()));
      else {
        this.#out.open('{');
        each();
        this.#out.close('}');
      }
    }
    this.#out.close(']');
  }

  string(): string | null {
    const length = this.#length(this.reader.i16);
    return length < 0 ? null : this.reader.text(length);
  }

  /** Steps over bytes; returns how many they are. */
  bytes(): number | null {
    const length = this.#length(this.reader.i32);
    if (length < 0) return null;
    this.reader.bytes(length);
    return length;
  }

  skipTags(): void {
    if (!this.isFlexible) return;
    for (let left = this.reader.varint(); left > 0n; left--) {
      this.reader.varint();
      this.reader.bytes(Number(this.reader.varint()));
    }
  }

  #length(fixed: () => number): number {
    return this.isFlexible ? Number(this.reader.varint()) - 1 : fixed();
  }
}
