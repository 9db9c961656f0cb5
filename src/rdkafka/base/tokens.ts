import type { OAuthToken } from '../../index';
import type { RawTokenProvider } from '../../raw/index';

/** Lifetime of a token that names none: it is used until another one is set. */
const FOREVER_MS = 10 * 365 * 86_400_000;

interface RefreshResult {
  tokenValue: string;
  /** ms since the epoch. */
  lifetime: number;
  principal: string;
  extensions?: Record<string, string> | undefined;
}

type RefreshCallback = (
  config: string,
  callback?: (error: unknown, token?: RefreshResult | string) => void,
) => Promise<RefreshResult> | undefined;

function claimsOf(token: string): { exp?: unknown; sub?: unknown } {
  try {
    const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
    return typeof claims === 'object' && claims !== null ? claims : {};
  } catch {
    return {};
  }
}

/** Expiry and principal come from the token, if it is a JWT that has them. */
function tokenOf(text: string): OAuthToken {
  const { exp, sub } = claimsOf(text);
  return {
    token: text,
    principal: typeof sub === 'string' && sub !== '' ? sub : 'unknown',
    lifetimeMs: typeof exp === 'number' ? exp * 1000 : Date.now() + FOREVER_MS,
  };
}

/** Throws for anything but a text that is not empty. */
export function checkToken(token: unknown): string {
  if (typeof token !== 'string' || token === '')
    throw new Error('OAuthBearer token is undefined/empty or not a string');
  return token;
}

/** The token of a client: set by the program, or asked from its refresh callback. */
export class Tokens {
  #current: OAuthToken | undefined;
  #waiting: ((token: OAuthToken) => void)[] = [];
  readonly #refresh: RefreshCallback | undefined;
  readonly #config: string;

  constructor(refresh: unknown, config: string) {
    this.#refresh = typeof refresh === 'function' ? (refresh as RefreshCallback) : undefined;
    this.#config = config;
  }

  set(text: string): OAuthToken {
    const token = tokenOf(text);
    this.#current = token;
    for (const resolve of this.#waiting.splice(0)) resolve(token);
    return token;
  }

  /** Waits until there is a token. */
  readonly provider: RawTokenProvider = () => {
    if (this.#current !== undefined) return Promise.resolve(this.#current);
    if (this.#refresh !== undefined) return this.#ask(this.#refresh);
    return new Promise((resolve) => this.#waiting.push(resolve));
  };

  async #ask(refresh: RefreshCallback): Promise<OAuthToken> {
    const result = await new Promise<RefreshResult | string>((resolve, reject) => {
      const returned = refresh(this.#config, (error, token) => {
        if (error) reject(error instanceof Error ? error : new Error(String(error)));
        else resolve(token!);
      });
      if (typeof returned?.then === 'function') returned.then(resolve, reject);
    });
    if (typeof result === 'string') return tokenOf(result);
    const { tokenValue, lifetime, principal, extensions } = result;
    return { token: tokenValue, lifetimeMs: lifetime, principal, ...(extensions ? { extensions } : {}) };
  }
}
