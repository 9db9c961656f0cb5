import type { OAuthToken } from '../../config/values/option-types';
import { authenticationError } from './authentication-error';

/*
 * Characters allowed in a SASL/OAUTHBEARER message (RFC 7628 3.1). Checked here because librdkafka's error would quote
 * the bad text, which is the secret.
 */

const visible = /^[\x21-\x7e]+$/;
const extensionName = /^[A-Za-z]+$/;
const extensionValue = /^[\x20-\x7e\t\r\n]*$/;

/** The claims of a JWT. The error explains the failure and quotes nothing. */
export function claimsOf(token: string): Record<string, unknown> {
  const [, payload, ...rest] = token.split('.');
  const noJwt = (why: string): never => {
    throw authenticationError('the token is not a JWT', false, new Error(why));
  };
  if (payload === undefined || rest.length > 1) return noJwt('it does not have three parts');
  let claims: unknown;
  try {
    claims = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
  } catch {
    return noJwt('its claims are not JSON');
  }
  if (typeof claims !== 'object' || claims === null || Array.isArray(claims))
    return noJwt('its claims are not an object');
  return claims as Record<string, unknown>;
}

/** Checks a token from any source and returns it. The error names only the bad field. */
export function checkedToken(who: string, given: unknown): OAuthToken {
  const token = given as Partial<OAuthToken> | null | undefined;
  const wrong = (member: string, is: string): never => {
    throw authenticationError(`${who} must give { token, principal, lifetimeMs, extensions? }: ${member} ${is}`, false);
  };
  if (typeof token !== 'object' || token === null) return wrong('the result', 'is not an object');
  // Each field is read only once, because it may be a getter.
  const { token: text, principal, lifetimeMs, extensions = {} } = token;
  if (typeof text !== 'string' || text === '') return wrong('token', 'must be a non-empty string');
  if (!visible.test(text))
    return wrong('token', 'has a character that is not visible ASCII, such as a blank or a byte order mark');
  if (typeof principal !== 'string' || principal === '') return wrong('principal', 'must be a non-empty string');
  if (principal.includes('\0')) return wrong('principal', 'has a NUL character');
  if (typeof lifetimeMs !== 'number' || !(lifetimeMs > Date.now()))
    return wrong('lifetimeMs', 'must be a time in the future, in milliseconds since the epoch');
  if (typeof extensions !== 'object' || extensions === null) return wrong('extensions', 'is not an object');
  const pairs: Record<string, string> = {};
  for (const [name, value] of Object.entries(extensions) as [string, unknown][]) {
    if (!extensionName.test(name)) return wrong('extensions', 'has a name with other characters than letters');
    if (name === 'auth') return wrong('extensions', 'has the reserved name auth');
    if (typeof value !== 'string' || !extensionValue.test(value))
      return wrong(`extensions.${name}`, 'is not a string of ASCII characters');
    pairs[name] = value;
  }
  // librdkafka counts in 64 bits. Dates beyond this one are never compared.
  return {
    token: text,
    principal,
    lifetimeMs: Math.min(Math.floor(lifetimeMs), Number.MAX_SAFE_INTEGER),
    extensions: pairs,
  };
}
