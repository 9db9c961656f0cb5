/** What a ConnectClient is made with, checked. */
import { validateHeaderName, validateHeaderValue } from 'node:http';

import { checkMs, checkObject, checkOptions, refuse } from '../arguments';
import type { TlsOptions } from './http';

export interface ConnectClientOptions {
  /**
   * Addresses of workers of one cluster: `'http://connect-1:8083'`. Any worker does; with several, another one is asked
   * when one cannot be reached. A path before Connect's own is kept; a user and password are basic authentication.
   */
  readonly urls: string | readonly string[];
  /** Basic authentication, together with `password`. */
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  /** Headers of every request, such as `authorization: 'Bearer …'`. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** For `https:` addresses, as Node takes them: `ca`, `cert`, `key` and the rest of {@link TlsOptions}. */
  readonly tls?: TlsOptions | undefined;
  /** Milliseconds for a call as a whole, where it has no time of its own. Default 60,000. */
  readonly timeoutMs?: number | undefined;
  /** Milliseconds for one connection, TLS included; then the next worker is tried. Default 10,000. */
  readonly connectTimeoutMs?: number | undefined;
  /** Largest answer that is read. Default 64 MiB. */
  readonly maxResponseBytes?: number | undefined;
}

export interface Worker {
  readonly base: URL;
  /** What stands before Connect's own paths; empty or `/prefix`. */
  readonly prefix: string;
  /** For messages: no user, no password. */
  readonly shown: string;
}

export interface CheckedOptions {
  readonly workers: readonly Worker[];
  readonly headers: Readonly<Record<string, string>>;
  /** What must not be in an error. */
  readonly secrets: readonly string[];
  readonly tls: TlsOptions | undefined;
  readonly timeoutMs: number;
  readonly connectTimeoutMs: number;
  readonly maxResponseBytes: number;
}

const operation = 'ConnectClient';
const names = [
  ...['urls', 'username', 'password', 'headers', 'tls'],
  ...['timeoutMs', 'connectTimeoutMs', 'maxResponseBytes'],
];
const tlsNames = ['ca', 'cert', 'key', 'passphrase', 'pfx', 'servername', 'rejectUnauthorized', 'minVersion'];
/** Which this client sets itself. */
const ownHeaders = ['host', 'content-length', 'transfer-encoding', 'connection', 'accept', 'content-type'];

interface Login {
  readonly username: string;
  readonly password: string;
}

export function checkClientOptions(options: unknown): CheckedOptions {
  checkObject(operation, 'the argument', options);
  checkOptions(operation, options, names);
  const given = options as unknown as ConnectClientOptions;
  const urls: readonly unknown[] = Array.isArray(given.urls) ? given.urls : [given.urls];
  if (urls.length === 0) refuse(operation, "urls is empty. At least one address is valid, as 'http://localhost:8083'");
  const logins: Login[] = [];
  const workers = urls.map((url) => workerOf(url, logins));
  const login = loginOf(given, logins);
  const headers = checkHeaders(given.headers);
  const secrets = Object.values(headers).filter((value) => value.length > 8);
  if (login !== undefined) {
    if ('authorization' in headers) {
      refuse(operation, 'there are both a user and an authorization header. One of them is valid');
    }
    const encoded = Buffer.from(`${login.username}:${login.password}`).toString('base64');
    headers.authorization = `Basic ${encoded}`;
    secrets.push(login.password, encoded);
  }
  if (given.tls !== undefined) checkOptions(operation, given.tls, tlsNames);
  if (typeof given.tls?.passphrase === 'string') secrets.push(given.tls.passphrase);
  return {
    workers,
    headers,
    secrets,
    tls: given.tls,
    timeoutMs: checkMs(operation, 'timeoutMs', given.timeoutMs, 60_000),
    connectTimeoutMs: checkMs(operation, 'connectTimeoutMs', given.connectTimeoutMs, 10_000),
    maxResponseBytes: checkBytes(given.maxResponseBytes),
  };
}

/** The address is not shown where it cannot be read: it may hold a password. */
function workerOf(url: unknown, logins: Login[]): Worker {
  const base = typeof url === 'string' && URL.canParse(url) ? new URL(url) : undefined;
  if (base === undefined || !/^https?:$/.test(base.protocol) || base.hostname === '') {
    return refuse(operation, "urls has something that is no address of a worker. 'http://localhost:8083' is valid");
  }
  if (base.search !== '' || base.hash !== '') {
    refuse(operation, `the address ${base.origin} has a query or a fragment. Scheme, host, port and path are valid`);
  }
  if (base.username !== '' || base.password !== '') logins.push(decodedLogin(base));
  base.username = '';
  base.password = '';
  const prefix = base.pathname.replace(/\/+$/, '');
  return { base, prefix, shown: `${base.origin}${prefix}` };
}

function decodedLogin({ username, password, origin }: URL): Login {
  try {
    return { username: decodeURIComponent(username), password: decodeURIComponent(password) };
  } catch {
    return refuse(operation, `the user of ${origin} is not percent-encoded. The options username, password are valid`);
  }
}

function loginOf({ username, password }: ConnectClientOptions, ofUrls: readonly Login[]): Login | undefined {
  const logins = [...ofUrls];
  if (username !== undefined || password !== undefined) {
    if (typeof username !== 'string' || typeof password !== 'string') {
      return refuse(operation, 'username and password are not both strings. Give both, or none');
    }
    logins.push({ username, password });
  }
  const [login, ...others] = logins;
  if (login === undefined) return undefined;
  if (others.some((one) => one.username !== login.username || one.password !== login.password)) {
    refuse(operation, 'there are different users. Workers of one cluster take one user');
  }
  if (login.username.includes(':')) {
    refuse(operation, "the user's name holds a ':', which basic authentication cannot carry. Any other name is valid");
  }
  return login;
}

function checkHeaders(headers: unknown): Record<string, string> {
  if (headers === undefined) return {};
  checkObject(operation, 'headers', headers);
  const checked = Object.entries(headers).map(([name, value]): [string, string] => {
    try {
      validateHeaderName(name);
      if (typeof value !== 'string') throw new TypeError('no string');
      validateHeaderValue(name, value);
    } catch {
      // The value is not shown: it may be a token.
      refuse(operation, `header ${JSON.stringify(name)} is not valid. A token is a valid name, Latin-1 text a value`);
    }
    if (ownHeaders.includes(name.toLowerCase())) {
      refuse(operation, `header '${name}' is set by the client. Valid: any but ${ownHeaders.join(', ')}`);
    }
    return [name.toLowerCase(), value as string];
  });
  return Object.fromEntries(checked);
}

function checkBytes(bytes: unknown): number {
  if (bytes === undefined) return 64 * 1024 * 1024;
  if (typeof bytes === 'number' && bytes >= 1) return bytes;
  return refuse(operation, 'maxResponseBytes is no number of bytes. 1 or more is valid');
}
