import { FaultError } from '../../shared/fault-error';
import { digest, isSame, randomSecret } from './secrets';

/** Sessions at once; beyond it the one that was longest unused ends. */
const mostSessions = 256;
const idleMs = 24 * 3_600_000;
const onceMs = 60_000;

interface Session {
  id: string;
  secret: string;
  usedAt: number;
}

export interface SessionsOptions {
  /** The cookie's name has it, because cookies do not tell ports apart. */
  port: number;
  /** The cookie goes only there. */
  basePath: string;
  /** The cookie goes only over TLS. */
  isSecure: boolean;
  now?: () => number;
}

/**
 * Who has signed in. A session is a cookie, which no script sees, and a secret, which no other port and no foreign
 * page has: a request needs both.
 */
export class Sessions {
  /** Signs in. It is in the address that the start prints, behind the `#`, where no server and no log sees it. */
  readonly token = randomSecret();
  readonly #sessions = new Map<string, Session>();
  readonly #once = new Map<string, number>();
  readonly #options: SessionsOptions;
  readonly #now: () => number;

  constructor(options: SessionsOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
  }

  get cookieName(): string {
    return `kafka-napi-ui-${this.#options.port}`;
  }

  isToken(given: string): boolean {
    return isSame(given, this.token);
  }

  /** A token that signs in once, within a minute: for a browser that is started, whose arguments others may see. */
  createOnce(): string {
    const token = randomSecret();
    this.#once.set(digest(token).toString('hex'), this.#now() + onceMs);
    return token;
  }

  /** Whether the token signs in. One of `createOnce` is used up by this. */
  takeToken(given: string): boolean {
    if (this.isToken(given)) return true;
    const key = digest(given).toString('hex');
    const until = this.#once.get(key);
    this.#once.delete(key);
    return until !== undefined && until >= this.#now();
  }

  create(): { secret: string; cookie: string } {
    const cookie = randomSecret();
    const key = digest(cookie).toString('hex');
    const secret = randomSecret();
    this.#sessions.set(key, { id: key.slice(0, 16), secret, usedAt: this.#now() });
    for (const oldest of this.#sessions.keys()) {
      if (this.#sessions.size <= mostSessions) break;
      this.#sessions.delete(oldest);
    }
    return { secret, cookie: this.#cookie(cookie, '') };
  }

  /** The session of this cookie and secret. Throws NO_SESSION. */
  find(cookie: string | undefined, secret: string | undefined): { id: string } {
    // The key is a digest, so that the time of the search says nothing about other cookies.
    const key = cookie === undefined ? '' : digest(cookie).toString('hex');
    const session = this.#sessions.get(key);
    const isOver = session !== undefined && this.#now() - session.usedAt > idleMs;
    if (isOver) this.#sessions.delete(key);
    if (session === undefined || isOver)
      throw FaultError.of('NO_SESSION', 'There is no session', {
        hint: 'Open the address that the start of the server printed, or sign in with its token',
      });
    if (secret === undefined || !isSame(secret, session.secret))
      throw FaultError.of('NO_SESSION', 'The header X-Kafka-UI does not have the secret of this session');
    session.usedAt = this.#now();
    this.#sessions.delete(key);
    this.#sessions.set(key, session);
    return { id: session.id };
  }

  /** Ends a session. Returns the cookie that takes the browser's away. */
  end(id: string): string {
    for (const [key, session] of this.#sessions) if (session.id === id) this.#sessions.delete(key);
    return this.#cookie('', '; Max-Age=0');
  }

  get count(): number {
    return this.#sessions.size;
  }

  #cookie(value: string, more: string): string {
    const { basePath, isSecure } = this.#options;
    const path = basePath === '' ? '/' : basePath;
    return `${this.cookieName}=${value}; Path=${path}; HttpOnly; SameSite=Strict${isSecure ? '; Secure' : ''}${more}`;
  }
}
