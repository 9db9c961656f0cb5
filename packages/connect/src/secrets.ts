/** What must not be in an error, nor in what is shown. */

export const HIDDEN = '[hidden]';

/** Names of properties whose values are secrets, as the plug-ins that are in use spell them. */
const secretName = new RegExp(
  [
    'passw|secret|credential|jaas|passphrase',
    '(^|[._-])(pwd|pass|pat|auth|token)$',
    '(private|access|api|sas|account|shared|client)[._-]?key|keystore\\.key$',
    'user[._-]info|connection[._-]?string',
  ].join('|'),
  'i',
);

/** What is about a secret, and none: `basic.auth.credentials.source`, `password.file`. */
const aboutSecret = /[._-](source|provider|class|path|file|location|type|ms|enabled?|url|uri|endpoint)$/i;

/** Does a property of this name hold a secret, by its name? */
export function isSecretName(name: string): boolean {
  return secretName.test(name) && !aboutSecret.test(name);
}

/** `${file:/secrets:password}`: where the secret is, not the secret. */
export function isReference(value: string): boolean {
  return /^\$\{[^{}]*\}$/.test(value.trim());
}

/** Shorter ones are not looked for: they occur in any text. */
const SHORTEST = 4;

/** Secrets among the properties of a connector, by their names. */
export function secretsOf(config: Readonly<Record<string, unknown>> | undefined): string[] {
  const values: string[] = [];
  for (const [name, value] of Object.entries(config ?? {})) {
    if (typeof value === 'string' && isSecretName(name) && !isReference(value)) values.push(value);
  }
  return values;
}

/** The text without these secrets, without users and passwords in addresses, and without `password=…`. */
export function hideSecrets(text: string, secrets: readonly string[]): string {
  let shown = text;
  // The longest first: one may be a part of another.
  for (const secret of [...secrets].sort((a, b) => b.length - a.length)) {
    if (secret.length >= SHORTEST) shown = shown.replaceAll(secret, HIDDEN);
  }
  return shown
    .replace(/\/\/[^\s/@"']+@/g, `//${HIDDEN}@`)
    .replace(/\b((?:\w*(?:password|passwd|secret|token))\s*=\s*)("[^"]*"|'[^']*'|[^\s&;,"']+)/gi, `$1${HIDDEN}`);
}
