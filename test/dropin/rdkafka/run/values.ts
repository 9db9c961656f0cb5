/** Arguments of a program as values, and values as text that is equal for every run. */
import { normal } from '../../../integration/rdkafka/programs/observe';
import type { Argument, Special } from '../programs/program';

export interface Names {
  /** Of this run. */
  name: string;
  /** In ms: times of messages count from here. */
  start: number;
}

export interface Given extends Names {
  client: (index: number) => unknown;
  offsetSpec: (of: string | number) => unknown;
  message: () => unknown;
  callback: () => (...results: unknown[]) => void;
}

export const topicName = ({ name }: Names, index: number): string => `${name}-t${index}`;
export const groupName = ({ name }: Names): string => `${name}-g`;

const isSpecial = (value: object): value is Special => '$' in value;

function serializer({ by, fails }: Extract<Special, { $: 'serializer' }>): unknown {
  const run = (data: unknown): unknown => {
    if (fails) throw new Error('refused');
    return data === null ? null : Buffer.from(`s-${String(data)}`);
  };
  if (by === 'value') return run;
  if (by === 'promise') return (data: unknown) => Promise.resolve(data).then(run);
  return (data: unknown, done: (error: unknown, result?: unknown) => void) => {
    if (fails) done(new Error('refused'));
    else setImmediate(done, null, run(data));
  };
}

function special(value: Special, given: Given): unknown {
  switch (value.$) {
    case 'undefined':
      return undefined;
    case 'function':
      return () => undefined;
    case 'own assign':
      return Object.assign(() => undefined, { offset: value.offset });
    case 'callback':
      return given.callback();
    case 'NaN':
      return NaN;
    case 'bytes':
      return Buffer.from(value.of);
    case 'regexp':
      return new RegExp(value.of.replace('NAME', given.name));
    case 'topic':
      return topicName(given, value.of);
    case 'group':
      return groupName(given);
    case 'time':
      return given.start + value.plus;
    case 'client':
      return given.client(value.of);
    case 'offset spec':
      return given.offsetSpec(value.of);
    case 'message':
      return given.message();
    case 'serializer':
      return serializer(value);
  }
}

export function valueOf(argument: Argument, given: Given): unknown {
  if (typeof argument !== 'object' || argument === null) return argument;
  if (Array.isArray(argument)) return argument.map((one) => valueOf(one, given));
  if (isSpecial(argument)) return special(argument, given);
  return Object.fromEntries(Object.entries(argument).map(([name, one]) => [name, valueOf(one, given)]));
}

const DAY = 86_400_000;

/** Everything that a program can see of an error. */
function describeError(error: Error, shownText: (value: unknown) => unknown): Record<string, unknown> {
  const own = error as unknown as Record<string, unknown>;
  const { code, errno, origin, isFatal, isRetriable, isTxnRequiresAbort } = own;
  const is = error instanceof TypeError ? 'TypeError' : error instanceof RangeError ? 'RangeError' : error.name;
  const seen = { code, errno, origin, isFatal, isRetriable, isTxnRequiresAbort };
  return { error: shownText(error.message), is, ...known(seen) };
}

const known = (object: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(object).filter(([, one]) => one !== undefined));

/** The order of keys counts: programs compare JSON. */
export function shown(value: unknown, names: Names): unknown {
  const { name, start } = names;
  const replaced = new Map([
    [topicName(names, 0).slice(0, -1), 'T'],
    [groupName(names), 'G'],
    [name, 'N'],
  ]);
  const time = (number: number): unknown =>
    Math.abs(number - start) < DAY && number < start - 60_000 ? `start ${number - start}` : undefined;
  return normal(ofRun(value, names), replaced, { time, error: describeError });
}

/** Names of topics of other runs, and of the brokers. */
const FOREIGN = /^(?:dropin-|last-|__)/;

/** Other runs have topics and groups of their own. Identities are those of a run; clients are numbered by process. */
function ofRun(value: unknown, { name }: Names): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const isOwn = (one: unknown): boolean => typeof one === 'string' && one.startsWith(name);
  if (Array.isArray(value)) {
    const own = value.filter((one) => isOwn(one) || typeof one !== 'string' || !FOREIGN.test(one));
    // Names of topics come in any order.
    return (own.length < value.length ? own.sort() : own).map(withoutIdentity);
  }
  const given = value as { name?: unknown; topics?: unknown; orig_broker_id?: unknown; groups?: unknown };
  if (given.orig_broker_id !== undefined && Array.isArray(given.topics)) {
    const topics = (given.topics as { name: string }[]).filter((topic) => topic.name.startsWith(name));
    return { ...given, topics: topics.sort((a, b) => a.name.localeCompare(b.name)) };
  }
  if (Array.isArray(given.groups)) {
    const groups = (given.groups as { groupId: string }[]).filter(
      ({ groupId }) => isOwn(groupId) || groupId === 'none',
    );
    return { ...given, groups };
  }
  return typeof given.name === 'string' && given.name.startsWith('rdkafka#')
    ? { ...given, name: given.name.replace(/\d+$/, 'N') }
    : value;
}

const withoutIdentity = (one: unknown): unknown =>
  typeof one === 'object' && one !== null && 'topicId' in one
    ? { ...one, topicId: Object.keys(one.topicId as object) }
    : one;
