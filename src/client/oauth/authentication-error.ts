import { errorNumber } from '../../errors/codes';
import { KafkaError } from '../../errors/kafka-error';

/** Why there is no token. Neither the error nor its cause may contain any part of a token or of a secret. */
export function authenticationError(message: string, isRetriable: boolean, cause?: unknown): KafkaError {
  return new KafkaError({
    code: 'ERR__AUTHENTICATION',
    errno: errorNumber('ERR__AUTHENTICATION'),
    message: `OAUTHBEARER: ${message}`,
    operation: 'oauthbearer',
    isRetriable,
    cause,
  });
}

/** Foreign text in a form for messages: short, on one line, and without secrets that it may repeat. */
export function quoted(text: string, secrets: readonly (string | null | undefined)[]): string {
  let safe = text;
  for (const secret of secrets) if (secret) safe = safe.replaceAll(secret, '[hidden]');
  // eslint-disable-next-line no-control-regex
  safe = safe.replace(/[\x00-\x1f\x7f-\x9f\u2028\u2029]+/g, ' ').trim();
  return safe.length > 200 ? `${safe.slice(0, 200)}…` : safe;
}
