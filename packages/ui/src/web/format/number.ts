/** `1234567` in groups of three: `['1', '234', '567']`. The first may have a minus. */
export function groupsOf(digits: string): string[] {
  const sign = digits.startsWith('-') ? '-' : '';
  const [whole = '', fraction] = digits.slice(sign.length).split('.');
  const groups: string[] = [];
  for (let end = whole.length; end > 0; end -= 3) groups.unshift(whole.slice(Math.max(0, end - 3), end));
  groups[0] = sign + (groups[0] ?? '');
  if (fraction !== undefined) groups[groups.length - 1] += `.${fraction}`;
  return groups;
}

/** With thin spaces: for sentences. In tables see `Num`, which is copied without them. */
export const grouped = (value: string | number): string => groupsOf(String(value)).join('\u2009');

const suffixes = ['', ' k', ' M', ' G', ' T', ' P', ' E'];

/** `3.1 M`: three digits at most, of a text of digits of any length. */
export function short(value: string | number): string {
  const text = String(typeof value === 'number' ? Math.round(value) : value);
  const negative = text.startsWith('-');
  const digits = negative ? text.slice(1) : text;
  if (digits.length <= 4) return grouped(text);
  const power = Math.min(Math.floor((digits.length - 1) / 3), suffixes.length - 1);
  const whole = digits.slice(0, digits.length - power * 3);
  const first = digits.charAt(whole.length);
  return `${negative ? '-' : ''}${whole.length < 2 && first !== '0' ? `${whole}.${first}` : whole}${suffixes[power]}`;
}

const units = ['B', 'KB', 'MB', 'GB', 'TB'];

/** `96 B`, `1.5 KB`: in steps of 1,024. */
export function bytes(value: number): string {
  let unit = 0;
  let rest = value;
  while (rest >= 1024 && unit < units.length - 1) {
    rest /= 1024;
    unit += 1;
  }
  return `${unit === 0 || rest >= 100 ? Math.round(rest) : Math.round(rest * 10) / 10} ${units[unit]}`;
}

/** `412`, `4.5`, `48 210`: a rate. */
export function rate(value: number): string {
  if (value !== 0 && Math.abs(value) < 10) return (Math.round(value * 10) / 10).toString();
  return grouped(Math.round(value));
}

export const sum = (values: Iterable<string>): string => {
  let total = 0n;
  for (const value of values) total += BigInt(value);
  return String(total);
};

/** a − b of texts of digits. */
export const minus = (a: string, b: string): string => String(BigInt(a) - BigInt(b));

/** Below 0, 0 or above it: for sorting texts of digits. */
export function compare(a: string, b: string): number {
  const [x, y] = [BigInt(a), BigInt(b)];
  return x < y ? -1 : x > y ? 1 : 0;
}
