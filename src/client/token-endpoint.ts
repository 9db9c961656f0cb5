import { createPrivateKey, randomUUID, sign } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import http from 'node:http';
import https from 'node:https';
import type { Assertion, TokenEndpoint } from '../config/oauth';
import { errorNumber } from '../errors/codes';
import { KafkaError } from '../errors/kafka-error';

/** Where Java would wait for ever (no sasl.login.….timeout.ms), a login still ends. */
const DEFAULT_TIMEOUT_MS = 30_000;
const LARGEST_ANSWER = 1024 * 1024;

/** Answers that another attempt would not change: Java's list. */
const FINAL_STATUS = new Set([400, 401, 402, 403, 404, 405, 406, 407, 409, 410, 411, 412, 413, 414, 415, 501, 505]);

export function authenticationError(message: string, isRetriable: boolean, cause?: unknown): KafkaError {
  return new KafkaError({
    code: 'ERR__AUTHENTICATION',
    errno: errorNumber('ERR__AUTHENTICATION'),
    message: `OAUTHBEARER: ${message}`,
    operation: 'oauthbearer',
    isRetriable,
    cause,
  });
}

const base64url = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** The signed statement that stands for the client: read from its file, or made and signed now. */
export async function makeAssertion(assertion: Assertion): Promise<string> {
  if (assertion.file !== null) return (await readFile(assertion.file, 'utf8')).trim();
  const template =
    assertion.templateFile === null
      ? {}
      : (JSON.parse(await readFile(assertion.templateFile, 'utf8')) as { header?: object; payload?: object });
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

/** The request of RFC 6749 4.4, or RFC 7523 where an assertion stands for the client or is the grant itself. */
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

function post(
  endpoint: TokenEndpoint,
  request: Request,
  ca: string | undefined,
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const { request: open } = endpoint.url.startsWith('https:') ? https : http;
    const fail = (message: string, cause?: unknown): void => reject(authenticationError(message, true, cause));
    const outgoing = open(
      endpoint.url,
      { method: 'POST', headers: request.headers, ...(ca === undefined ? {} : { ca }) },
      (incoming) => {
        let text = '';
        incoming.setEncoding('utf8');
        incoming.on('data', (part: string) => {
          text += part;
          if (text.length > LARGEST_ANSWER) incoming.destroy(new Error('the answer is too long'));
        });
        incoming.on('end', () => resolve({ status: incoming.statusCode ?? 0, text }));
        incoming.on('error', (error) => fail(`the token endpoint broke off: ${error.message}`, error));
      },
    );
    const connecting = setTimeout(
      () => outgoing.destroy(new Error('connecting took too long (sasl.login.connect.timeout.ms)')),
      endpoint.connectTimeoutMs ?? DEFAULT_TIMEOUT_MS,
    );
    outgoing.on('socket', (socket) => {
      if (!socket.connecting) clearTimeout(connecting);
      else socket.once(endpoint.url.startsWith('https:') ? 'secureConnect' : 'connect', () => clearTimeout(connecting));
    });
    outgoing.setTimeout(endpoint.readTimeoutMs ?? DEFAULT_TIMEOUT_MS, () =>
      outgoing.destroy(new Error('the answer took too long (sasl.login.read.timeout.ms)')),
    );
    outgoing.on('close', () => clearTimeout(connecting));
    outgoing.on('error', (error) => fail(`the token endpoint cannot be reached: ${error.message}`, error));
    outgoing.end(request.body);
  });
}

/** What the answer says went wrong; the error members of RFC 6749 hold no secret. */
function explain(status: number, text: string): string {
  try {
    const { error, error_description: description } = JSON.parse(text) as {
      error?: unknown;
      error_description?: unknown;
    };
    return [`status ${status}`, error, description].filter((part) => typeof part === 'string').join(', ');
  } catch {
    return `status ${status}`;
  }
}

async function requestToken(
  kind: 'clientCredentials' | 'jwtBearer',
  endpoint: TokenEndpoint,
  ca: string | undefined,
): Promise<string> {
  const { status, text } = await post(endpoint, await makeRequest(kind, endpoint), ca);
  if (status < 200 || status > 299)
    throw authenticationError(`the token endpoint refused: ${explain(status, text)}`, !FINAL_STATUS.has(status));
  let answer: { access_token?: unknown; id_token?: unknown };
  try {
    answer = JSON.parse(text) as typeof answer;
  } catch (error) {
    throw authenticationError('the answer of the token endpoint is no JSON', false, error);
  }
  const token = answer.access_token ?? answer.id_token;
  if (typeof token !== 'string' || token === '')
    throw authenticationError('the answer of the token endpoint holds no access_token', false);
  return token;
}

/** Asks the token endpoint; what may pass is tried again with growing pauses, for sasl.login.retry.backoff.max.ms in all. */
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
