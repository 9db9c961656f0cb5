import type { Ms } from '../../../shared/api';

/** Something that is asked for again and again. */
export interface Part {
  what: string;
  /** When it was last known; null: never. */
  at: Ms | null;
  fault: unknown;
}

const messageOf = (fault: unknown): string => (fault instanceof Error ? fault.message : 'an unknown fault');

/** `40 s`, `2 min`, `3 h`. */
export function ageText(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}

/** What is not known because a broker does not answer an operation. */
const unknown: Readonly<Record<string, string>> = {
  listConsumerGroups: 'groups',
  describeConsumerGroups: 'members',
  describeConfigs: 'configurations',
  describeTopics: 'topic ids',
  describeCluster: 'racks',
};

/** A line about operations that the broker does not answer; none: it answers all of these. */
export function unsupportedText(operations: readonly string[]): string[] {
  const words = Object.keys(unknown).flatMap((one) => (operations.includes(one) ? [unknown[one]!] : []));
  const last = words.pop();
  if (last === undefined) return [];
  return [`This broker does not say: ${words.length === 0 ? last : `${words.join(', ')} and ${last}`}`];
}

/** One line about what is not known, or old, and why; undefined: nothing. */
export function partialText(notes: readonly string[], parts: readonly Part[], now: Ms): string | undefined {
  const texts = [...notes];
  for (const { what, at, fault } of parts) {
    if (fault === undefined) continue;
    texts.push(`${what}: ${at === null ? 'not known' : `${ageText(now - at)} old`} (${messageOf(fault)})`);
  }
  return texts.length === 0 ? undefined : texts.join(' · ');
}
