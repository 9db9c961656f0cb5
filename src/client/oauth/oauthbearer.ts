import { readFile } from 'node:fs/promises';
import type { OAuthSource } from '../../config/security/oauth';
import type { OAuthToken } from '../../config/values/option-types';
import { KafkaError } from '../../errors/kafka-error';
import { callTokenProvider } from '../../user-code/user-code';
import { authenticationError, quoted } from './authentication-error';
import { checkedToken, claimsOf } from './token-checks';
import { askTokenEndpoint, DEFAULT_TIMEOUT_MS } from './token-endpoint';

/** Reads principal and expiry from a JWT. Both are required, as in Java. */
function readJwt(token: string, subClaimName: string, extensions: Readonly<Record<string, string>>): OAuthToken {
  const claims = claimsOf(token);
  const principal = claims[subClaimName];
  if (typeof principal !== 'string' || principal === '')
    throw authenticationError(`the token has no claim ${subClaimName}`, false);
  if (typeof claims.exp !== 'number') throw authenticationError('the token has no claim exp', false);
  const lifetimeMs = Math.floor(claims.exp * 1000);
  if (!(lifetimeMs > Date.now())) throw authenticationError('the token has expired', false);
  return checkedToken('the source of tokens', { token, principal, lifetimeMs, extensions });
}

function unsecuredJwt(source: Extract<OAuthSource, { kind: 'unsecured' }>): OAuthToken {
  const seconds = Date.now() / 1000;
  const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = { iat: seconds, exp: seconds + source.lifeSeconds, ...source.claims };
  return readJwt(`${encode({ alg: 'none' })}.${encode(claims)}.`, source.subClaimName, source.extensions);
}

/** Calls a user's provider with a timeout. Without one, a provider that never settles would block all later tokens. */
async function ask(provider: () => unknown, timeoutMs: number): Promise<OAuthToken> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () =>
        reject(
          authenticationError(
            `the token provider did not answer within ${timeoutMs} ms (sasl.login.read.timeout.ms)`,
            true,
          ),
        ),
      timeoutMs,
    );
    timer.unref();
  });
  try {
    return checkedToken('the token provider', await Promise.race([callTokenProvider(provider), tooLate]));
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Gets a token for SASL/OAUTHBEARER from its source. Rejects with a KafkaError (`ERR__AUTHENTICATION`) that explains
 * the failure without any secret. Its `cause` is the error of a user's provider.
 */
export async function fetchToken(source: OAuthSource): Promise<OAuthToken> {
  try {
    switch (source.kind) {
      case 'provider':
        return await ask(source.provider, source.timeoutMs ?? DEFAULT_TIMEOUT_MS);
      case 'file':
        return readJwt((await readFile(source.path, 'utf8')).trim(), source.subClaimName, source.extensions);
      case 'unsecured':
        return unsecuredJwt(source);
      default:
        return readJwt(await askTokenEndpoint(source.kind, source.endpoint), source.subClaimName, source.extensions);
    }
  } catch (error) {
    if (KafkaError.is(error)) throw error;
    throw authenticationError(`no token was obtained: ${reasonOf(error)}`, false, error);
  }
}

function reasonOf(thrown: unknown): string {
  try {
    return quoted(String((thrown as { message?: unknown } | null | undefined)?.message ?? thrown), []);
  } catch {
    return 'the thrown value is not readable';
  }
}
