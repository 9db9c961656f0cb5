import { KafkaJSNotImplemented, KafkaJSSASLAuthenticationError } from '../errors/errors';
import type { KafkaConfig } from '../types/kafka';
import type { OAuthToken } from '../../index';

/** Lifetime of a token that does not say when it expires. */
const UNKNOWN_LIFETIME_MS = 3_600_000;

interface Given {
  mechanism?: unknown;
  username?: unknown;
  password?: unknown;
  oauthBearerProvider?: unknown;
  authenticationProvider?: unknown;
}

/** What kafkajs's errors call authentication with this mechanism. */
export function authenticationWith(mechanism: string): string {
  return `SASL ${mechanism.toUpperCase().replace('SCRAM-SHA-', 'SCRAM SHA')} authentication`;
}

/** The core's properties for `sasl`. @throws KafkaJSNotImplemented for a mechanism that librdkafka does not have. */
export function saslConfig(sasl: NonNullable<KafkaConfig['sasl']>, clientId: string): Record<string, unknown> {
  const given = sasl as Given;
  const mechanism = String(given.mechanism).toUpperCase();
  if (given.authenticationProvider !== undefined || mechanism === 'AWS') {
    throw new KafkaJSNotImplemented(`SASL ${mechanism} is not supported: librdkafka has no such mechanism`);
  }
  switch (mechanism) {
    case 'PLAIN':
    case 'SCRAM-SHA-256':
    case 'SCRAM-SHA-512':
      if (given.username == null || given.password == null) {
        const prefix = mechanism === 'PLAIN' ? 'SASL Plain' : authenticationWith(mechanism);
        throw new KafkaJSSASLAuthenticationError(`${prefix}: Invalid username or password`);
      }
      return { 'sasl.mechanism': mechanism, 'sasl.username': given.username, 'sasl.password': given.password };
    case 'OAUTHBEARER':
      return { 'sasl.mechanism': mechanism, 'sasl.login.callback.handler.class': tokens(given, clientId) };
    default:
      throw new KafkaJSSASLAuthenticationError(`SASL ${mechanism} mechanism is not supported by the client`);
  }
}

function tokens({ oauthBearerProvider: provider }: Given, clientId: string): () => Promise<OAuthToken> {
  if (typeof provider !== 'function') {
    throw new KafkaJSSASLAuthenticationError('SASL OAUTHBEARER: Missing OAuth bearer token provider');
  }
  return async () => {
    const answer = (await provider()) as { value?: unknown; extensions?: Record<string, string> } | null;
    const token = answer?.value;
    if (typeof token !== 'string' || token === '') {
      throw new KafkaJSSASLAuthenticationError('SASL OAUTHBEARER: the provider returned no value');
    }
    const { exp, sub } = claimsOf(token);
    return {
      token,
      principal: typeof sub === 'string' && sub !== '' ? sub : clientId,
      lifetimeMs: typeof exp === 'number' ? Math.floor(exp * 1000) : Date.now() + UNKNOWN_LIFETIME_MS,
      extensions: answer?.extensions,
    };
  };
}

/** kafkajs's providers return nothing but the token. If it is a JWT, it says when it expires and whose it is. */
function claimsOf(token: string): { exp?: unknown; sub?: unknown } {
  try {
    const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
    return typeof claims === 'object' && claims !== null ? claims : {};
  } catch {
    return {};
  }
}
