import { isLegalName } from '../config/values/legal-name';
import { errorNumber } from '../errors/codes';
import { InvalidArgumentError } from '../errors/usage-errors';

/**
 * Throws for an illegal topic name (Java's Topic.validate). Code `ERR_TOPIC_EXCEPTION`. `hint`: a suggestion for the
 * message.
 */
export function checkLegalTopicName(operation: string, name: string, hint = ''): void {
  if (isLegalName(name)) return;
  const shown = name.length > 60 ? `${name.slice(0, 60)}… (${name.length} characters)` : name;
  throw new InvalidArgumentError(
    operation,
    `${operation}: illegal topic name '${shown}': 1 to 249 of letters, digits, '.', '_' and '-', and neither '.' nor '..'${hint}`,
    { code: 'ERR_TOPIC_EXCEPTION', errno: errorNumber('ERR_TOPIC_EXCEPTION') },
  );
}
