/**
 * One HTTP request, bounded in time and size. Each has a connection of its own: none meets one that the worker is about
 * to close, after which nobody could tell whether a POST was carried out. Redirects are not followed.
 */
import { type IncomingMessage, type RequestOptions, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { ConnectionOptions } from 'node:tls';

/** TLS towards workers with `https:` addresses, as Node takes it. */
export type TlsOptions = Pick<
  ConnectionOptions,
  'ca' | 'cert' | 'key' | 'passphrase' | 'pfx' | 'servername' | 'rejectUnauthorized' | 'minVersion'
>;

export interface HttpRequest {
  readonly method: string;
  /** Scheme, host and port. */
  readonly base: URL;
  /** Path and query, encoded. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  readonly tls: TlsOptions | undefined;
  readonly maxResponseBytes: number;
  /** For the connection, TLS included. */
  readonly connectTimeoutMs: number;
  /** For all of it. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
}

export interface HttpAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly location: string | undefined;
  readonly text: string;
}

/** Why there is no answer. */
export class HttpFailure extends Error {
  /**
   * `unreached`: no connection, nothing was sent. `lost`: it broke off. `slow`: no answer in time. `answer`: what came
   * is not what this client takes. `aborted`: by the caller's signal. `unsent`: Node does not take the options.
   */
  readonly kind: 'unreached' | 'lost' | 'slow' | 'answer' | 'aborted' | 'unsent';

  constructor(kind: HttpFailure['kind'], message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.kind = kind;
  }
}

/** Resolves with the answer, whatever its status. @throws HttpFailure */
export function exchange(what: HttpRequest): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const { base, signal, body } = what;
    const isTls = base.protocol === 'https:';
    const options: RequestOptions = {
      method: what.method,
      // Node takes an IPv6 address without its brackets.
      hostname: base.hostname.replace(/^\[|\]$/g, ''),
      port: base.port === '' ? undefined : base.port,
      path: what.path,
      headers: {
        ...what.headers,
        ...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
      },
      agent: false,
    };
    const request = isTls ? requestHttps({ ...what.tls, ...options }) : requestHttp(options);
    let isConnected = false;
    const finish = () => {
      clearTimeout(connecting);
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    };
    const fail = (failure: HttpFailure) => {
      finish();
      reject(failure);
      request.destroy();
    };
    const late = (ms: number) => () =>
      fail(
        new HttpFailure(
          isConnected ? 'slow' : 'unreached',
          `${isConnected ? 'no answer' : 'no connection'} within ${Math.round(ms)} ms`,
        ),
      );
    const onAbort = () => fail(new HttpFailure('aborted', 'aborted'));
    const connecting = setTimeout(late(what.connectTimeoutMs), what.connectTimeoutMs);
    const timer = setTimeout(late(what.timeoutMs), what.timeoutMs);
    signal?.addEventListener('abort', onAbort);

    request.on('socket', (socket) => {
      socket.once(isTls ? 'secureConnect' : 'connect', () => {
        isConnected = true;
        clearTimeout(connecting);
      });
    });
    // Stays until the end of the request: an error of a destroyed one must not be uncaught.
    request.on('error', (error) => fail(failureOf(error, isConnected)));
    request.on('response', (response) => {
      read(response, what.maxResponseBytes, (failure, answer) => {
        if (answer === undefined) fail(failure!);
        else {
          finish();
          resolve(answer);
        }
      });
    });
    request.end(body);
  });
}

function failureOf(error: Error & { code?: string }, isConnected: boolean): HttpFailure {
  // What came is no HTTP.
  if (error.code?.startsWith('HPE_')) return new HttpFailure('answer', `not HTTP (${error.message})`, error);
  // With several addresses of one name the message is empty.
  const message = error.message === '' ? (error.code ?? error.name) : error.message;
  return new HttpFailure(isConnected ? 'lost' : 'unreached', message, error);
}

/** Calls back once: with a failure or with the answer. */
function read(
  response: IncomingMessage,
  most: number,
  done: (failure: HttpFailure | undefined, answer?: HttpAnswer) => void,
): void {
  const announced = Number(response.headers['content-length'] ?? 0);
  const tooLarge = `more than maxResponseBytes (${most})`;
  if (announced > most) return done(new HttpFailure('answer', `${announced} bytes, ${tooLarge}`));
  const encoding = response.headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity') {
    return done(new HttpFailure('answer', `encoded as ${JSON.stringify(encoding)}, which was not asked for`));
  }
  const chunks: Buffer[] = [];
  let size = 0;
  response.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > most) return done(new HttpFailure('answer', tooLarge));
    chunks.push(chunk);
  });
  response.on('error', (error) => done(new HttpFailure('lost', error.message, error)));
  response.once('end', () => {
    const { statusCode = 0, headers } = response;
    // A proxy may cut a body short and end it properly.
    if (!response.complete) return done(new HttpFailure('lost', 'the answer ended too early'));
    done(undefined, {
      status: statusCode,
      contentType: headers['content-type'] ?? '',
      location: headers.location,
      text: Buffer.concat(chunks).toString(),
    });
  });
}
