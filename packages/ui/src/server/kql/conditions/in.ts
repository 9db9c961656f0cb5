import { equals, type Clock } from '../values/compare';
import { exactNumber } from '../values/number';
import type { Value } from '../values/value';

/** Whether a value equals one of these. A list of a thousand texts or numbers costs no more than one of two. */
export function compileIn(items: readonly Value[], clock: Clock): (value: Value) => boolean {
  const strings = new Set<Value>();
  const numbers = new Set<Value>();
  const others: Value[] = [];
  for (const item of items) {
    if (typeof item === 'string') strings.add(item);
    if (typeof item === 'number') numbers.add(item);
    else others.push(item);
  }
  // Strings are equal to strings by themselves only.
  const notStrings = others.filter((item) => typeof item !== 'string');
  return (value) => {
    if (typeof value === 'number') return numbers.has(value) || others.some((item) => equals(value, item, clock));
    if (typeof value !== 'string') return items.some((item) => equals(value, item, clock));
    if (strings.has(value)) return true;
    const number = numbers.size > 0 ? exactNumber(value) : undefined;
    if (number !== undefined && (numbers.has(number) || (typeof number !== 'number' && isIn(numbers, value))))
      return true;
    return notStrings.some((item) => equals(value, item, clock));
  };

  function isIn(set: ReadonlySet<Value>, value: Value): boolean {
    for (const item of set) if (equals(value, item, clock)) return true;
    return false;
  }
}
