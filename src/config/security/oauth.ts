import { construct } from '../../user-code/user-code';
import { invalidValue } from '../invalid';
import { checkEndpointValues } from './check-values';
import type { JaasEntry } from './jaas';
import { checkEndpoint, endpointOf, type TokenEndpoint } from './token-endpoint';
import type { TokenProvider } from '../values/option-types';
import type { Draft } from '../post-process';

/** How tokens from a file or endpoint are read. */
interface Reading {
  readonly subClaimName: string;
  readonly extensions: Readonly<Record<string, string>>;
}

/** Java's sasl.login.refresh.… */
interface Refreshing {
  readonly schedule: {
    readonly windowFactor: number;
    readonly windowJitter: number;
    readonly minPeriodSeconds: number;
    readonly bufferSeconds: number;
  };
}

/** The source of tokens for SASL/OAUTHBEARER, and when they are refreshed. */
export type OAuthSource = AnySource & Refreshing;

type AnySource =
  /** `timeoutMs`: limit for its answer; null: a default. */
  | { readonly kind: 'provider'; readonly provider: TokenProvider; readonly timeoutMs: number | null }
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

/** librdkafka's OAUTHBEARER properties: read here and never passed on, because tokens are fetched in TypeScript. */
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
      ? construct(value as new () => unknown)
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

function unsecured(jaas: JaasEntry | null, native: Readonly<Record<string, string>>, reading: Reading): AnySource {
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

/** The contents of the two properties that accept functions or Java's class names. */
export interface TokenClasses {
  readonly provider: TokenProvider | null;
  /** Java's handler for token endpoints was given. */
  readonly isOidcHandler: boolean;
  /** The simple name of Java's retriever. */
  readonly retriever: string;
}

/** Reads them. A class that cannot be loaded is refused even if SASL is not in use, as in Java. */
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

const refreshDefaults: Readonly<Record<string, number>> = {
  'window.factor': 0.8,
  'window.jitter': 0.05,
  'min.period.seconds': 60,
  'buffer.seconds': 300,
};

/** Determines the source of tokens. Throws ConfigError if it is ambiguous or incomplete. */
export function resolveOAuth(
  draft: Draft,
  classes: TokenClasses,
  jaas: JaasEntry | null,
  native: Readonly<Record<string, string>>,
): OAuthSource {
  // null, as in Java, means its default.
  const seconds = (name: string): number =>
    (draft.values[`sasl.login.refresh.${name}`] as number | null) ?? refreshDefaults[name]!;
  return {
    ...sourceOf(draft, classes, jaas, native),
    schedule: {
      windowFactor: seconds('window.factor'),
      windowJitter: seconds('window.jitter'),
      minPeriodSeconds: seconds('min.period.seconds'),
      bufferSeconds: seconds('buffer.seconds'),
    },
  };
}

function sourceOf(
  draft: Draft,
  classes: TokenClasses,
  jaas: JaasEntry | null,
  native: Readonly<Record<string, string>>,
): AnySource {
  const { values } = draft;
  if (classes.provider) {
    const timeoutMs = values['sasl.login.read.timeout.ms'] as number | null;
    return { kind: 'provider', provider: classes.provider, timeoutMs };
  }
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
  if (values[RETRIEVER] === null) throw invalidValue(RETRIEVER, null, 'Value must be non-null');
  checkEndpointValues(draft);
  const endpoint = endpointOf(url, draft, jaas, native);
  checkEndpoint(kind, endpoint);
  return { kind, endpoint, ...reading };
}
