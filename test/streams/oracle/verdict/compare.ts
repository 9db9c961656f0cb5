import { isDeepStrictEqual } from 'node:util';

import type { Outcome, Row } from '../cases/case';

/** One thing in which the outcomes differ. */
export interface Difference {
  readonly what: string;
  readonly java: unknown;
  readonly ours: unknown;
}

const inside = (list: string): string =>
  list
    .split(',')
    .map((one) => one.trim())
    .sort()
    .join(', ');

/** Java prints the lists of nodes, topics and stores in hash order: they are compared as sets. */
function sorted(describe: string | undefined): string | undefined {
  return describe
    ?.replace(/(-->|<--) (.*)$/gm, (_, arrow: string, names: string) => `${arrow} ${inside(names)}`)
    .replace(/(topics|stores): \[(.*)\]/g, (_, what: string, names: string) => `${what}: [${inside(names)}]`)
    .replace(/\(extractor class: .*\)/g, '(extractor class)');
}

/** Records of a topic, or rows of a store: only the ones that differ. */
function* within(
  what: string,
  java: Readonly<Record<string, readonly unknown[]>>,
  ours: Readonly<Record<string, readonly unknown[]>>,
): Generator<Difference> {
  for (const name of new Set([...Object.keys(java), ...Object.keys(ours)])) {
    const [a, b] = [java[name], ours[name]];
    if (isDeepStrictEqual(a, b)) continue;
    const first = Array.from({ length: Math.max(a?.length ?? 0, b?.length ?? 0) }).findIndex(
      (_, i) => !isDeepStrictEqual(a?.[i], b?.[i]),
    );
    yield {
      what: `${what} ${name} from row ${first}`,
      java: a?.slice(first, first + 3),
      ours: b?.slice(first, first + 3),
    };
  }
}

/** What `suppress` holds back is written by a commit: with the time of then, and in Java in the order of a hash. */
function withoutTimes(java: Record<string, Row[]>, ours: Record<string, Row[]>): Record<string, Row[]>[] {
  const buffers = new Set(Object.keys(java).filter((name) => java[name]!.some((row) => row[2] === null)));
  return [java, ours].map((all) =>
    Object.fromEntries(
      Object.entries(all).map(([name, rows]) => {
        if (!buffers.has(name)) return [name, rows];
        const plain = rows.map(([key, value, , headers]): Row => [key, value, null, headers]);
        return [name, plain.sort(([a], [b]) => (a! < b! ? -1 : a! > b! ? 1 : 0))];
      }),
    ),
  );
}

/** Messages of errors are not compared; where they happen is. */
export function* differences(java: Outcome, ours: Outcome): Generator<Difference> {
  const fails = (one: Outcome): boolean => one.buildError !== undefined || one.driverError !== undefined;
  if (fails(java) || fails(ours)) {
    if (fails(java) !== fails(ours))
      yield {
        what: 'building',
        java: java.buildError ?? java.driverError,
        ours: ours.buildError ?? ours.driverError,
      };
    return;
  }
  if (sorted(java.describe) !== sorted(ours.describe))
    yield { what: 'describe', java: java.describe, ours: ours.describe };
  if (java.failedAt !== ours.failedAt)
    yield { what: 'failure', java: [java.failedAt, java.failure], ours: [ours.failedAt, ours.failure] };
  const [javaTopics, ourTopics] = withoutTimes(java.topics!, ours.topics!);
  yield* within('topic', javaTopics!, ourTopics!);
  yield* within('store', java.stores!, ours.stores!);
  if (java.dropped !== ours.dropped) yield { what: 'dropped records', java: java.dropped, ours: ours.dropped };
}
