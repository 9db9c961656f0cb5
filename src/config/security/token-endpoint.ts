import { invalidValue } from '../invalid';
import { secretOf, type Draft } from '../post-process';
import type { JaasEntry } from './jaas';

/** The signed assertion that is exchanged for a token (RFC 7521), read from a file or created for each request. */
export interface Assertion {
  readonly file: string | null;
  readonly privateKeyFile: string | null;
  readonly privateKeyPem: string | null;
  readonly passphrase: string | null;
  readonly algorithm: 'RS256' | 'ES256';
  readonly templateFile: string | null;
  readonly claims: { readonly aud: string | null; readonly iss: string | null; readonly sub: string | null };
  readonly expSeconds: number;
  readonly nbfSeconds: number;
  readonly includeJti: boolean;
}

/** How the token endpoint is called. */
export interface TokenEndpoint {
  readonly url: string;
  readonly clientId: string | null;
  readonly clientSecret: string | null;
  readonly urlencode: boolean;
  readonly scope: string | null;
  readonly assertion: Assertion | null;
  /** null: no separate limit. */
  readonly connectTimeoutMs: number | null;
  readonly readTimeoutMs: number | null;
  readonly retryBackoffMs: number;
  readonly retryBackoffMaxMs: number;
  /** CA certificates for https, as PEM text or by file; null: Node's own. */
  readonly caPem: string | null;
  readonly caLocation: string | null;
}

function assertionOf(values: Draft['values'], native: Readonly<Record<string, string>>): Assertion | null {
  const text = (name: string): string | null => (values[`sasl.oauthbearer.assertion.${name}`] as string | null) || null;
  const privateKeyPem = native['sasl.oauthbearer.assertion.private.key.pem'] ?? null;
  if (!text('file') && !text('private.key.file') && privateKeyPem === null) return null;
  return {
    file: text('file'),
    privateKeyFile: text('private.key.file'),
    privateKeyPem,
    passphrase: secretOf(values['sasl.oauthbearer.assertion.private.key.passphrase']),
    algorithm: String(values['sasl.oauthbearer.assertion.algorithm']).toUpperCase() as 'RS256' | 'ES256',
    templateFile: text('template.file'),
    claims: { aud: text('claim.aud'), iss: text('claim.iss'), sub: text('claim.sub') },
    expSeconds: values['sasl.oauthbearer.assertion.claim.exp.seconds'] as number,
    nbfSeconds: values['sasl.oauthbearer.assertion.claim.nbf.seconds'] as number,
    includeJti: values['sasl.oauthbearer.assertion.claim.jti.include'] === true,
  };
}

/** The settings of the endpoint at `url`. */
export function endpointOf(
  url: string,
  draft: Draft,
  jaas: JaasEntry | null,
  native: Readonly<Record<string, string>>,
): TokenEndpoint {
  const { values } = draft;
  return {
    url,
    clientId:
      (values['sasl.oauthbearer.client.credentials.client.id'] as string | null) ??
      jaas?.options.get('clientId') ??
      null,
    clientSecret:
      secretOf(values['sasl.oauthbearer.client.credentials.client.secret']) ??
      jaas?.options.get('clientSecret') ??
      null,
    urlencode: values['sasl.oauthbearer.header.urlencode'] === true,
    scope: (values['sasl.oauthbearer.scope'] as string | null) ?? jaas?.options.get('scope') ?? null,
    assertion: assertionOf(values, native),
    connectTimeoutMs: values['sasl.login.connect.timeout.ms'] as number | null,
    readTimeoutMs: values['sasl.login.read.timeout.ms'] as number | null,
    retryBackoffMs: (values['sasl.login.retry.backoff.ms'] as number | null) ?? 0,
    retryBackoffMaxMs: (values['sasl.login.retry.backoff.max.ms'] as number | null) ?? 0,
    caPem: native['https.ca.pem'] ?? null,
    caLocation: native['https.ca.location'] ?? null,
  };
}

/** Throws ConfigError if the endpoint lacks what its grant needs. */
export function checkEndpoint(kind: 'clientCredentials' | 'jwtBearer', endpoint: TokenEndpoint): void {
  if (kind === 'jwtBearer') {
    if (!endpoint.assertion) {
      throw invalidValue(
        'sasl.oauthbearer.assertion.private.key.file',
        null,
        'The JWT bearer grant needs it, or sasl.oauthbearer.assertion.file',
      );
    }
    return;
  }
  if (endpoint.clientId === null && !endpoint.assertion) {
    throw invalidValue('sasl.oauthbearer.client.credentials.client.id', null, 'The token endpoint needs it');
  }
  if (endpoint.clientSecret === null && !endpoint.assertion) {
    throw invalidValue('sasl.oauthbearer.client.credentials.client.secret', null, 'The token endpoint needs it');
  }
}
