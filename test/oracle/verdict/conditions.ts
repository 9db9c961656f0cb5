/** What the list of allowed differences asks of a program and of what was seen. */
import type { Program } from '../programs/program';

export function hasConfig(program: Program, name: string, start: string): boolean {
  return program.steps.some((step) => step.op === 'open' && step.config[name]?.startsWith(start));
}

/** The same partitions, none of ours before Java's. */
export function isFurther(java: unknown, ours: unknown): boolean {
  const [a, b] = [java ?? {}, ours ?? {}] as Record<string, unknown>[];
  const names = Object.keys(a!);
  return names.length === Object.keys(b!).length && names.every((name) => Number(b![name]) >= Number(a![name]));
}

/** All records of Java's, and others before them. */
export function isMore(java: unknown, ours: unknown): boolean {
  const [a, b] = [java ?? {}, ours ?? {}] as Record<string, unknown[]>[];
  const tail = (part: string) => (b![part] ?? []).slice(-a![part]!.length);
  return Object.keys(a!).every((part) => JSON.stringify(tail(part)) === JSON.stringify(a![part]));
}

/** As many records of each partition, from an earlier offset on: a step took no more of them. */
export function isEarlier(java: unknown, ours: unknown): boolean {
  const [a, b] = [java ?? {}, ours ?? {}] as Record<string, [number, ...unknown[]][]>[];
  return Object.keys(a!).every((part) => b![part]?.length === a![part]!.length && b![part]![0]![0] < a![part]![0]![0]);
}

/** All partitions of the first. */
export function isWithin(one: unknown, other: unknown): boolean {
  const parts = Object.keys((other ?? {}) as object);
  return Object.keys((one ?? {}) as object).every((part) => parts.includes(part));
}

/**
 * Was anything written after a seek, and before the next poll? Asking for the position of a partition that was sought
 * looks for it, too.
 */
export function isWrittenUnpolled(steps: Program['steps'], before: number): boolean {
  let sought: readonly (readonly number[])[] = [];
  for (const step of steps.slice(0, before)) {
    if (step.op === 'seek') sought = [...sought, step.part];
    // No parts: all.
    else if (step.op === 'seekToEnd') sought = [...sought, ...(step.parts.length > 0 ? step.parts : [[]])];
    else if (['drain', 'poll', 'take', 'iterate'].includes(step.op)) sought = [];
    else if (step.op === 'position' && sought.some((part) => String(part) === String(step.part))) sought = [];
    else if (step.op === 'send' && sought.length > 0) return true;
  }
  return false;
}

/** Did one of these steps come, and none of `ends` after it? */
function isOpen(steps: Program['steps'], begins: readonly string[], ends: readonly string[]): boolean {
  return steps.reduce((open, { op }) => begins.includes(op) || (open && !ends.includes(op)), false);
}

/** Were records deleted, and nothing read since? */
export const isDeletedUnpolled = (steps: Program['steps'], before: number): boolean =>
  isOpen(steps.slice(0, before), ['deleteRecords'], ['drain', 'take', 'iterate']);

/** Was an offset committed by hand, and no poll since, up to this step? */
export const isCommittedUnpolled = (steps: Program['steps'], upTo: number): boolean =>
  isOpen(steps.slice(0, upTo + 1), ['commitOffsets', 'alterOffsets'], ['drain', 'poll', 'take', 'iterate', 'close']);

/** Did a seek come before this step, and one poll after it at most? */
export const isSought = (steps: Program['steps'], before: number): boolean =>
  isOpen(steps.slice(0, before), ['seek'], ['drain', 'poll', 'take', 'iterate', 'close']);

/** Did a seek come before this step? Where each poll fails, no step takes the time of an interval. */
export const isSoughtBefore = (steps: Program['steps'], before: number): boolean =>
  isOpen(steps.slice(0, before), ['seek'], ['close']);

/** Did a seek to the beginning come before this step, and one read after it at most? */
export const isSoughtToBeginning = (steps: Program['steps'], before: number): boolean =>
  isOpen(steps.slice(0, before), ['seekToBeginning'], ['drain', 'poll', 'iterate', 'close']);

/** Did a consumer change its subscription before this step? */
export function isSubscribedTwice(steps: Program['steps'], before: number): boolean {
  const subscribers = steps.slice(0, before).flatMap((step) => (step.op === 'subscribe' ? [step.c] : []));
  return new Set(subscribers).size < subscribers.length;
}

/** Did `first` come before this step, and `then` after it? */
function cameThen(steps: Program['steps'], first: string, then: string, before: number): boolean {
  const at = steps.findIndex(({ op }) => op === first);
  return at >= 0 && steps.some(({ op }, i) => op === then && i > at && i < before);
}

/** Did a consumer unsubscribe, and subscribe again, before this step? */
export const isSubscribedAnew = (steps: Program['steps'], before: number): boolean =>
  cameThen(steps, 'unsubscribe', 'subscribe', before);

/** Did a consumer have partitions by hand, and subscribe then, before this step? */
export const isSubscribedAfterAssign = (steps: Program['steps'], before: number): boolean =>
  cameThen(steps, 'assign', 'subscribe', before);

/** Were partitions taken away by a call before this step, in a program whose listeners commit? */
export const isTakenAwayUnseen = (steps: Program['steps'], before: number): boolean =>
  commitsWhenRevoked(steps) && isOpen(steps.slice(0, before), ['unsubscribe', 'assign'], []);

/** Does a listener commit? */
export const commitsWhenRevoked = (steps: Program['steps']): boolean =>
  steps.some((step) => step.op === 'subscribe' && step.listening?.onRevoked === 'commit');

/** Was a topic deleted before this step? */
export const isDeleted = (steps: Program['steps'], before: number): boolean =>
  isOpen(steps.slice(0, before), ['deleteTopic'], []);

/** Was a topic deleted and made again before this step? */
export const isMadeAgain = (steps: Program['steps'], before: number): boolean =>
  cameThen(steps, 'deleteTopic', 'createTopic', before);

/** Was its broker restarted before this step? */
export const isRestarted = (steps: Program['steps'], before: number): boolean =>
  isOpen(steps.slice(0, before), ['restart'], []);

/** Did a call name several partitions, before this step, of which one may not be assigned? */
export const isRefusedInPart = (steps: Program['steps'], before: number): boolean =>
  steps
    .slice(0, before)
    .some((step) => /^(pause|resume|seekTo)/.test(step.op) && 'parts' in step && step.parts.length > 1);

/** Did a transaction fail because of a record without a key in a compacted topic, and its producer close? */
export function isRefusedAndClosed({ topics, steps }: Program, before: number): boolean {
  const producers = steps.slice(0, before).flatMap((step) => {
    const isRefused =
      step.op === 'send' && topics[step.t]?.past === 'compacted' && step.records.some(({ key }) => key === null);
    return isRefused ? [step.p] : [];
  });
  return steps.slice(0, before).some((step) => step.op === 'closeProducer' && producers.includes(step.p));
}

/** Committed offsets alone. */
export function withoutMetadata(committed: unknown): unknown {
  const offset = (value: unknown) => (Array.isArray(value) ? (value as unknown[])[0] : value);
  return Object.fromEntries(Object.entries(committed ?? {}).map(([name, value]) => [name, offset(value)]));
}

export function hears(events: unknown, name: string): boolean {
  return JSON.stringify(events ?? null).includes(`"${name}"`);
}

export function hasNoReset(program: Program): boolean {
  return hasConfig(program, 'auto.offset.reset', 'none');
}

export function hasPattern({ steps }: Program): boolean {
  return steps.some((step) => step.op === 'subscribe' && step.byPattern);
}

/** Are there ends of transactions in the topics, or before this step? */
export function hasTransactions({ topics, steps }: Program, before: number): boolean {
  return (
    topics.some(({ content }) => content.some(({ kind }) => kind === 'aborted' || kind === 'committed')) ||
    steps.slice(0, before).some(({ op }) => /^(abort|commit)Transaction$/.test(op))
  );
}

/** Did members subscribe to other topics than members before them? */
export function isSubscribedDifferently(steps: Program['steps'], before: number): boolean {
  const topics = steps.slice(0, before).flatMap((step) => (step.op === 'subscribe' ? [String(step.topics)] : []));
  return new Set(topics).size > 1;
}
