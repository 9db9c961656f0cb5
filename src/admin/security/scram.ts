import type { NativeErrorData } from '../../errors/kafka-error';
import type { Outcome } from '../../errors/partial-failure-error';
import { show } from '../calls/arguments';
import type { AdminCall } from '../calls/call';
import { assertMayDescribeCluster } from '../cluster/cluster-access';
import { scramMechanisms, type ScramMechanism } from '../calls/enums';
import { inOrder, missingError, outcomeOf } from '../calls/outcomes';

/** Kafka's minimum, which is the default of Kafka's own tool. */
const LEAST_ITERATIONS = 4096;
const MOST_ITERATIONS = 16_384;
const SALT_BYTES = 64;

export interface ScramCredentialInfo {
  mechanism: ScramMechanism;
  iterations: number;
}

/** Java's UserScramCredentialsDescription. */
export interface UserScramCredentialsDescription {
  name: string;
  credentialInfos: ScramCredentialInfo[];
}

/** Java's UserScramCredentialUpsertion: creates a user's credential, or replaces it. */
export interface UserScramCredentialUpsertion {
  user: string;
  /** iterations: 4096 to 16384, default 4096. */
  credentialInfo: { mechanism: Exclude<ScramMechanism, 'UNKNOWN'>; iterations?: number | undefined };
  password: string | Uint8Array;
  /** Default: random. */
  salt?: Uint8Array | undefined;
}

/** Java's UserScramCredentialDeletion. */
export interface UserScramCredentialDeletion {
  user: string;
  mechanism: Exclude<ScramMechanism, 'UNKNOWN'>;
}

export type UserScramCredentialAlteration = UserScramCredentialUpsertion | UserScramCredentialDeletion;

export interface UserName {
  user: string;
}

interface NativeAlteration {
  user: string;
  mechanism: number;
  iterations?: number | undefined;
  password?: Buffer | undefined;
  salt?: Buffer | undefined;
}

interface UserResult {
  name: string;
  error: NativeErrorData | null;
}

const label = (user: string): string => `user ${user}`;

export async function describeUserScramCredentials(
  call: AdminCall,
  users: unknown,
): Promise<Outcome<UserScramCredentialsDescription>[]> {
  const names = users === undefined ? null : call.arguments.names('users', users);
  if (names?.length === 0) return [];
  await assertMayDescribeCluster(call);
  type Answer = UserResult & { credentialInfos: { mechanism: number; iterations: number }[] };
  const answers = await call.ask<Answer[]>('describeUserScramCredentials', { users: [...new Set(names ?? [])] });
  const asked = names ?? answers.map((answer) => answer.name).sort();
  return inOrder(
    asked,
    (name) => name,
    answers,
    (answer) => answer.name,
    ({ name, error, credentialInfos }) =>
      outcomeOf(call.operation, label(name), error, {
        name,
        credentialInfos: credentialInfos
          .sort((a, b) => a.mechanism - b.mechanism)
          .map(({ mechanism, iterations }) => ({ mechanism: scramMechanisms.name(mechanism), iterations })),
      }),
    (name) => missingError(call.operation, label(name)),
  );
}

function bytes(call: AdminCall, where: string, value: unknown): Buffer {
  const made =
    typeof value === 'string'
      ? Buffer.from(value, 'utf8')
      : ArrayBuffer.isView(value)
        ? Buffer.from(value.buffer, value.byteOffset, value.byteLength)
        : undefined;
  // The bad value is not shown, because it may be a password.
  if (made === undefined) throw call.arguments.bad(`${where} must be a string or bytes; got ${typeof value}`);
  if (made.length === 0) throw call.arguments.bad(`${where} must not be empty`);
  return made;
}

function alteration(call: AdminCall, where: string, value: unknown): NativeAlteration {
  const check = call.arguments;
  if (typeof value === 'object' && value !== null && 'mechanism' in value) {
    const deletion = check.object(`${where}, a deletion,`, value, ['user', 'mechanism']);
    return {
      user: check.name(`${where}.user`, deletion.user),
      mechanism: check.code(`${where}.mechanism`, deletion.mechanism, scramMechanisms, ['UNKNOWN']),
    };
  }
  const upsertion = check.object(where, value, ['user', 'credentialInfo', 'password', 'salt']);
  const info = check.object(`${where}.credentialInfo`, upsertion.credentialInfo, ['mechanism', 'iterations']);
  if (typeof upsertion.salt === 'string') throw check.bad(`${where}.salt must be bytes; got ${show(upsertion.salt)}`);
  return {
    user: check.name(`${where}.user`, upsertion.user),
    mechanism: check.code(`${where}.credentialInfo.mechanism`, info.mechanism, scramMechanisms, ['UNKNOWN']),
    iterations:
      info.iterations === undefined
        ? LEAST_ITERATIONS
        : check.whole(`${where}.credentialInfo.iterations`, info.iterations, LEAST_ITERATIONS, MOST_ITERATIONS),
    password: bytes(call, `${where}.password`, upsertion.password),
    salt:
      upsertion.salt === undefined
        ? crypto.getRandomValues(Buffer.alloc(SALT_BYTES))
        : bytes(call, `${where}.salt`, upsertion.salt),
  };
}

export async function alterUserScramCredentials(call: AdminCall, alterations: unknown): Promise<Outcome<UserName>[]> {
  const wanted = call.arguments
    .list('alterations', alterations)
    .map((value, i) => alteration(call, `alterations[${i}]`, value));
  call.arguments.distinct(
    'alterations',
    wanted.map(({ user, mechanism }) => `${user} ${scramMechanisms.name(mechanism)}`),
  );
  if (wanted.length === 0) return [];
  const outcomes: Outcome<UserName>[] = [];
  for (const round of rounds(wanted)) {
    const answers = await call.ask<UserResult[]>('alterUserScramCredentials', { alterations: round });
    const results = inOrder(
      round,
      ({ user }) => user,
      answers,
      (answer) => answer.name,
      ({ name, error }) => outcomeOf(call.operation, label(name), error, { user: name }),
      ({ user }) => missingError(call.operation, label(user)),
    );
    round.forEach((item, i) => (outcomes[wanted.indexOf(item)] = results[i]!));
  }
  return outcomes;
}

/** Kafka accepts only one change per user in a request. */
function rounds(alterations: readonly NativeAlteration[]): NativeAlteration[][] {
  const result: NativeAlteration[][] = [];
  const seen = new Map<string, number>();
  for (const item of alterations) {
    const round = seen.get(item.user) ?? 0;
    seen.set(item.user, round + 1);
    (result[round] ??= []).push(item);
  }
  return result;
}
