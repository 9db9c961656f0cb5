import type { Decoder, Int64 } from '../../shared/api';
import { decoderNames, isDecoder } from '../decode/by-hand';
import { insteadOf, wrong, type Schema } from './schema';

const longestInt64 = 9_223_372_036_854_775_807n;

export const flag: Schema<boolean> = (value, at) => {
  if (typeof value !== 'boolean') throw wrong(at, 'must be true or false');
  return value;
};

/** A text of at most `most` characters. */
export function text({ least = 0, most }: { least?: number; most: number }): Schema<string> {
  return (value, at) => {
    if (typeof value !== 'string') throw wrong(at, 'must be a text');
    if (value.length < least) throw wrong(at, 'must not be empty');
    if (value.length > most) throw wrong(at, `has ${value.length} characters. At most ${most}`);
    return value;
  };
}

/** A whole number that is exact in JSON. */
export function whole(least: number, most: number): Schema<number> {
  return (value, at) => {
    if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw wrong(at, 'must be a whole number');
    if (value < least || value > most) throw wrong(at, `must be from ${least} to ${most}; it is ${value}`);
    return value;
  };
}

/** One of these words. */
export function oneOf<const T extends string>(words: readonly T[]): Schema<T> {
  return (value, at) => {
    if (typeof value !== 'string') throw wrong(at, `must be one of ${words.join(', ')}`);
    if (!(words as readonly string[]).includes(value))
      throw wrong(at, `must not be "${value.slice(0, 64)}". ${insteadOf(value, words)}`);
    return value as T;
  };
}

/** An offset or another count of records: digits, up to 2^63 - 1. Negative only with `signed`. */
export function int64({ signed = false }: { signed?: boolean } = {}): Schema<Int64> {
  return (value, at) => {
    if (typeof value !== 'string' || !/^-?\d{1,19}$/.test(value) || (!signed && value.startsWith('-')))
      throw wrong(at, `must be a text of ${signed ? 'digits, perhaps with a minus' : 'digits'}`);
    const number = BigInt(value);
    if (number > longestInt64 || number < -longestInt64 - 1n) throw wrong(at, 'must be below 2^63');
    return number.toString();
  };
}

/** Kafka's rule for names of topics. */
export const topicName: Schema<string> = (value, at) => {
  if (typeof value !== 'string' || !/^[\w.-]{1,249}$/.test(value) || value === '.' || value === '..')
    throw wrong(at, 'must be the name of a topic: letters, digits, ".", "_" and "-", at most 249');
  return value;
};

/** A group's id is any text. */
export const groupId = text({ least: 1, most: 32_767 });

export const partitionNumber = whole(0, 2_147_483_647);

/** Milliseconds since 1970. Kafka's -1 for "none" is not one. */
export const ms: Schema<number> = whole(0, Number.MAX_SAFE_INTEGER);

export const decoder: Schema<Decoder> = (value, at) => {
  const name = text({ least: 1, most: 100 })(value, at);
  if (/^serde:[\w.-]+$/.test(name) || isDecoder(name)) return name as Decoder;
  throw wrong(at, `must be a decoder. ${insteadOf(name, decoderNames)}`);
};
