/** Exact numbers: of any size, and decimals as they are written. */
import { Decimal } from './value';

export type Exact = number | bigint | Decimal;

/** Longer numbers are no numbers: they are seen as their text. */
const MAX_DIGITS = 10_000;
const MAX_EXPONENT = 1_000_000_000;
/** What every double has room for. */
const DOUBLE_DIGITS = 15;
/** Decimal exponents between which doubles keep {@link DOUBLE_DIGITS} digits. */
const DOUBLE_RANGE = 290;
/** Integers up to this many digits are bigints; the digits of larger ones are mostly zeros. */
const BIGINT_DIGITS = 400;

const jsonNumber = /^(-?)(0|[1-9]\d*)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;

/** Whether JSON.parse might round a number of this JSON text. It may also be true for what stands in a string. */
export const mayRound = (json: string): boolean => longNumber.test(json);

const longNumber = /(?:^|[\s:,[])-?\d(?:[\d.]{15}|[\d.]*[eE][+-]?\d{3})/;

/** The number that the whole text is, as JSON writes numbers. undefined: it is none. */
export function exactNumber(text: string): Exact | undefined {
  // Most texts that are asked about are no numbers.
  const first = text.charCodeAt(0);
  if ((first < 0x30 || first > 0x39) && first !== 0x2d) return undefined;
  if (text.length > MAX_DIGITS) return undefined;
  const match = jsonNumber.exec(text);
  if (match === null) return undefined;
  const [, sign, whole, fraction = '', power = '0'] = match as unknown as [string, string, string, string?, string?];
  if (whole.length + fraction.length <= DOUBLE_DIGITS && match[4] === undefined) return Number(text) || 0;
  const exponent = Number(power) - fraction.length;
  if (!(Math.abs(exponent) <= MAX_EXPONENT)) return undefined;
  return exactOf(BigInt(sign + whole + fraction), exponent);
}

/** Digits × 10^exponent in its simplest form. */
export function exactOf(digits: bigint, exponent: number): Exact {
  if (digits === 0n) return 0;
  let text = String(digits);
  const zeros = /0*$/.exec(text)![0].length;
  if (zeros > 0) text = text.slice(0, -zeros);
  const power = exponent + zeros;
  const length = digits < 0n ? text.length - 1 : text.length;
  if (length <= DOUBLE_DIGITS && Math.abs(power + length) < DOUBLE_RANGE) return Number(`${text}e${power}`);
  if (power < 0 || power + length > BIGINT_DIGITS) return new Decimal(zeros > 0 ? BigInt(text) : digits, power);
  const whole = exponent >= 0 ? digits * 10n ** BigInt(exponent) : BigInt(text) * 10n ** BigInt(power);
  return whole >= Number.MIN_SAFE_INTEGER && whole <= Number.MAX_SAFE_INTEGER ? Number(whole) : whole;
}

export const isExact = (value: unknown): value is Exact =>
  typeof value === 'number' || typeof value === 'bigint' || value instanceof Decimal;

/** Digits and exponent; undefined for NaN and the infinities, which only binary formats have. */
export function partsOf(value: Exact): { digits: bigint; exponent: number } | undefined {
  if (typeof value === 'bigint') return { digits: value, exponent: 0 };
  if (value instanceof Decimal) return value;
  if (Number.isSafeInteger(value)) return { digits: BigInt(value), exponent: 0 };
  if (!Number.isFinite(value)) return undefined;
  const [mantissa, power = '0'] = String(value).split('e') as [string, string?];
  const dot = mantissa.indexOf('.');
  if (dot < 0) return { digits: BigInt(mantissa), exponent: Number(power) };
  const fraction = mantissa.length - dot - 1;
  return { digits: BigInt(mantissa.slice(0, dot) + mantissa.slice(dot + 1)), exponent: Number(power) - fraction };
}

/** Below 0, 0 or above 0; NaN where one of them is no number. */
export function compareExact(a: Exact, b: Exact): number {
  if (typeof a === 'number' && typeof b === 'number') return a < b ? -1 : a > b ? 1 : a === b ? 0 : NaN;
  if (typeof a === 'bigint' && typeof b === 'bigint') return a < b ? -1 : a > b ? 1 : 0;
  const [left, right] = [partsOf(a), partsOf(b)];
  if (left === undefined || right === undefined) return NaN;
  return compareParts(left, right);
}

type Parts = { digits: bigint; exponent: number };

function compareParts(a: Parts, b: Parts): number {
  const [signA, signB] = [signOf(a.digits), signOf(b.digits)];
  if (signA !== signB || signA === 0) return signA - signB;
  // By magnitude first: aligning 1e1000000000 with 1 would take all memory.
  const magnitude = lengthOf(a.digits) + a.exponent - (lengthOf(b.digits) + b.exponent);
  if (magnitude !== 0) return magnitude * signA;
  const exponent = Math.min(a.exponent, b.exponent);
  const difference = a.digits * 10n ** BigInt(a.exponent - exponent) - b.digits * 10n ** BigInt(b.exponent - exponent);
  return signOf(difference);
}

const signOf = (digits: bigint): number => (digits > 0n ? 1 : digits < 0n ? -1 : 0);

/** How many decimal digits it has. */
const lengthOf = (digits: bigint): number => String(digits < 0n ? -digits : digits).length;

/** The exact sum. undefined: one is no number, or it would have more digits than {@link MAX_DIGITS}. */
export function add(a: Exact, b: Exact): Exact | undefined {
  if (typeof a === 'number' && typeof b === 'number' && Number.isSafeInteger(a) && Number.isSafeInteger(b)) {
    const sum = a + b;
    if (Number.isSafeInteger(sum)) return sum;
  }
  const [left, right] = [partsOf(a), partsOf(b)];
  if (left === undefined || right === undefined) return undefined;
  return addParts(left, right);
}

function addParts(a: Parts, b: Parts): Exact | undefined {
  if (a.digits === 0n) return exactOf(b.digits, b.exponent);
  if (b.digits === 0n) return exactOf(a.digits, a.exponent);
  const exponent = Math.min(a.exponent, b.exponent);
  const most = Math.max(lengthOf(a.digits) + a.exponent, lengthOf(b.digits) + b.exponent);
  if (most - exponent > MAX_DIGITS) return undefined;
  const sum = a.digits * 10n ** BigInt(a.exponent - exponent) + b.digits * 10n ** BigInt(b.exponent - exponent);
  return exactOf(sum, exponent);
}

export function negative(value: Exact): Exact {
  if (value instanceof Decimal) return new Decimal(-value.digits, value.exponent);
  // Without −0.
  return typeof value === 'bigint' ? -value : 0 - value;
}

/** The exact product; undefined as for {@link add}. */
export function multiply(a: Exact, b: Exact): Exact | undefined {
  if (typeof a === 'number' && typeof b === 'number' && Number.isSafeInteger(a) && Number.isSafeInteger(b)) {
    const product = a * b;
    if (Number.isSafeInteger(product)) return product + 0;
  }
  const [left, right] = [partsOf(a), partsOf(b)];
  if (left === undefined || right === undefined) return undefined;
  if (lengthOf(left.digits) + lengthOf(right.digits) > MAX_DIGITS) return undefined;
  const exponent = left.exponent + right.exponent;
  return Math.abs(exponent) > MAX_EXPONENT ? undefined : exactOf(left.digits * right.digits, exponent);
}

/** The quotient, to `precision` digits where it does not end before: half to even. undefined: there is none. */
export function divide(a: Exact, b: Exact, precision = 34): Exact | undefined {
  const [left, right] = [partsOf(a), partsOf(b)];
  if (left === undefined || right === undefined || right.digits === 0n) return undefined;
  const shift = Math.max(0, precision + 1 - lengthOf(left.digits) + lengthOf(right.digits));
  const scaled = left.digits * 10n ** BigInt(shift);
  const quotient = scaled / right.digits;
  const exponent = left.exponent - right.exponent - shift;
  if (Math.abs(exponent) > MAX_EXPONENT) return undefined;
  return rounded(quotient, exponent, precision, quotient * right.digits !== scaled);
}

/** `isMore`: the true value is a little farther from 0 than the digits say. */
function rounded(digits: bigint, exponent: number, precision: number, isMore: boolean): Exact {
  const surplus = lengthOf(digits) - precision;
  if (surplus <= 0) return exactOf(digits, exponent);
  const unit = 10n ** BigInt(surplus);
  const size = digits < 0n ? -digits : digits;
  const [kept, rest] = [size / unit, size % unit];
  const half = unit / 2n;
  const up = rest > half || (rest === half && (isMore || kept % 2n === 1n));
  return exactOf((up ? kept + 1n : kept) * (digits < 0n ? -1n : 1n), exponent + surplus);
}

/** The number with at most so many digits. */
export function roundTo(value: Exact, precision: number): Exact {
  const parts = partsOf(value);
  return parts === undefined ? value : rounded(parts.digits, parts.exponent, precision, false);
}

const simplest = (value: Exact): Exact => {
  const parts = partsOf(value);
  return parts === undefined ? value : exactOf(parts.digits, parts.exponent);
};

/** As JSON writes it, with all digits: `9007199254740993`, `0.1`, `1.5e+400`. */
export function numberText(value: Exact): string {
  if (typeof value === 'number') return String(value + 0);
  if (typeof value === 'bigint') return String(value);
  const sign = value.digits < 0n ? '-' : '';
  const digits = String(value.digits < 0n ? -value.digits : value.digits);
  const point = digits.length + value.exponent;
  if (value.exponent < 0 && point > 0) return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
  if (value.exponent < 0 && point > -7) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  const fraction = digits.length > 1 ? `.${digits.slice(1)}` : '';
  return `${sign}${digits[0]}${fraction}e${point > 0 ? '+' : ''}${point - 1}`;
}

/** Equal for equal numbers. */
export const numberKey = (value: Exact): string => numberText(simplest(value));
