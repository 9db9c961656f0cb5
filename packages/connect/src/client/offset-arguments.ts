/** Offsets that a caller gives: JSON, with no number that has lost digits. */
import { checkObject, refuse } from '../arguments';
import { isExactNumber } from '../json';
import type { ConnectorOffset } from './types';

/** @param offsets A list, or what `getOffsets` gave. */
export function checkOffsets(operation: string, offsets: unknown): ConnectorOffset[] {
  const isList = Array.isArray(offsets);
  if (!isList) checkObject(operation, 'offsets', offsets);
  const list: unknown = isList ? offsets : (offsets as { offsets?: unknown }).offsets;
  if (!Array.isArray(list) || list.length === 0) {
    return refuse(operation, 'offsets is no list, or an empty one. [{ partition, offset }] is valid');
  }
  return list.map((one: unknown, index): ConnectorOffset => {
    const what = `offsets[${index}]`;
    checkObject(operation, what, one);
    const { partition, offset = null, ...others } = one;
    const unknown = Object.keys(others)[0];
    if (unknown !== undefined) {
      refuse(operation, `${what} has the unknown member '${unknown}'. { partition, offset } is valid`);
    }
    checkObject(operation, `${what}.partition`, partition);
    checkJson(operation, `${what}.partition`, partition, []);
    if (offset !== null) {
      checkObject(operation, `${what}.offset`, offset);
      checkJson(operation, `${what}.offset`, offset, []);
    }
    return { partition, offset } as ConnectorOffset;
  });
}

function checkJson(operation: string, what: string, value: unknown, around: readonly object[]): void {
  if (value === null || typeof value === 'string' || typeof value === 'boolean' || typeof value === 'bigint') return;
  if (typeof value === 'number') {
    if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
      refuse(operation, `${what} is ${value}, a number that has lost digits. A bigint is valid`);
    }
    if (!Number.isFinite(value)) refuse(operation, `${what} is ${value}. A finite number is valid`);
    return;
  }
  if (isExactNumber(value)) return;
  if (typeof value !== 'object') return refuse(operation, `${what} is a ${typeof value}. JSON is valid`);
  if (around.includes(value)) refuse(operation, `${what} holds itself. JSON is valid`);
  const isPlain =
    Array.isArray(value) || [Object.prototype, null].includes(Object.getPrototypeOf(value) as object | null);
  if (!isPlain && Object.prototype.toString.call(value) !== '[object Object]') {
    refuse(operation, `${what} is no plain object. JSON is valid`);
  }
  for (const [name, member] of Object.entries(value)) {
    if (member === undefined) refuse(operation, `${what}.${name} is undefined. Leave it out, or null is valid`);
    checkJson(operation, `${what}.${name}`, member, [...around, value]);
  }
}
