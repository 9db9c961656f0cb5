import { useEffect, useRef, useState } from 'preact/hooks';

import type { Fault } from '../../shared/api';
import { faultOf, get, isAbort, RequestError } from './http';

export interface Resource<T> {
  data: T | null;
  fault: Fault | null;
  /** The data belongs to another path than the one that is asked. */
  stale: boolean;
  loading: boolean;
  refresh(): void;
}

const MOST_BACK_OFF = 30_000;

/**
 * Calls `ask` now, when the page comes into view again, and every so many milliseconds while it is in view. After a
 * fault that a repetition may cure it waits 1, 2, 4 … 30 s. Returns what ends it.
 */
export function poll(ask: (signal: AbortSignal) => Promise<void>, every: number | null): () => void {
  const controller = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running = false;
  let backOff = 1000;
  const round = async (): Promise<void> => {
    if (running) return;
    clearTimeout(timer);
    running = true;
    let wait = every;
    try {
      await ask(controller.signal);
      backOff = 1000;
    } catch (error) {
      const again = error instanceof RequestError && (error.unreachable || error.fault.retriable);
      wait = again ? backOff : every;
      backOff = Math.min(backOff * 2, MOST_BACK_OFF);
    }
    running = false;
    if (wait !== null && !controller.signal.aborted && !document.hidden) timer = setTimeout(() => void round(), wait);
  };
  const shown = (): void => {
    if (!document.hidden && every !== null) void round();
  };
  document.addEventListener('visibilitychange', shown);
  void round();
  return () => {
    controller.abort();
    clearTimeout(timer);
    document.removeEventListener('visibilitychange', shown);
  };
}

/** What GET of the path answers, asked again every so many milliseconds. Null as a path: nothing is asked. */
export function useResource<T>(path: string | null, every: number | null = null): Resource<T> {
  const [state, setState] = useState<{ path: string | null; data: T | null; fault: Fault | null }>({
    path: null,
    data: null,
    fault: null,
  });
  const [turn, setTurn] = useState(0);
  const latest = useRef(path);
  latest.current = path;
  useEffect(() => {
    if (path === null) return;
    return poll(async (signal) => {
      try {
        const data = await get<T>(path, signal);
        if (latest.current === path) setState({ path, data, fault: null });
      } catch (error) {
        if (isAbort(error)) return;
        if (latest.current === path) setState((old) => ({ path, data: old.data, fault: faultOf(error) }));
        throw error;
      }
    }, every);
  }, [path, every, turn]);
  const stale = state.path !== path;
  return {
    data: state.data,
    fault: stale ? null : state.fault,
    stale,
    loading: path !== null && (state.data === null || stale) && (stale || state.fault === null),
    refresh: () => setTurn((old) => old + 1),
  };
}
