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

/** All partitions of the first. */
export function isWithin(one: unknown, other: unknown): boolean {
  const parts = Object.keys((other ?? {}) as object);
  return Object.keys((one ?? {}) as object).every((part) => parts.includes(part));
}

/** Was anything written after a seek, and before the next poll? */
export function isWrittenUnpolled(steps: Program['steps'], before: number): boolean {
  let sought = false;
  for (const { op } of steps.slice(0, before)) {
    if (op === 'seekToEnd' || op === 'seek') sought = true;
    else if (['drain', 'poll', 'take', 'iterate', 'position'].includes(op)) sought = false;
    else if (op === 'send' && sought) return true;
  }
  return false;
}

/** Were records deleted, and nothing read since? */
export function isDeletedUnpolled(steps: Program['steps'], before: number): boolean {
  let deleted = false;
  for (const { op } of steps.slice(0, before)) {
    if (op === 'deleteRecords') deleted = true;
    else if (['drain', 'take', 'iterate'].includes(op)) deleted = false;
  }
  return deleted;
}

/** Was an offset committed by hand, and no poll since, up to this step? */
export function isCommittedUnpolled(steps: Program['steps'], upTo: number): boolean {
  let committed = false;
  for (const { op } of steps.slice(0, upTo + 1)) {
    if (op === 'commitOffsets' || op === 'alterOffsets') committed = true;
    else if (['drain', 'poll', 'take', 'iterate', 'close'].includes(op)) committed = false;
  }
  return committed;
}

/** Did a consumer change its subscription before this step? */
export function isSubscribedTwice(steps: Program['steps'], before: number): boolean {
  const subscribers = steps.slice(0, before).flatMap((step) => (step.op === 'subscribe' ? [step.c] : []));
  return new Set(subscribers).size < subscribers.length;
}

/** Did a consumer unsubscribe, and subscribe again, before this step? */
export function isSubscribedAnew(steps: Program['steps'], before: number): boolean {
  const left = steps.findIndex(({ op }) => op === 'unsubscribe');
  return left >= 0 && steps.some(({ op }, i) => op === 'subscribe' && i > left && i < before);
}

/** Was a topic deleted and made again before this step? */
export function isMadeAgain(steps: Program['steps'], before: number): boolean {
  const deleted = steps.findIndex(({ op }) => op === 'deleteTopic');
  return deleted >= 0 && steps.some(({ op }, i) => op === 'createTopic' && i > deleted && i < before);
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
