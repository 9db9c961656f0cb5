/** The functions of cases, by name; Functions.java has the same. Data are texts (type S) or integers (type I). */
import type { Type } from '../cases/case';

export type Datum = string | number | null;

export const text = (data: Datum): string => (data === null ? '~' : String(data));

/** A small number that depends on every character. */
export function hash(of: string): number {
  let sum = 0;
  for (let i = 0; i < of.length; i++) sum = (sum * 31 + of.charCodeAt(i)) % 1009;
  return sum;
}

/** Data of a type, made of a text. Texts stay short. */
export function make(type: Type, of: string): Datum {
  if (type === 'I') return (hash(of) % 9) - 2;
  return of.length <= 8 ? of : `#${hash(of) % 100}`;
}

const unknown = (name: string): never => {
  throw new Error(`no function ${name}`);
};

export function test(name: string, key: Datum, value: Datum): boolean {
  const of = hash(`${text(key)}/${text(value)}`);
  switch (name) {
    case 'some':
      return of % 2 === 0;
    case 'most':
      return of % 3 !== 0;
    case 'present':
      return value !== null;
    case 'absent':
      return value === null;
    case 'byKey':
      return hash(text(key)) % 2 === 0;
    case 'boom':
      if (of % 4 === 0) throw new Error('boom');
      return of % 2 === 0;
    default:
      return unknown(name);
  }
}

export function map(name: string, type: Type, a: Datum, b: Datum): Datum {
  const both = text(a) + text(b);
  switch (name) {
    case 'both':
      return make(type, both);
    case 'first':
      return make(type, text(a));
    case 'tail':
      return make(type, `${text(a)}x`);
    // One of the keys of sources.
    case 'fewKeys':
      return type === 'I' ? hash(both) % 3 : 'abc'[hash(both) % 3]!;
    case 'fewOrNull':
      return hash(both) % 4 === 0 ? null : map('fewKeys', type, a, b);
    case 'keepNull':
      return a === null ? null : make(type, both);
    case 'someNull':
      return hash(both) % 3 === 0 ? null : make(type, both);
    case 'boom':
      if (hash(both) % 4 === 0) throw new Error('boom');
      return make(type, both);
    default:
      return unknown(name);
  }
}

export function pair(name: string, keyType: Type, valueType: Type, key: Datum, value: Datum): [Datum, Datum] | null {
  if (name === 'nullPair' && hash(text(key) + text(value)) % 3 === 0) return null;
  const mapper = name === 'nullPair' ? 'both' : name;
  return [map(mapper, keyType, value, key), map(mapper, valueType, key, value)];
}

export function several(name: string, type: Type, a: Datum, b: Datum): Datum[] {
  const count = hash(text(a) + text(b)) % 4;
  return Array.from({ length: count }, (_, i) => map(name, type, a, text(b) + i));
}

export function aggregate(name: string, type: Type, key: Datum, value: Datum, before: Datum): Datum {
  const all = text(before) + text(value);
  switch (name) {
    case 'append':
      return make(type, all);
    case 'withKey':
      return make(type, all + text(key));
    case 'someNull':
      return hash(all) % 4 === 0 ? null : make(type, all);
    case 'keep':
      return before;
    default:
      return unknown(name);
  }
}

export const initial = (name: string, type: Type): Datum => (name === 'null' ? null : make(type, name));

export function join(name: string, type: Type, a: Datum, b: Datum): Datum {
  const all = `${text(a)}+${text(b)}`;
  switch (name) {
    case 'plus':
      return make(type, all);
    case 'someNull':
      return hash(all) % 3 === 0 ? null : make(type, all);
    default:
      return unknown(name);
  }
}

export const topicFor = (key: Datum, value: Datum): string =>
  hash(text(key) + text(value)) % 2 === 0 ? 'out-even' : 'out-odd';

/** None, the only one, or the default. */
export function partitionsFor(key: Datum, value: Datum): number | number[] | null {
  const kind = hash(text(key) + text(value)) % 3;
  return kind === 0 ? [] : kind === 1 ? 0 : null;
}

export function timestampFor(name: string, timestamp: number, partitionTime: number): number {
  switch (name) {
    case 'someNegative':
      return timestamp % 5 === 3 ? -1 : timestamp;
    case 'half':
      return Math.floor(timestamp / 2);
    case 'partition':
      return timestamp % 3 === 0 ? Math.max(0, partitionTime) : timestamp;
    default:
      return unknown(name);
  }
}
