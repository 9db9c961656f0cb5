/**
 * One call to a cluster: which worker is asked, which failures are tried again, and until when.
 *
 * Of two things the request is made again, within the one deadline of the call: an answer whose reason passes by itself
 * (answers.ts), after a pause, and a worker that cannot be reached, at once with the next one. Where it is not known
 * whether a worker has carried the request out, only a call that may be made twice is.
 */
import { AbortError, TimeoutError } from 'kafka-napi';

import type { Wait } from '../arguments';
import type { ConnectError } from '../connect-error';
import { type JsonValue, parseJson, writeJson } from '../json';
import { type Asked, errorOf, errorWithout, passing, wrongBody } from './answers';
import { exchange, type HttpAnswer, HttpFailure } from './http';
import type { CheckedOptions, Worker } from './options';
import { pauseFor } from './pause';

export interface Call {
  readonly operation: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Behind the worker's address: encoded, with its query. */
  readonly path: string;
  readonly body?: unknown;
  /** Making it twice has the effect of making it once, and the same answer. Default: GET and PUT. */
  readonly mayRepeat?: boolean | undefined;
  /** Of the body, and of what is sent otherwise. */
  readonly secrets?: readonly string[] | undefined;
  /** For 404: what helps. */
  readonly hint?: string | undefined;
  /** Is an answer that is no 2xx one that the caller reads himself? */
  readonly accepts?: ((status: number) => boolean) | undefined;
  /** Ask this worker only. */
  readonly worker?: Worker | undefined;
}

export interface Answer {
  readonly status: number;
  /** Undefined where there is none. */
  readonly body: JsonValue | undefined;
  /** The error of a body that is not what was expected. @param what `'no list of names'` */
  readonly wrong: (what: string) => ConnectError;
}

/** Pauses before a request is made again: doubled each time, a random half taken off. */
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 2000;

const now = (): number => performance.now();

export class Workers {
  readonly #options: CheckedOptions;
  /** Index of the worker that answered last: it is asked first. */
  #preferred = 0;

  constructor(options: CheckedOptions) {
    this.#options = options;
  }

  async request(call: Call, { timeoutMs, signal }: Wait): Promise<Answer> {
    const { operation } = call;
    if (signal?.aborted) throw new AbortError(operation, signal.reason);
    const body = call.body === undefined ? undefined : writeJson(call.body);
    const workers = call.worker === undefined ? this.#options.workers : [call.worker];
    const mayRepeat = call.mayRepeat ?? (call.method === 'GET' || call.method === 'PUT');
    const deadline = now() + timeoutMs;
    const first = call.worker === undefined ? this.#preferred : 0;
    let last: ConnectError | undefined;
    let pause = FIRST_PAUSE_MS;
    /** Workers in a row that gave no answer. */
    let silent = 0;
    for (let turn = first; ; turn++) {
      const index = turn % workers.length;
      const worker = workers[index]!;
      const asked: Asked = {
        operation,
        method: call.method,
        worker: worker.shown,
        secrets: [...this.#options.secrets, ...(call.secrets ?? [])],
        hint: call.hint ?? '',
      };
      const left = deadline - now();
      if (left < 1) throw timedOut(operation, timeoutMs, last);
      // A worker that hangs must not take the time of those that would answer a question.
      const share = call.method === 'GET' ? left / Math.max(1, workers.length - silent) : left;
      const answer = await this.#exchange(call, worker, body, share, signal);
      if (answer instanceof HttpFailure) {
        if (answer.kind === 'aborted') throw new AbortError(operation, signal?.reason);
        last = errorWithout(answer, asked);
        silent++;
        const again =
          answer.kind === 'unreached' || (mayRepeat && answer.kind !== 'answer' && answer.kind !== 'unsent');
        if (again && silent < workers.length) continue;
        // A timer may fire a little early.
        throw answer.kind === 'slow' || deadline - now() < 2 ? timedOut(operation, timeoutMs, last) : last;
      }
      silent = 0;
      const passes = passing(answer);
      if (passes === 'not done' || (passes === 'unknown' && mayRepeat)) {
        last = errorOf(answer, asked);
        const ms = pause * (0.5 + Math.random() / 2);
        const rest = Math.max(0, deadline - now());
        await pauseFor(Math.min(ms, rest), operation, signal);
        // What is sent in the last moment has no time for an answer.
        if (ms >= rest) throw timedOut(operation, timeoutMs, last);
        pause = Math.min(2 * pause, LONGEST_PAUSE_MS);
        continue;
      }
      if (call.worker === undefined) this.#preferred = index;
      const isGood = (answer.status >= 200 && answer.status < 300) || call.accepts?.(answer.status) === true;
      if (!isGood) throw errorOf(answer, asked);
      return read(answer, asked);
    }
  }

  async #exchange(
    call: Call,
    worker: Worker,
    body: string | undefined,
    timeoutMs: number,
    signal: AbortSignal | undefined,
  ): Promise<HttpAnswer | HttpFailure> {
    const { headers, tls, maxResponseBytes, connectTimeoutMs } = this.#options;
    const sent = { ...headers, accept: 'application/json' };
    try {
      return await exchange({
        method: call.method,
        base: worker.base,
        path: worker.prefix + call.path,
        headers: body === undefined ? sent : { ...sent, 'content-type': 'application/json' },
        body,
        tls,
        maxResponseBytes,
        connectTimeoutMs: Math.min(connectTimeoutMs, timeoutMs),
        timeoutMs,
        signal,
      });
    } catch (error) {
      if (error instanceof HttpFailure) return error;
      // What Node throws at once: a certificate or key that cannot be read.
      return new HttpFailure('unsent', (error as Error).message, error);
    }
  }
}

function read(answer: HttpAnswer, asked: Asked): Answer {
  const wrong = (what: string) => wrongBody(answer, what, asked);
  const { status, text } = answer;
  if (text.trim() === '') return { status, body: undefined, wrong };
  try {
    return { status, body: parseJson(text), wrong };
  } catch {
    throw wrong('what is no JSON');
  }
}

function timedOut(operation: string, timeoutMs: number, last: ConnectError | undefined): TimeoutError {
  const why = last === undefined ? '' : ` The last that was met: ${last.message.slice(operation.length + 2)}`;
  const message = `${operation}: not done within ${Math.round(timeoutMs)} ms.${why}`;
  return new TimeoutError(operation, message, { cause: last });
}
