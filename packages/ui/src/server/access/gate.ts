import type { AccessClass } from '../../shared/api';
import { FaultError } from '../../shared/fault-error';
import type { Route } from '../route';
import type { Attempts } from './attempts';
import type { Hosts } from './hosts';
import type { Passwords } from './passwords';
import type { Policy } from './policy';
import type { Sessions } from './sessions';

/** What the gate looks at. */
export interface Visitor {
  /** Every value of the Host header, as it came. */
  hosts: readonly string[];
  headers: Headers;
  /** Whose wrong tries are counted. */
  address: string;
  cookie: string | undefined;
  request: Request;
}

export interface GateParts {
  hosts: Hosts;
  sessions: Sessions;
  policy: Policy;
  attempts: Attempts;
  /** Null: no `--auth-file`. */
  passwords: Passwords | null;
}

export interface Admitted {
  session: string | null;
  /** The bytes of the body; null where the route takes none. */
  body: Uint8Array | null;
}

/**
 * What stands in front of every handler. The order is fixed: host, method, password, origin, session, content type,
 * size, access. What a route's class of access does not need is left out: a page is open, because it holds no data, so
 * that a link to it works; `metrics` is asked for by programs, which have no session.
 */
export class Gate {
  readonly #parts: GateParts;

  constructor(parts: GateParts) {
    this.#parts = parts;
  }

  /** False: 421, without a body. */
  allowsHost({ hosts }: Pick<Visitor, 'hosts'>): boolean {
    return this.#parts.hosts.allows(hosts);
  }

  /**
   * Asks for a user and password where `--auth-file` names some. `metrics` takes the token of the start as well, which
   * is all there is without users. Returns what the header WWW-Authenticate has to say; null: all is well.
   */
  async challenge(access: AccessClass, { headers, address }: Visitor): Promise<string | null> {
    const { passwords, attempts, sessions } = this.#parts;
    if (passwords === null && access !== 'metrics') return null;
    const header = headers.get('authorization') ?? undefined;
    if (header !== undefined) attempts.check(address);
    if (passwords !== null && (await passwords.isRight(header))) return null;
    const token = /^Bearer ([\w-]{1,256})$/i.exec(header ?? '')?.[1];
    if (access === 'metrics' && token !== undefined && sessions.isToken(token)) return null;
    if (header !== undefined) attempts.wrong(address);
    return passwords === null ? 'Bearer' : 'Basic realm="kafka-napi", charset="UTF-8"';
  }

  /** The checks of one route, from the origin on. */
  async admit(route: Route, visitor: Visitor): Promise<Admitted> {
    const { policy } = this.#parts;
    const session = this.#identify(route, visitor);
    checkContentType(route, visitor.headers);
    const body = await readBody(route, visitor.request);
    policy.check(route.access);
    return { session, body };
  }

  #identify(route: Route, visitor: Visitor): string | null {
    const { sessions } = this.#parts;
    if (route.access === 'metrics') return null;
    // An open route without a body changes nothing and holds no data.
    if (route.access === 'open' && !route.takesBody) return null;
    this.#checkOrigin(visitor.headers);
    if (route.access === 'open') return null;
    return sessions.find(visitor.cookie, visitor.headers.get('x-kafka-ui') ?? undefined).id;
  }

  #checkOrigin(headers: Headers): void {
    const site = headers.get('sec-fetch-site');
    const origin = headers.get('origin');
    const isOurs = site === null ? origin !== null && this.#parts.hosts.isOwnOrigin(origin) : site === 'same-origin';
    if (!isOurs) throw FaultError.of('WRONG_ORIGIN', 'Only pages of this server may ask this');
  }
}

function checkContentType(route: Route, headers: Headers): void {
  const type = headers.get('content-type');
  const encoding = headers.get('content-encoding');
  // A route without a body may be asked with none; what comes along must not be a form's either.
  const isGood = type === null ? !route.takesBody : /^application\/json\s*(;\s*charset="?utf-8"?\s*)?$/i.test(type);
  if (!isGood || (encoding !== null && encoding.toLowerCase() !== 'identity'))
    throw FaultError.of('NOT_JSON', 'The body must be JSON: Content-Type must be application/json, without a coding');
}

async function readBody(route: Route, request: Request): Promise<Uint8Array | null> {
  const most = route.takesBody ? route.bodyLimit : 0;
  const tooLarge = (): FaultError =>
    FaultError.of('TOO_LARGE', most === 0 ? 'This takes no body' : `The body has more than ${most} bytes`);
  if (Number(request.headers.get('content-length') ?? 0) > most) throw tooLarge();
  if (request.body === null) return route.takesBody ? new Uint8Array() : null;
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body) {
    size += chunk.byteLength;
    if (size > most) throw tooLarge();
    chunks.push(chunk);
  }
  return route.takesBody ? Buffer.concat(chunks) : null;
}
