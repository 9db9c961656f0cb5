import { readFile } from 'node:fs/promises';
import type { Calls } from '../binding/native';
import type { OAuthSource } from '../config/oauth';
import type { OAuthToken } from '../config/option-types';
import { KafkaError } from '../errors/kafka-error';
import { askTokenEndpoint, authenticationError } from './token-endpoint';

function claimsOf(token: string): Record<string, unknown> {
  const [, payload, ...rest] = token.split('.');
  try {
    if (payload === undefined || rest.length > 1) throw new Error('it has not three parts');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as unknown;
    if (typeof claims === 'object' && claims !== null) return claims as Record<string, unknown>;
    throw new Error('its claims are no object');
  } catch (error) {
    throw authenticationError('the token is no JWT', false, error);
  }
}

/** Principal and expiry out of a JWT, which must have both, as Java demands. */
function readJwt(token: string, subClaimName: string, extensions: Readonly<Record<string, string>>): OAuthToken {
  const claims = claimsOf(token);
  const principal = claims[subClaimName];
  if (typeof principal !== 'string' || principal === '')
    throw authenticationError(`the token has no claim ${subClaimName}`, false);
  if (typeof claims.exp !== 'number') throw authenticationError('the token has no claim exp', false);
  return { token, principal, lifetimeMs: Math.floor(claims.exp * 1000), extensions };
}

function unsecuredJwt(source: Extract<OAuthSource, { kind: 'unsecured' }>): OAuthToken {
  const seconds = Date.now() / 1000;
  const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = { iat: seconds, exp: seconds + source.lifeSeconds, ...source.claims };
  return readJwt(`${encode({ alg: 'none' })}.${encode(claims)}.`, source.subClaimName, source.extensions);
}

/** What a user's provider returned, checked before it reaches librdkafka. */
function checkToken(given: unknown): OAuthToken {
  const token = given as Partial<OAuthToken> | null | undefined;
  const wrong = (member: string, is: string): never => {
    throw authenticationError(
      `the token provider must return { token, principal, lifetimeMs, extensions? }: ${member} ${is}`,
      false,
    );
  };
  if (typeof token !== 'object' || token === null) return wrong('the result', 'is no object');
  if (typeof token.token !== 'string' || token.token === '') return wrong('token', 'is no string');
  if (typeof token.principal !== 'string' || token.principal === '') return wrong('principal', 'is no string');
  if (typeof token.lifetimeMs !== 'number' || !(token.lifetimeMs > Date.now())) {
    return wrong('lifetimeMs', 'is no time to come in milliseconds since the epoch');
  }
  return {
    token: token.token,
    principal: token.principal,
    lifetimeMs: Math.floor(token.lifetimeMs),
    extensions: token.extensions ?? {},
  };
}

/**
 * Gets a token for SASL/OAUTHBEARER from its source. Rejects with a KafkaError (`ERR__AUTHENTICATION`) that says what went
 * wrong and holds no secret; what a user's provider throws is its `cause`.
 */
export async function fetchToken(source: OAuthSource): Promise<OAuthToken> {
  try {
    switch (source.kind) {
      case 'provider':
        return checkToken(await source.provider());
      case 'file':
        return readJwt((await readFile(source.path, 'utf8')).trim(), source.subClaimName, source.extensions);
      case 'unsecured':
        return unsecuredJwt(source);
      default:
        return readJwt(await askTokenEndpoint(source.kind, source.endpoint), source.subClaimName, source.extensions);
    }
  } catch (error) {
    if (KafkaError.is(error)) throw error;
    throw authenticationError(
      `no token could be got: ${error instanceof Error ? error.message : String(error)}`,
      false,
      error,
    );
  }
}

type TokenCall = <Op extends 'setToken' | 'setTokenFailure'>(op: Op, args: Calls[Op]['in']) => Calls[Op]['out'];

/**
 * Answers librdkafka's wish for a token, with one or with why there is none: librdkafka asks again by itself then. Rejects with
 * the failure, for the user to hear of it.
 */
export async function refreshToken(source: OAuthSource | null, call: TokenCall): Promise<void> {
  try {
    if (source === null) throw authenticationError('SASL/OAUTHBEARER needs a source of tokens', false);
    const { token, principal, lifetimeMs, extensions } = await fetchToken(source);
    // Extensions cross as a flat list: name, value, name, value …
    call('setToken', { token, principal, lifetimeMs, extensions: Object.entries(extensions ?? {}).flat() });
  } catch (error) {
    // The client may have been closed meanwhile: then nobody asks any more, and the call is refused.
    try {
      call('setTokenFailure', { message: (error as Error).message });
    } catch {
      return;
    }
    throw error;
  }
}
