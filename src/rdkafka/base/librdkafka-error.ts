import { KafkaError } from '../../index';
import { errorDescription } from '../../raw/index';
import { ERRORS } from './codes';
import type { LibrdKafkaError as ErrorType } from './types';

/** What an error can be made of: a code, an object with a code, or an error with text. */
type ErrorSource = number | { message?: string | undefined; code?: number | undefined };

interface Flags {
  isFatal?: boolean | undefined;
  isRetriable?: boolean | undefined;
  isTxnRequiresAbort?: boolean | undefined;
}

/** Codes from −100 on are 'local', as node-rdkafka has it, although librdkafka's local codes are below that. */
const originOf = (code: number): string => (code >= ERRORS.ERR__END ? 'local' : 'kafka');

/** librdkafka's text without 'Local: ' or 'Broker: ', in small letters. */
const plainText = (text: string): string => text.replace(/^(?:Local|Broker): /, '').toLowerCase();

/** Every error that node-rdkafka reports by a code of librdkafka. */
export class LibrdKafkaError extends Error {
  static readonly codes = ERRORS;
  code: number;
  errno: number;
  origin: string;
  declare isFatal?: boolean;
  declare isRetriable?: boolean;
  declare isTxnRequiresAbort?: boolean;

  constructor(source: ErrorSource) {
    const code = typeof source === 'number' ? source : (source.code ?? ERRORS.ERR_UNKNOWN);
    const isText = source instanceof Error;
    super(isText ? plainText(source.message) : ((source as { message?: string }).message ?? errorDescription(code)));
    this.code = code;
    this.errno = code;
    this.origin = originOf(code);
    const flags = source as Flags;
    for (const name of ['isFatal', 'isRetriable', 'isTxnRequiresAbort'] as const)
      if (typeof source === 'object' && Object.hasOwn(source, name)) this[name] = flags[name]!;
  }

  static create(source: ErrorSource): LibrdKafkaError {
    return new LibrdKafkaError(source);
  }

  /** Throws for a code other than 0. */
  static wrap<T>(code: T, returnsValue?: boolean): T | true {
    const number = returnsValue === true && typeof code !== 'number' ? 0 : Number(code);
    if (number !== 0) throw new LibrdKafkaError(number);
    return returnsValue === true ? code : true;
  }
}
Object.defineProperty(LibrdKafkaError.prototype, 'name', { value: 'Error', configurable: true, writable: true });

/** The nearest code of librdkafka for errors that only this package has. */
const ownCodes: Readonly<Record<string, number>> = {
  ERR_TIMEOUT: ERRORS.ERR__TIMED_OUT,
  ERR_CLOSED: ERRORS.ERR__STATE,
  ERR_CONCURRENT: ERRORS.ERR__CONFLICT,
  ERR_INVALID_ARGUMENT: ERRORS.ERR__INVALID_ARG,
  ERR_CONFIG: ERRORS.ERR__INVALID_ARG,
  ERR_NOT_SUPPORTED: ERRORS.ERR__NOT_IMPLEMENTED,
  ERR_ASSIGNMENT_LOST: ERRORS.ERR__ASSIGNMENT_LOST,
  ABORT_ERR: ERRORS.ERR__INTR,
};

export function codeOf(error: unknown): number {
  if (error instanceof LibrdKafkaError) return error.code;
  if (!KafkaError.is(error)) return ERRORS.ERR_UNKNOWN;
  return error.errno !== 0 ? error.errno : (ownCodes[error.code] ?? ERRORS.ERR_UNKNOWN);
}

/**
 * An error of the core as node-rdkafka reports it.
 * @param form 'code': librdkafka's text for the code; 'text': the error's own text; 'plain': librdkafka's text without
 *   prefix, in small letters.
 */
export function fromCore(error: unknown, form: 'code' | 'text' | 'plain' = 'code'): LibrdKafkaError {
  if (error instanceof LibrdKafkaError) return error;
  const code = codeOf(error);
  const own = (error as Error).message;
  const described = code === ERRORS.ERR_UNKNOWN ? own : errorDescription(code);
  const message = form === 'text' ? own : form === 'plain' ? plainText(described) : described;
  const result = new LibrdKafkaError({ message, code });
  // Where node-rdkafka only has a text, its beginning is the origin.
  if (form === 'plain' || code === ERRORS.ERR_UNKNOWN)
    result.origin = /^(Local|Broker): /.exec(described)?.[1]?.toLowerCase() ?? 'unknown';
  result.cause = error;
  if (KafkaError.is(error)) {
    if (error.isFatal) result.isFatal = true;
    if (error.txnRequiresAbort) result.isTxnRequiresAbort = true;
  }
  return result;
}

/** The broker's own text, without what the core adds in front of it: its operation, and what the error is about. */
export function fromBroker(error: unknown): LibrdKafkaError {
  const result = fromCore(error, 'text');
  result.message = result.message.replace(/^[a-z][A-Za-z]*: (?:(?:topic|group|partition) .+?: )?/, '');
  return result;
}

/** The error of one element of a result, which is a plain object there: JSON shows its text. */
export function elementError(error: unknown): ErrorType {
  const { message, code } = fromBroker(error);
  return { message, code } as ErrorType;
}

/** For transactions, whose errors say what has to follow. */
export function fromTransaction(error: unknown): LibrdKafkaError {
  const result = fromCore(error, 'text');
  if (KafkaError.is(error)) {
    result.isFatal = error.isFatal;
    result.isRetriable = error.isRetriable;
    result.isTxnRequiresAbort = error.txnRequiresAbort;
  }
  return result;
}
