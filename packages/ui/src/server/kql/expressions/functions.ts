/** Functions on one value each. What a function cannot do gives a missing value. */
import type { ScalarFunction } from '../../../shared/kql/ast';
import { instantOfText, isBytes, isList, isObject, isTime, numeric, type Clock } from '../values/compare';
import { parseJson } from '../values/json';
import { textOf } from '../values/text';
import { Time, type Value } from '../values/value';
import { wholeNumber } from './arithmetic';
import { bucketStart } from './buckets';

type Scalar = (values: readonly Value[], clock: Clock) => Value;

export const functions: Readonly<Record<Exclude<ScalarFunction, 'header'>, Scalar>> = {
  lower: ([value]) => textOf(value)?.toLowerCase(),
  upper: ([value]) => textOf(value)?.toUpperCase(),
  length: ([value]) => lengthOf(value),
  coalesce: (values) => values.find((value) => value !== undefined && value !== null) ?? values.at(-1),
  number: ([value]) => numberOf(value),
  string: ([value]) => textOf(value),
  time: ([value, unit], clock) => timeOf(value, unit, clock),
  bucket: ([value, width], clock) => {
    const time = isTime(value) ? value : timeOf(value, undefined, clock);
    return isTime(time) && typeof width === 'number' ? new Time(bucketStart(time.ms, width, clock.zone)) : undefined;
  },
  json: ([value]) => jsonOf(value),
};

/** Characters of a string, elements of a list, members of an object, bytes. */
function lengthOf(value: Value): Value {
  if (typeof value === 'string') {
    let pairs = 0;
    for (let i = 0; i < value.length; i++) if (value.codePointAt(i)! > 0xffff) pairs++;
    return value.length - pairs;
  }
  if (isList(value)) return value.length;
  if (isBytes(value)) return value.byteLength;
  return isObject(value) ? Object.keys(value).length : undefined;
}

function numberOf(value: Value): Value {
  if (typeof value === 'boolean') return Number(value);
  if (isTime(value)) return value.ms;
  return numeric(typeof value === 'string' ? value.trim() : value);
}

/** Powers of ten from a unit to milliseconds. */
const shifts: Readonly<Record<string, number>> = { s: 3, ms: 0, us: -3, ns: -6 };

function timeOf(value: Value, unit: Value, clock: Clock): Value {
  if (isTime(value)) return value;
  if (unit === undefined && typeof value === 'string') {
    const ms = instantOfText(value.trim(), clock);
    return ms === undefined ? undefined : new Time(ms);
  }
  const number = numeric(value);
  if (number === undefined) return undefined;
  const ms = wholeNumber(number, shifts[typeof unit === 'string' ? unit : 'ms']!);
  return Number.isFinite(ms) ? new Time(ms) : undefined;
}

function jsonOf(value: Value): Value {
  if (typeof value === 'string') return parseJson(value);
  if (isBytes(value)) return parseJson(textOf(value)!);
  return isTime(value) ? undefined : value;
}
