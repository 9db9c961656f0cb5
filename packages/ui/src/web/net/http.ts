import { signal } from '../state/signal';

import type { Fault, FaultBody } from '../../shared/api';
import { t } from '../texts';

/** A response with a status from 400 on, or none at all. */
export class RequestError extends Error {
  constructor(
    readonly fault: Fault,
    /** No answer: the server is gone, or the network is. */
    readonly unreachable = false,
  ) {
    super(fault.message);
  }
}

/** Where the page lies on its server, without a slash at the end: this file is in BASE/assets/. */
export const base = new URL('..', /* @vite-ignore */ import.meta.url).pathname.replace(/\/$/, '');

const secretKey = `kafka-napi-ui:${base}:secret`;

/** What else than the cookie a request must have. It is kept for this port alone, which a cookie is not. */
export const secret = {
  get: (): string => localStorage.getItem(secretKey) ?? '',
  set: (value: string): void => localStorage.setItem(secretKey, value),
  clear: (): void => localStorage.removeItem(secretKey),
};

/** True while the server knows no session of ours. */
export const signedOut = signal(false);

/**
 * Whether the last request found the server, and the server its broker. Many answers are what the server knows from
 * before: that the broker is back, a newer sample says.
 */
export const reach = signal<'ok' | 'server' | 'broker'>('ok');

export const faultOf = (error: unknown): Fault =>
  error instanceof RequestError
    ? error.fault
    : { code: 'INTERNAL', message: error instanceof Error ? error.message : String(error), retriable: false };

export const isAbort = (error: unknown): boolean => error instanceof DOMException && error.name === 'AbortError';

function isFaultBody(body: unknown): body is FaultBody {
  return typeof body === 'object' && body !== null && 'error' in body && typeof body.error === 'object';
}

async function faultFrom(response: Response): Promise<Fault> {
  const body: unknown = await response.json().catch(() => null);
  if (isFaultBody(body)) return body.error;
  return { code: 'INTERNAL', message: `${response.status} ${response.statusText}`, retriable: response.status >= 500 };
}

function noteFault(fault: Fault): void {
  if (fault.code === 'NO_SESSION') signedOut.value = true;
  if (fault.code === 'BROKER') reach.value = 'broker';
  else if (reach.value === 'server') reach.value = 'ok';
}

/** What to throw when the connection broke, before an answer or within one; an abort of ours stays one. */
export function connectionLost(error: unknown): unknown {
  if (isAbort(error)) return error;
  reach.value = 'server';
  return new RequestError({ code: 'BROKER', message: t.fault.unreachable, retriable: true }, true);
}

/** Sends a request to the API; rejects with a RequestError. */
export async function send(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<Response> {
  const headers: Record<string, string> = { 'X-Kafka-UI': secret.get() };
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  const init: RequestInit = { method, headers, signal: signal ?? null, credentials: 'same-origin' };
  if (body !== undefined) init.body = JSON.stringify(body);
  let response: Response;
  try {
    response = await fetch(`${base}/api/v1${path}`, init);
  } catch (error) {
    throw connectionLost(error);
  }
  // 304 has no body, and says that nothing is newer.
  if (response.status >= 400) {
    const fault = await faultFrom(response);
    noteFault(fault);
    throw new RequestError(fault);
  }
  if (reach.value === 'server') reach.value = 'ok';
  return response;
}

/** As `send`, and reads the answer. */
export async function call<T>(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  const response = await send(method, path, body, signal);
  if (response.status === 204) return undefined as T;
  return (await response.json()) as T;
}

export const get = <T>(path: string, signal?: AbortSignal): Promise<T> => call<T>('GET', path, undefined, signal);

/** `?a=1&b=2` of what is not null, undefined or empty; '' where nothing is left. */
export function queryOf(values: Record<string, string | number | boolean | null | undefined>): string {
  const parts = Object.entries(values)
    .filter(([, value]) => value !== null && value !== undefined && value !== '')
    .map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`);
  return parts.length === 0 ? '' : `?${parts.join('&')}`;
}

export const segment = encodeURIComponent;
