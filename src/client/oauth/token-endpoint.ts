import { createPrivateKey, randomUUID, sign } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import http from 'node:http';
import https from 'node:https';
import type { Assertion, TokenEndpoint } from '../../config/security/token-endpoint';
import { KafkaError } from '../../errors/kafka-error';
import { authenticationError, quoted } from './authentication-error';

/** Limit for a login for which Java would wait forever (without sasl.login.….timeout.ms). */
export const DEFAULT_TIMEOUT_MS = 30_000;
const LARGEST_ANSWER = 1024 * 1024;

/** Status codes for which another attempt is pointless: Java's list. */
const FINAL_STATUS = new Set([400, 401, 402, 403, 404, 405, 406, 407, 409, 410, 411, 412, 413, 414, 415, 501, 505]);

const base64url = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

async function readTemplate(
  file: string | null,
): Promise<{ header?: object | undefined; payload?: object | undefined }> {
  if (file === null) return {};
  const text = await readFile(file, 'utf8');
  try {
    return JSON.parse(text) as { header?: object; payload?: object };
  } catch {
    throw authenticationError('the template of the assertion is not JSON', false);
  }
}

/** The signed assertion of the client: read from its file, or created and signed now. */
export async function makeAssertion(assertion: Assertion): Promise<string> {
  if (assertion.file !== null) return (await readFile(assertion.file, 'utf8')).trim();
  const template = await readTemplate(assertion.templateFile);
  const seconds = Math.floor(Date.now() / 1000);
  const { aud, iss, sub } = assertion.claims;
  const header = { typ: 'JWT', alg: assertion.algorithm, ...template.header };
  const payload = {
    ...template.payload,
    iat: seconds,
    exp: seconds + assertion.expSeconds,
    nbf: seconds - assertion.nbfSeconds,
    ...(assertion.includeJti ? { jti: randomUUID() } : {}),
    ...(aud === null ? {} : { aud }),
    ...(iss === null ? {} : { iss }),
    ...(sub === null ? {} : { sub }),
  };
  const text = assertion.privateKeyPem ?? (await readFile(assertion.privateKeyFile!, 'utf8'));
  let key;
  try {
    key = createPrivateKey({
      key: text,
      ...(assertion.passphrase === null ? {} : { passphrase: assertion.passphrase }),
    });
  } catch (error) {
    throw authenticationError(
      'the private key of the assertion cannot be read: is it PEM, and the passphrase right?',
      false,
      error,
    );
  }
  const body = `${base64url(header)}.${base64url(payload)}`;
  const signature = sign('sha256', Buffer.from(body), { key, dsaEncoding: 'ieee-p1363' });
  return `${body}.${signature.toString('base64url')}`;
}

interface Request {
  headers: Record<string, string>;
  body: string;
}

/** The request of RFC 6749 4.4, or of RFC 7523 if an assertion identifies the client or is the grant itself. */
async function makeRequest(kind: 'clientCredentials' | 'jwtBearer', endpoint: TokenEndpoint): Promise<Request> {
  const form = new URLSearchParams();
  const headers: Record<string, string> = {
    'content-type': 'application/x-www-form-urlencoded',
    accept: 'application/json',
  };
  const { clientId, clientSecret, assertion } = endpoint;
  if (kind === 'jwtBearer') {
    form.set('grant_type', 'urn:ietf:params:oauth:grant-type:jwt-bearer');
    form.set('assertion', await makeAssertion(assertion!));
  } else {
    form.set('grant_type', 'client_credentials');
    if (clientSecret !== null) {
      const encode = (text: string): string => (endpoint.urlencode ? encodeURIComponent(text) : text);
      headers.authorization = `Basic ${Buffer.from(`${encode(clientId!)}:${encode(clientSecret)}`).toString('base64')}`;
    } else {
      if (clientId !== null) form.set('client_id', clientId);
      form.set('client_assertion_type', 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer');
      form.set('client_assertion', await makeAssertion(assertion!));
    }
  }
  if (endpoint.scope !== null) form.set('scope', endpoint.scope);
  const body = form.toString();
  headers['content-length'] = String(Buffer.byteLength(body));
  return { headers, body };
}

/**
 * Node's connection error without its attachments: for a response that Node cannot parse, it attaches that response.
 */
function withoutPayload(error: Error & { code?: unknown }): Error {
  const plain = new Error(quoted(error.message, []));
  if (typeof error.code === 'string') Object.assign(plain, { code: error.code });
  return plain;
}

/**
 * Sends one request and returns the response. Redirects are not followed: the secret is sent only to the configured
 * address.
 */
function post(
  endpoint: TokenEndpoint,
  request: Request,
  ca: string | undefined,
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const isTls = endpoint.url.startsWith('https:');
    const { request: open } = isTls ? https : http;
    const fail = (what: string, error: Error): void => {
      const cause = withoutPayload(error);
      reject(authenticationError(`the token endpoint ${what}: ${cause.message}`, true, cause));
    };
    const outgoing = open(
      endpoint.url,
      { method: 'POST', headers: request.headers, ...(ca === undefined ? {} : { ca }) },
      (incoming) => {
        const parts: Buffer[] = [];
        let length = 0;
        incoming.on('data', (part: Buffer) => {
          length += part.length;
          if (length > LARGEST_ANSWER) incoming.destroy(new Error(`the answer has more than ${LARGEST_ANSWER} bytes`));
          else parts.push(part);
        });
        incoming.on('end', () =>
          resolve({ status: incoming.statusCode ?? 0, text: Buffer.concat(parts).toString('utf8') }),
        );
        incoming.on('error', (error) => fail('broke off', error));
      },
    );
    const limit = (timeoutMs: number | null, property: string): (() => void) => {
      const timer = setTimeout(
        () => outgoing.destroy(new Error(`it took longer than ${timeoutMs ?? DEFAULT_TIMEOUT_MS} ms (${property})`)),
        timeoutMs ?? DEFAULT_TIMEOUT_MS,
      );
      return () => clearTimeout(timer);
    };
    let stop = limit(endpoint.connectTimeoutMs, 'sasl.login.connect.timeout.ms');
    // A timeout for the whole response. Without it, a response that arrives byte by byte would never time out.
    const connected = (): void => {
      stop();
      stop = limit(endpoint.readTimeoutMs, 'sasl.login.read.timeout.ms');
    };
    outgoing.on('socket', (socket) => {
      if (!socket.connecting) connected();
      else socket.once(isTls ? 'secureConnect' : 'connect', connected);
    });
    outgoing.on('close', () => stop());
    outgoing.on('error', (error) => fail('cannot be reached', error));
    outgoing.end(request.body);
  });
}

/**
 * The failure as explained by the response's error fields of RFC 6749, without anything that it may repeat of the
 * request.
 */
function explain(status: number, text: string, secrets: readonly (string | null)[]): string {
  if (status >= 300 && status <= 399) return `status ${status}, a redirection, which is not followed`;
  try {
    const { error, error_description: description } = JSON.parse(text) as {
      error?: unknown;
      error_description?: unknown;
    };
    const said = [error, description].filter((part) => typeof part === 'string').map((part) => quoted(part, secrets));
    return [`status ${status}`, ...said].join(', ');
  } catch {
    return `status ${status}`;
  }
}

/** All parts of a request that must stay secret. */
function secretsOf(endpoint: TokenEndpoint, request: Request): (string | null)[] {
  const form = new URLSearchParams(request.body);
  const { authorization } = request.headers;
  return [
    endpoint.clientSecret,
    endpoint.clientSecret && encodeURIComponent(endpoint.clientSecret),
    authorization?.slice('Basic '.length) ?? null,
    form.get('assertion'),
    form.get('client_assertion'),
  ];
}

async function requestToken(
  kind: 'clientCredentials' | 'jwtBearer',
  endpoint: TokenEndpoint,
  ca: string | undefined,
): Promise<string> {
  const request = await makeRequest(kind, endpoint);
  const { status, text } = await post(endpoint, request, ca);
  if (status < 200 || status > 299) {
    const isFinal = FINAL_STATUS.has(status) || (status >= 300 && status <= 399);
    const why = explain(status, text, secretsOf(endpoint, request));
    throw authenticationError(`the token endpoint refused: ${why}`, !isFinal);
  }
  let answer: { access_token?: unknown; id_token?: unknown } | null;
  try {
    answer = JSON.parse(text) as typeof answer;
  } catch {
    // The error's own text would quote the response, and with it the token.
    throw authenticationError('the answer of the token endpoint is not JSON', false);
  }
  const token = answer?.access_token ?? answer?.id_token;
  if (typeof token !== 'string' || token === '')
    throw authenticationError('the answer of the token endpoint holds no access_token', false);
  return token;
}

/**
 * Requests a token from the endpoint. Temporary failures are retried with growing pauses, for
 * sasl.login.retry.backoff.max.ms in total.
 */
export async function askTokenEndpoint(
  kind: 'clientCredentials' | 'jwtBearer',
  endpoint: TokenEndpoint,
): Promise<string> {
  const ca = endpoint.caPem ?? (endpoint.caLocation === null ? undefined : await readFile(endpoint.caLocation, 'utf8'));
  const end = Date.now() + endpoint.retryBackoffMaxMs;
  for (let pause = Math.max(endpoint.retryBackoffMs, 1); ; pause *= 2) {
    try {
      return await requestToken(kind, endpoint, ca);
    } catch (error) {
      if (!(KafkaError.is(error) && error.isRetriable) || Date.now() + pause > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
}
