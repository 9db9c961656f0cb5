import { invalidValue } from './invalid';
import type { JaasEntry } from './jaas';
import type { TokenProvider } from './option-types';
import { secretOf } from './post-process';
import type { Draft } from './post-process';

/** The signed statement that is sent for a token (RFC 7521), ready in a file or made for each request. */
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

/** How the token endpoint is asked. */
export interface TokenEndpoint {
  readonly url: string;
  readonly clientId: string | null;
  readonly clientSecret: string | null;
  readonly urlencode: boolean;
  readonly scope: string | null;
  readonly assertion: Assertion | null;
  /** null: no limit of its own. */
  readonly connectTimeoutMs: number | null;
  readonly readTimeoutMs: number | null;
  readonly retryBackoffMs: number;
  readonly retryBackoffMaxMs: number;
  /** CA certificates for https, as PEM text or by file; null: Node's own. */
  readonly caPem: string | null;
  readonly caLocation: string | null;
}

/** What the tokens of a file or endpoint are read with. */
interface Reading {
  readonly subClaimName: string;
  readonly extensions: Readonly<Record<string, string>>;
}

/** Where tokens for SASL/OAUTHBEARER come from. */
export type OAuthSource =
  | { readonly kind: 'provider'; readonly provider: TokenProvider }
  | ({ readonly kind: 'file'; readonly path: string } & Reading)
  | ({ readonly kind: 'clientCredentials' | 'jwtBearer'; readonly endpoint: TokenEndpoint } & Reading)
  | ({
      readonly kind: 'unsecured';
      readonly claims: Readonly<Record<string, unknown>>;
      readonly lifeSeconds: number;
    } & Reading);

const HANDLER = 'sasl.login.callback.handler.class';
const RETRIEVER = 'sasl.oauthbearer.jwt.retriever.class';
const ENDPOINT = 'sasl.oauthbearer.token.endpoint.url';
const packageName = 'org.apache.kafka.common.security.oauthbearer.';
const retrievers = [
  'DefaultJwtRetriever',
  'ClientCredentialsJwtRetriever',
  'JwtBearerJwtRetriever',
  'FileJwtRetriever',
];
const BEARER_GRANT = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

/** librdkafka's OAUTHBEARER properties: read here, never handed over, because tokens are fetched in TypeScript. */
export const oauthNativeNames: ReadonlySet<string> = new Set([
  'enable.sasl.oauthbearer.unsecure.jwt',
  'sasl.oauthbearer.config',
  'sasl.oauthbearer.method',
  'sasl.oauthbearer.grant.type',
  'sasl.oauthbearer.extensions',
  'sasl.oauthbearer.assertion.private.key.pem',
  'https.ca.location',
  'https.ca.pem',
]);

/** A function, an object with `handle`, or a class of such objects. */
function asProvider(property: string, value: unknown): TokenProvider {
  const handler =
    typeof value === 'function' &&
    typeof (value as { prototype?: { handle?: unknown } }).prototype?.handle === 'function'
      ? new (value as new () => unknown)()
      : value;
  if (typeof handler === 'function') return handler as TokenProvider;
  const { handle } = handler as { handle?: unknown };
  if (typeof handle !== 'function')
    throw invalidValue(
      property,
      value,
      'Expected a function that returns a token, or an object with such a function as handle',
    );
  return () => (handle as TokenProvider).call(handler);
}

function withPrefix(options: ReadonlyMap<string, string>, prefix: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [name, value] of options) if (name.startsWith(prefix)) found[name.slice(prefix.length)] = value;
  return found;
}

function parsePairs(property: string, text: string, separator: RegExp): Record<string, string> {
  const pairs: Record<string, string> = {};
  for (const pair of text.split(separator).filter((part) => part !== '')) {
    const at = pair.indexOf('=');
    if (at < 1) throw invalidValue(property, '[hidden]', 'Expected name=value pairs');
    pairs[pair.slice(0, at)] = pair.slice(at + 1);
  }
  return pairs;
}

function unsecured(jaas: JaasEntry | null, native: Readonly<Record<string, string>>, reading: Reading): OAuthSource {
  const claims: Record<string, unknown> = {};
  let lifeSeconds = 3600;
  let { subClaimName, extensions } = reading;
  if (native['sasl.oauthbearer.config'] !== undefined) {
    const config = parsePairs('sasl.oauthbearer.config', native['sasl.oauthbearer.config'], /\s+/);
    subClaimName = config.principalClaimName ?? subClaimName;
    claims[subClaimName] = config.principal;
    if (config.scope !== undefined) claims[config.scopeClaimName ?? 'scope'] = config.scope.split(',');
    lifeSeconds = Number(config.lifeSeconds ?? lifeSeconds);
    extensions = { ...withPrefix(new Map(Object.entries(config)), 'extension_'), ...extensions };
  }
  if (jaas) {
    subClaimName = jaas.options.get('unsecuredLoginPrincipalClaimName') ?? subClaimName;
    Object.assign(claims, withPrefix(jaas.options, 'unsecuredLoginStringClaim_'));
    for (const [name, text] of Object.entries(withPrefix(jaas.options, 'unsecuredLoginNumberClaim_')))
      claims[name] = Number(text);
    // The first character is the separator of the rest.
    for (const [name, text] of Object.entries(withPrefix(jaas.options, 'unsecuredLoginListClaim_')))
      claims[name] = text.slice(1).split(text[0] ?? ',');
    lifeSeconds = Number(jaas.options.get('unsecuredLoginLifetimeSeconds') ?? lifeSeconds);
    extensions = { ...extensions, ...withPrefix(jaas.options, 'unsecuredLoginExtension_') };
  }
  if (typeof claims[subClaimName] !== 'string' || claims[subClaimName] === '' || !(lifeSeconds > 0)) {
    throw invalidValue(
      'sasl.jaas.config',
      '[hidden]',
      `OAUTHBEARER needs a source of tokens: ${HANDLER} as a function, ${ENDPOINT}, or for tests an unsecured token (unsecuredLoginStringClaim_sub="name")`,
    );
  }
  return { kind: 'unsecured', claims, lifeSeconds, subClaimName, extensions };
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

function endpointOf(
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

function checkEndpoint(kind: 'clientCredentials' | 'jwtBearer', endpoint: TokenEndpoint): void {
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

/** What the two properties that take functions or Java's class names say. */
export interface TokenClasses {
  readonly provider: TokenProvider | null;
  /** Java's handler for token endpoints was named. */
  readonly isOidcHandler: boolean;
  /** The simple name of Java's retriever. */
  readonly retriever: string;
}

/** Reads them; a class that cannot be loaded is refused even where SASL is not in use, as in Java. */
export function readTokenClasses({ values }: Draft): TokenClasses {
  const handler = values[HANDLER];
  const retriever = values[RETRIEVER];
  const named = (value: unknown): value is string | null => value === null || typeof value === 'string';
  if (!named(handler)) return { provider: asProvider(HANDLER, handler), isOidcHandler: false, retriever: '' };
  if (!named(retriever)) return { provider: asProvider(RETRIEVER, retriever), isOidcHandler: false, retriever: '' };
  const isOidcHandler =
    handler !== null && handler.startsWith(packageName) && handler.endsWith('.OAuthBearerLoginCallbackHandler');
  if (handler !== null && !isOidcHandler) {
    throw invalidValue(
      HANDLER,
      handler,
      `A Java class cannot be loaded here: give a function, or ${packageName}OAuthBearerLoginCallbackHandler for a token endpoint`,
    );
  }
  const name = (retriever ?? '').replace(packageName, '');
  if (retriever !== null && !retrievers.includes(name)) {
    const names = retrievers.map((known) => packageName + known).join(', ');
    throw invalidValue(RETRIEVER, retriever, `Must be a function, or one of ${names}`);
  }
  return { provider: null, isOidcHandler, retriever: name };
}

/** Finds out where tokens come from; throws ConfigError where that is not settled or something for it is missing. */
export function resolveOAuth(
  draft: Draft,
  classes: TokenClasses,
  jaas: JaasEntry | null,
  native: Readonly<Record<string, string>>,
): OAuthSource {
  const { values } = draft;
  if (classes.provider) return { kind: 'provider', provider: classes.provider };
  const extensionText = native['sasl.oauthbearer.extensions'];
  const reading: Reading = {
    subClaimName: values['sasl.oauthbearer.sub.claim.name'] as string,
    extensions: {
      ...(jaas ? withPrefix(jaas.options, 'extension_') : {}),
      ...(extensionText === undefined ? {} : parsePairs('sasl.oauthbearer.extensions', extensionText, /,/)),
    },
  };
  const url = values[ENDPOINT] as string | null;
  if (!url) {
    if (classes.isOidcHandler || native['sasl.oauthbearer.method'] === 'oidc')
      throw invalidValue(ENDPOINT, url, 'The OIDC login needs it');
    return unsecured(jaas, native, reading);
  }
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch {
    throw invalidValue(ENDPOINT, url, 'Must be a URL: http:, https: or file:');
  }
  if (parsed.protocol === 'file:') return { kind: 'file', path: decodeURIComponent(parsed.pathname), ...reading };
  if (parsed.protocol !== 'http:' && parsed.protocol !== 'https:')
    throw invalidValue(ENDPOINT, url, 'Must be a URL: http:, https: or file:');
  const kind =
    classes.retriever === 'JwtBearerJwtRetriever' || native['sasl.oauthbearer.grant.type'] === BEARER_GRANT
      ? 'jwtBearer'
      : 'clientCredentials';
  const endpoint = endpointOf(url, draft, jaas, native);
  checkEndpoint(kind, endpoint);
  return { kind, endpoint, ...reading };
}
