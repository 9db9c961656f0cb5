/**
 * Every function that a user can write × everything that it may do × every moment of its client: generated, not picked.
 */
import { Random } from '../../helpers/random';

export const producerFunctions = [
  'delivery callback',
  'drain listener',
  'stats listener',
  'close listener',
  'metric reporter',
  'onSend',
  'onAcknowledgement',
  'interceptor close',
  'serializer',
  'serializer close',
  'partitioner',
  'headers generator',
  'record getter',
  'list of records',
] as const;
export const consumerFunctions = [
  'deserializer',
  'deserializer close',
  'onConsume',
  'onCommit',
  'metric reporter',
  'stats listener',
  'close listener',
  'assigned listener',
  'revoked listener',
  'onPartitionsAssigned',
  'onPartitionsRevoked',
  'until',
  'handler',
] as const;

/** Of a transactional producer. */
export const workFunctions = ['transaction work'] as const;
/** For any client: `log` and `warning` listeners of an admin client, and token providers. */
export const clientFunctions = [
  'admin stats listener',
  'admin close listener',
  'admin log listener',
  'token provider of a producer',
  'token provider of a consumer',
  'token provider of an admin client',
] as const;

const ends = ['throws', 'rejects', 'never settles'] as const;
export const producerActs = [...ends, 'produce', 'send', 'poll', 'flush', 'flushSync', 'purge', 'close'] as const;
export const consumerActs = [
  ...ends,
  'poll',
  'pollSync',
  'commit',
  'commitSync',
  'seek',
  'assign',
  'pause',
  'close',
  'closeSync',
] as const;
export const workActs = [
  ...ends,
  'produce',
  'send',
  'flush',
  'purge',
  'beginTransaction',
  'commitTransaction',
  'abortTransaction',
  'transaction',
  'close',
] as const;
export const clientActs = [...ends, 'ask', 'close'] as const;
/** idle: its first call. busy: some of its calls, under load. closing: `close()` was called before. */
export const moments = ['idle', 'busy', 'closing'] as const;

export type Moment = (typeof moments)[number];
interface CaseOf<Role extends string, Functions extends readonly string[], Acts extends readonly string[]> {
  role: Role;
  what: Functions[number];
  act: Acts[number];
  moment: Moment;
}
export type ProducerCase = CaseOf<'producer', typeof producerFunctions, typeof producerActs>;
export type ConsumerCase = CaseOf<'consumer', typeof consumerFunctions, typeof consumerActs>;
export type WorkCase = CaseOf<'transactional producer', typeof workFunctions, typeof workActs>;
export type ClientCase = CaseOf<'client', typeof clientFunctions, typeof clientActs>;
export type Case = ProducerCase | ConsumerCase | WorkCase | ClientCase;

export const allCases: readonly Case[] = [
  ...producerFunctions.flatMap((what) =>
    producerActs.flatMap((act) => moments.map((moment): Case => ({ role: 'producer', what, act, moment }))),
  ),
  ...consumerFunctions.flatMap((what) =>
    consumerActs.flatMap((act) => moments.map((moment): Case => ({ role: 'consumer', what, act, moment }))),
  ),
  ...workFunctions.flatMap((what) =>
    workActs.flatMap((act) => moments.map((moment): Case => ({ role: 'transactional producer', what, act, moment }))),
  ),
  ...clientFunctions.flatMap((what) =>
    clientActs.flatMap((act) => moments.map((moment): Case => ({ role: 'client', what, act, moment }))),
  ),
];

export const nameOf = ({ role, what, act, moment }: Case): string => `${role}, ${what}: ${act}, ${moment}`;

/** This many case numbers, in an order determined by the seed. */
export function chosen(seed: number, count = allCases.length): number[] {
  const random = new Random(seed);
  const numbers = allCases.map((_, i) => i);
  for (let i = numbers.length - 1; i > 0; i--) {
    const j = random.below(i + 1);
    [numbers[i], numbers[j]] = [numbers[j]!, numbers[i]!];
  }
  return numbers.slice(0, count);
}
