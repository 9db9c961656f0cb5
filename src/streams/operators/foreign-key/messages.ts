import { StreamsError } from '../../errors/streams-errors';

/** What the left side of a join asks of the right one. Numbers are Java's. */
export const Instruction = {
  /** Forget the subscription. */
  DELETE: 0,
  /** Forget it, and answer without a value. */
  DELETE_AND_ANSWER: 1,
  /** Keep it, and answer in any case. */
  ANSWER: 2,
  /** Keep it, and answer if there is a value. */
  ANSWER_IF_THERE: 3,
} as const;
export type Instruction = (typeof Instruction)[keyof typeof Instruction];

/** A row of the left side wants to hear of a row of the right one. */
export interface Subscription {
  /** Of the bytes of the left value; null: it was deleted. */
  readonly hash: Buffer | null;
  readonly instruction: Instruction;
  /** The key of the left row, as bytes. */
  readonly primaryKey: Buffer;
  /** The partition of the left row; null: the writer did not know of it. */
  readonly partition: number | null;
}

/** What the right side answers: bytes for the topic, and the partition that they go to. */
export interface Response {
  readonly bytes: Buffer;
  readonly partition: number | null;
}

const SUBSCRIPTION_VERSION = 1;
const RESPONSE_VERSION = 0;
const NO_HASH = 0x80;
const HASH = 16;

function refuseVersion(what: string, version: number, newest: number): void {
  if (version > newest)
    throw new StreamsError(`A ${what} has the version ${version}. Versions up to ${newest} can be read`);
}

/** `version (80: no hash) ‖ instruction ‖ hash (16) ‖ primary key ‖ partition (4)`. Java's SubscriptionWrapperSerde. */
export function writeSubscription({ hash, instruction, primaryKey, partition }: Subscription): Buffer {
  const end = Buffer.allocUnsafe(4);
  end.writeInt32BE(partition ?? -1);
  const head = Buffer.of(hash ? SUBSCRIPTION_VERSION : SUBSCRIPTION_VERSION | NO_HASH, instruction);
  return Buffer.concat([head, ...(hash ? [hash] : []), primaryKey, end]);
}

/** Version 0 has no partition. @throws StreamsError for a version or an instruction that is not known. */
export function readSubscription(data: Buffer): Subscription {
  const version = data[0]! & ~NO_HASH;
  refuseVersion('subscription', version, SUBSCRIPTION_VERSION);
  const instruction = data[1] as Instruction;
  if (!Object.values(Instruction).includes(instruction))
    throw new StreamsError(`A subscription has the unknown instruction ${instruction}`);
  const at = data[0]! & NO_HASH ? 2 : 2 + HASH;
  const end = version === 0 ? data.length : data.length - 4;
  const hash = at === 2 ? null : data.subarray(2, at);
  return {
    hash,
    instruction,
    primaryKey: data.subarray(at, end),
    partition: version === 0 ? null : data.readInt32BE(end),
  };
}

/** `version (80: no hash) ‖ hash (16) ‖ value`. Java's SubscriptionResponseWrapperSerde. */
export function writeResponse(hash: Buffer | null, value: Buffer | null): Buffer {
  const head = Buffer.of(hash ? RESPONSE_VERSION : RESPONSE_VERSION | NO_HASH);
  return Buffer.concat([head, ...(hash ? [hash] : []), ...(value ? [value] : [])]);
}

/** A value without bytes is null, as in Java. @throws StreamsError for a version that is not known. */
export function readResponse(data: Buffer): { hash: Buffer | null; value: Buffer | null } {
  refuseVersion('response to a subscription', data[0]! & ~NO_HASH, RESPONSE_VERSION);
  const at = data[0]! & NO_HASH ? 1 : 1 + HASH;
  return { hash: at === 1 ? null : data.subarray(1, at), value: data.length > at ? data.subarray(at) : null };
}

/** How the keys of subscriptions begin: `length of the foreign key (4) ‖ foreign key`; the primary key follows. */
export function subscriptionPrefix(foreignKey: Buffer): Buffer {
  const length = Buffer.allocUnsafe(4);
  length.writeInt32BE(foreignKey.length);
  return Buffer.concat([length, foreignKey]);
}
