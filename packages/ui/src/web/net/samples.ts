import { useEffect, useState } from 'preact/hooks';

import type { SamplesView } from '../../shared/api';
import { isAbort, queryOf, send } from './http';
import { poll } from './resource';

type Point = readonly [t: number, ...values: (number | null)[]];

/** An hour, at a point every five seconds, and a little more. */
const KEPT = 800;
const EVERY_MS = 5000;

/** What was had before `from`, and what came. */
function joined<P extends Point>(old: readonly P[], from: number, come: readonly P[]): P[] {
  return [...old.filter(([at]) => at <= from), ...come].slice(-KEPT);
}

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

/** The figures of the last hour, with those that come. */
export function useSamples(wanted: { topics?: string; groups?: string } = {}): SamplesView | null {
  const [samples, setSamples] = useState<SamplesView | null>(null);
  const { topics = '', groups = '' } = wanted;
  useEffect(() => {
    let known: SamplesView | null = null;
    setSamples(null);
    return poll(async (signal) => {
      try {
        const response = await send(
          'GET',
          `/samples${queryOf({ since: known?.now, topics, groups })}`,
          undefined,
          signal,
        );
        if (response.status !== 200) return;
        known = merge(known, (await response.json()) as SamplesView);
        setSamples(known);
      } catch (error) {
        if (!isAbort(error)) throw error;
      }
    }, EVERY_MS);
  }, [topics, groups]);
  return samples;
}
