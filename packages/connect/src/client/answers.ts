/** What an answer that is no success means: which passes by itself, and what the caller is told. */
import { ConnectError, type ConnectErrorCode } from '../connect-error';
import { isObject, type JsonObject, parseJson } from '../json';
import { hideSecrets } from '../secrets';
import type { HttpAnswer, HttpFailure } from './http';

/** What is known of the request that met this. */
export interface Asked {
  readonly operation: string;
  readonly method: string;
  /** The worker, for messages. */
  readonly worker: string;
  readonly secrets: readonly string[];
  /** What helps when there is no such thing. */
  readonly hint: string;
}

/** Characters of a worker's message that an error keeps. */
const MOST_CHARACTERS = 4000;

const isHtml = (answer: HttpAnswer): boolean => /^\s*text\/html\b/i.test(answer.contentType);

function bodyOf(answer: HttpAnswer): JsonObject | undefined {
  try {
    const body = parseJson(answer.text);
    return isObject(body) ? body : undefined;
  } catch {
    return undefined;
  }
}

/**
 * A worker that starts has no paths yet: its web server, Jetty, answers 404 itself. That is an HTML page, or this JSON
 * where JSON was asked for; Connect's own answers have an `error_code`.
 */
function isStarting(answer: HttpAnswer): boolean {
  if (answer.status !== 404) return false;
  const body = bodyOf(answer);
  return isHtml(answer) || (body !== undefined && 'url' in body && 'status' in body && !('error_code' in body));
}

/** The worker's own words, in one form. */
function messageOf(answer: HttpAnswer): string {
  if (isHtml(answer)) {
    const title = /<title>([^<]{1,200})<\/title>/i.exec(answer.text)?.[1];
    return title === undefined ? 'an HTML page' : `an HTML page, '${title.trim()}'`;
  }
  const message = bodyOf(answer)?.message;
  if (typeof message === 'string') return message;
  const text = answer.text.trim();
  return text === '' ? 'nothing' : text;
}

/**
 * Conflicts that pass by themselves, by Connect's words: a connector that exists already is a 409 as well. Anchored,
 * for the name of a connector may hold anything.
 */
const passingConflict = /^(Cannot complete request momentarily |Request cannot be completed because a rebalance )/;
const lostLeader = /^IO Error trying to forward REST request: /;
/** Then the leader was not reached, and has done nothing. */
const unreached = /Connection refused|No route to host|Unresolved|UnknownHost|Connect Timeout/i;

/** `not done`: can be asked again, whatever it was. `unknown`: only what may be done twice. */
export type Passing = 'not done' | 'unknown' | undefined;

/** Does the reason for this answer pass by itself? Nothing else is tried again. */
export function passing(answer: HttpAnswer): Passing {
  if (isStarting(answer)) return 'not done';
  if (answer.status === 409 && passingConflict.test(messageOf(answer))) return 'not done';
  if (answer.status !== 500) return undefined;
  const message = messageOf(answer);
  if (!lostLeader.test(message)) return undefined;
  return unreached.test(message) ? 'not done' : 'unknown';
}

function codeOf(answer: HttpAnswer, message: string): ConnectErrorCode {
  const { status } = answer;
  if (status >= 300 && status < 400) return 'ERR_CONNECT_REDIRECT';
  if (status === 401 || status === 403) return 'ERR_CONNECT_UNAUTHORIZED';
  if (status === 404) return isStarting(answer) ? 'ERR_CONNECT_STARTING' : 'ERR_CONNECT_NOT_FOUND';
  if (status === 409) return / already exists$/.test(message) ? 'ERR_CONNECT_ALREADY_EXISTS' : 'ERR_CONNECT_CONFLICT';
  if (status >= 400 && status < 500) return 'ERR_CONNECT_BAD_REQUEST';
  if (status === 500 && lostLeader.test(message)) return 'ERR_CONNECT_NO_LEADER';
  return status >= 500 && status < 600 ? 'ERR_CONNECT_SERVER' : 'ERR_CONNECT_ANSWER';
}

const whatIsRight: Readonly<Record<ConnectErrorCode, string>> = {
  ERR_CONNECT_BAD_REQUEST: 'Correct what it names',
  ERR_CONNECT_UNAUTHORIZED: 'Give a user, or an authorization header, that the worker takes',
  ERR_CONNECT_NOT_FOUND: 'Give a name that there is',
  ERR_CONNECT_ALREADY_EXISTS: 'putConnectorConfig changes a connector that exists',
  ERR_CONNECT_CONFLICT: 'It passes: make the call again later',
  ERR_CONNECT_STARTING: "A worker that starts answers so; if it lasts, check that urls lead to Connect's REST API",
  ERR_CONNECT_NO_LEADER: 'It passes when the cluster has another leader: make the call again later',
  ERR_CONNECT_SERVER: "The worker's log says more",
  ERR_CONNECT_REDIRECT: 'Redirects are not followed, for credentials would go along: put the address into urls',
  ERR_CONNECT_ANSWER: "Check that urls lead to Connect's REST API",
  ERR_CONNECT_UNREACHABLE: 'Check urls, and that a worker runs there',
};

const sentence = (text: string): string => text.trim().replace(/[.\s]+$/, '');

function make(
  asked: Asked,
  code: ConnectErrorCode,
  what: string,
  more: { status?: number; isRetriable: boolean; mayHaveHappened: boolean; cause?: unknown },
): ConnectError {
  const right = code === 'ERR_CONNECT_NOT_FOUND' && asked.hint !== '' ? asked.hint : whatIsRight[code];
  // Hidden before it is cut: half a secret is not found.
  const shown = hideSecrets(what, asked.secrets);
  const cut = shown.length > MOST_CHARACTERS ? `${shown.slice(0, MOST_CHARACTERS)}…` : shown;
  const { operation, worker } = asked;
  return new ConnectError({ code, operation, worker, message: `${operation}: ${sentence(cut)}. ${right}.`, ...more });
}

/** The error that an answer without success is. */
export function errorOf(answer: HttpAnswer, asked: Asked): ConnectError {
  const { status, location } = answer;
  const message = messageOf(answer);
  const code = codeOf(answer, message);
  const words = code === 'ERR_CONNECT_REDIRECT' && location !== undefined ? `go to ${location}` : message;
  const passes = passing(answer);
  const isTemporary = [429, 502, 503, 504].includes(status) || (status === 500 && message === 'Request timed out');
  return make(asked, code, `${asked.worker} answered ${status}: ${words}`, {
    status,
    isRetriable: passes !== undefined || isTemporary,
    mayHaveHappened: asked.method !== 'GET' && status >= 500 && passes !== 'not done',
  });
}

/** The error of a success whose body is not what Connect gives. */
export function wrongBody(answer: HttpAnswer, what: string, asked: Asked): ConnectError {
  const { status } = answer;
  const mayHaveHappened = asked.method !== 'GET';
  const message = `${asked.worker} answered ${status} with ${what}`;
  return make(asked, 'ERR_CONNECT_ANSWER', message, { status, isRetriable: false, mayHaveHappened });
}

const wordsOf: Partial<Record<HttpFailure['kind'], string>> = {
  answer: 'answered with',
  unsent: 'was not asked, the request could not be made:',
};

/** The error of no answer. */
export function errorWithout({ kind, message, cause }: HttpFailure, asked: Asked): ConnectError {
  return make(
    asked,
    kind === 'answer' ? 'ERR_CONNECT_ANSWER' : 'ERR_CONNECT_UNREACHABLE',
    `${asked.worker} ${wordsOf[kind] ?? 'cannot be reached:'} ${message}`,
    {
      isRetriable: kind !== 'answer' && kind !== 'unsent',
      mayHaveHappened: asked.method !== 'GET' && kind !== 'unreached' && kind !== 'unsent',
      cause: cause === undefined ? undefined : withoutSecrets(cause, asked),
    },
  );
}

/** Node's errors hold what came (`rawPacket`): only code and message are kept. */
function withoutSecrets(cause: unknown, { secrets }: Asked): Error {
  const { message, code } = cause as { message?: unknown; code?: unknown };
  return Object.assign(new Error(hideSecrets(String(message), secrets)), { code });
}
