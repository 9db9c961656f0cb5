import { useEffect, useRef, useState } from 'preact/hooks';

import type { Fault, Page } from '../../shared/api';
import { faultOf, get, isAbort } from './http';
import { poll } from './resource';

export interface Blocks<T> {
  total: number;
  /** Undefined until the block that has it was answered. */
  at(index: number): T | undefined;
  /** What the list shows now: only these are asked for. */
  show(from: number, to: number): void;
  fault: Fault | null;
  /** Nothing was answered yet. */
  loading: boolean;
  /** The rows belong to an earlier question. */
  stale: boolean;
  sampledAt: number | null;
  partial: string | null;
  refresh(): void;
}

interface State<T> {
  question: string;
  total: number;
  pages: Map<number, T[]>;
  sampledAt: number | null;
  partial: string | null;
  fault: Fault | null;
}

/**
 * A list of the server's, of which only those blocks are asked for that are in view: `pathOf(offset, limit)` asks for
 * one. Ten thousand rows stay one list.
 */
export function useBlocks<T>(
  pathOf: (offset: number, limit: number) => string,
  size: number,
  every: number,
): Blocks<T> {
  const question = pathOf(0, size);
  const [state, setState] = useState<State<T> | null>(null);
  const [turn, setTurn] = useState(0);
  const [first, setFirst] = useState(0);
  const [last, setLast] = useState(0);
  const latest = useRef(question);
  if (latest.current !== question) {
    latest.current = question;
    setFirst(0);
    setLast(0);
  }

  useEffect(() => {
    const take = (page: Page<T>): void =>
      setState((old) => {
        const pages = new Map(old?.question === question ? old.pages : []);
        pages.set(page.offset / size, page.items);
        return {
          question,
          total: page.total,
          pages,
          sampledAt: page.sampledAt,
          partial: page.partial ?? null,
          fault: null,
        };
      });
    return poll(async (signal) => {
      for (let block = first; block <= last; block += 1) {
        try {
          const page = await get<Page<T>>(pathOf(block * size, size), signal);
          if (latest.current === question) take(page);
        } catch (error) {
          if (isAbort(error)) return;
          const fault = faultOf(error);
          if (latest.current === question)
            setState((old) =>
              old === null
                ? { question, total: 0, pages: new Map(), sampledAt: null, partial: null, fault }
                : { ...old, fault },
            );
          throw error;
        }
      }
    }, every);
    // `pathOf` differs with every render; its question says when it asks for something else.
  }, [question, first, last, turn, every, size]);

  return {
    total: state?.total ?? 0,
    at: (index) => state?.pages.get(Math.floor(index / size))?.[index % size],
    show: (from, to) => {
      setFirst(Math.floor(from / size));
      setLast(Math.floor(Math.max(from, to - 1) / size));
    },
    fault: state?.fault ?? null,
    loading: state === null || (state.fault !== null && state.pages.size === 0),
    stale: state !== null && state.question !== question,
    sampledAt: state?.sampledAt ?? null,
    partial: state?.partial ?? null,
    refresh: () => setTurn((old) => old + 1),
  };
}
