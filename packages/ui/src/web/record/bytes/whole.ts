import { base, secret } from '../../net/http';
import type { Printed } from '../json/json-print';
import type { WholeAnswer, WholeQuestion } from './whole-worker';
import workerUrl from './whole-worker.ts?worker&url';

/** What the page loads at most; more can be downloaded. */
export const WHOLE_BYTES = 8 * 1024 * 1024;

export interface Whole {
  text: string;
  printed: Printed | undefined;
}

interface Policy {
  createScriptURL(url: string): string;
}

declare global {
  interface Window {
    trustedTypes?: { createPolicy(name: string, rules: { createScriptURL(url: string): string }): Policy };
  }
}

const rules: Policy = {
  createScriptURL: (url) => {
    if (new URL(url, location.href).href !== new URL(workerUrl, location.href).href)
      throw new Error('only the worker of this page is a script');
    return url;
  },
};

/** Browsers that know trusted types start no worker by a mere text. */
const policy = window.trustedTypes?.createPolicy('kafka-napi-ui', rules) ?? rules;

/**
 * Loads all bytes of a part of a record, decodes them and prints them, beside the page: megabytes of JSON would hold
 * it up.
 */
export function loadWhole(path: string, size: number, as: WholeQuestion['as'], signal: AbortSignal): Promise<Whole> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(policy.createScriptURL(workerUrl), { type: 'module' });
    const end = (act: () => void): void => {
      worker.terminate();
      act();
    };
    signal.addEventListener('abort', () => end(() => reject(new DOMException('', 'AbortError'))));
    worker.onmessage = ({ data }: MessageEvent<WholeAnswer>) =>
      end(() => ('fault' in data ? reject(new Error(data.fault)) : resolve(data)));
    worker.onerror = (event) => end(() => reject(new Error(event.message)));
    const url = `${location.origin}${base}/api/v1${path}`;
    worker.postMessage({ url, secret: secret.get(), size, as } satisfies WholeQuestion);
  });
}
