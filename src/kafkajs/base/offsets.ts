import { KafkaJSNonRetriableError } from '../errors/errors';

/**
 * The number of an offset that is text, a number or a bigint; undefined if it is none of these. The core's offsets are
 * exact up to 2^53 − 1.
 *
 * @throws KafkaJSNonRetriableError for an offset beyond that.
 */
export function parseOffset(offset: unknown): number | undefined {
  let exact: bigint;
  try {
    exact = BigInt(typeof offset === 'object' && offset !== null ? String(offset) : (offset as string));
  } catch {
    return undefined;
  }
  const number = Number(exact);
  if (!Number.isSafeInteger(number)) {
    throw new KafkaJSNonRetriableError(`Invalid offset ${exact}: offsets from 2^53 on are not supported`);
  }
  return number;
}
