import { useEffect, useState } from 'preact/hooks';

import type { SamplesView } from '../../shared/api';
import { isAbort, queryOf, send } from './http';
import { merge } from './merge-samples';
import { poll } from './resource';

const EVERY_MS = 5000;

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
