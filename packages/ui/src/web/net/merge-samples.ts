import type { SamplesView } from '../../shared/api';

type Point = readonly [t: number, ...values: (number | null)[]];

/** An hour, at a point every five seconds, and a little more. */
const KEPT = 800;

/** What was had before `from`, and what came. */
function joined<P extends Point>(old: readonly P[], from: number, come: readonly P[]): P[] {
  return [...old.filter(([at]) => at <= from), ...come].slice(-KEPT);
}

/** All that is known, when this has come. */
export function merge(old: SamplesView | null, come: SamplesView): SamplesView {
  if (old === null) return come;
  const named = <P extends Point>(before: Record<string, P[]>, after: Record<string, P[]>): Record<string, P[]> => {
    const all: Record<string, P[]> = {};
    for (const name of new Set([...Object.keys(before), ...Object.keys(after)]))
      all[name] = joined(before[name] ?? [], come.from, after[name] ?? []);
    return all;
  };
  return {
    ...come,
    cluster: joined(old.cluster, come.from, come.cluster),
    topics: named(old.topics, come.topics),
    groups: named(old.groups, come.groups),
  };
}
