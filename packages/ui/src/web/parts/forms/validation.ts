import { useEffect, useState } from 'preact/hooks';

import type { Fault } from '../../../shared/api';
import { call, faultOf, isAbort } from '../../net/http';

export interface Validation {
  fault: Fault | null;
  /** The broker would do it. */
  checked: boolean;
}

/** How long after the last key a question is asked. */
const WAIT_MS = 300;

/** Asks whether a change would be made, without making it. A body of null: there is nothing to ask. */
export function useValidation(method: string, path: string, body: object | null): Validation {
  const [state, setState] = useState<Validation>({ fault: null, checked: false });
  const question = JSON.stringify(body);
  useEffect(() => {
    setState({ fault: null, checked: false });
    if (body === null) return;
    const controller = new AbortController();
    const timer = setTimeout(() => {
      call(method, path, { ...body, validateOnly: true }, controller.signal).then(
        () => setState({ fault: null, checked: true }),
        (error: unknown) => {
          if (!isAbort(error)) setState({ fault: faultOf(error), checked: false });
        },
      );
    }, WAIT_MS);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [path, question]);
  return state;
}
