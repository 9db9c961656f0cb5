/** + − * / on exact numbers and on times. What is no number makes the result missing. */
import { isTime, numeric } from '../values/compare';
import { add, divide, multiply, negative, partsOf, type Exact } from '../values/number';
import { Time, type Value } from '../values/value';

export type Operator = '+' | '-' | '*' | '/';

export function calculate(operator: Operator, a: Value, b: Value): Value {
  if (isTime(a) || isTime(b)) return calculateTime(operator, a, b);
  const [left, right] = [numeric(a), numeric(b)];
  if (left === undefined || right === undefined) return undefined;
  switch (operator) {
    case '+':
      return add(left, right);
    case '-':
      return add(left, negative(right));
    case '*':
      return multiply(left, right);
    case '/':
      return divide(left, right);
  }
}

export function minus(value: Value): Value {
  const number = numeric(value);
  return number === undefined ? undefined : negative(number);
}

/** A time and milliseconds make a time, two times make milliseconds. */
function calculateTime(operator: Operator, a: Value, b: Value): Value {
  if (operator === '-' && isTime(a) && isTime(b)) return finite(a.ms - b.ms);
  if (operator === '-' && isTime(a)) return later(a, -milliseconds(b));
  if (operator === '+') return isTime(a) ? later(a, milliseconds(b)) : later(b as Time, milliseconds(a));
  return undefined;
}

function later(time: Time, ms: number): Value {
  const sum = time.ms + ms;
  return Number.isFinite(sum) ? new Time(sum) : undefined;
}

const finite = (ms: number): Value => (Number.isFinite(ms) ? ms : undefined);

function milliseconds(value: Value): number {
  const number = numeric(value);
  return number === undefined ? NaN : wholeNumber(number, 0);
}

/** A number × 10^shift without its fraction, towards minus infinity; NaN where it is no finite number. */
export function wholeNumber(value: Exact, shift: number): number {
  if (shift === 0 && typeof value === 'number') return Math.floor(value);
  const parts = partsOf(value);
  if (parts === undefined) return NaN;
  const exponent = parts.exponent + shift;
  if (exponent > 400) return NaN;
  if (exponent >= 0) return Number(parts.digits * 10n ** BigInt(exponent));
  // So far behind the point that nothing is left before it.
  if (exponent < -11_000) return parts.digits < 0n ? -1 : 0;
  const unit = 10n ** BigInt(-exponent);
  const whole = parts.digits / unit;
  return Number(parts.digits < 0n && whole * unit !== parts.digits ? whole - 1n : whole);
}
