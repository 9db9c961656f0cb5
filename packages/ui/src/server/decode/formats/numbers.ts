import { doubleText, floatText } from './json-writer';

/** Kinds of numbers and their sizes in bytes. */
const kinds = {
  int8: [1, (b: Buffer) => String(b.readInt8(0))],
  int16: [2, (b: Buffer) => String(b.readInt16BE(0))],
  int32: [4, (b: Buffer) => String(b.readInt32BE(0))],
  int64: [8, (b: Buffer) => String(b.readBigInt64BE(0))],
  uint32: [4, (b: Buffer) => String(b.readUInt32BE(0))],
  uint64: [8, (b: Buffer) => String(b.readBigUInt64BE(0))],
  float32: [4, (b: Buffer) => floatText(b.readFloatBE(0))],
  float64: [8, (b: Buffer) => doubleText(b.readDoubleBE(0))],
} as const satisfies Record<string, [size: number, read: (bytes: Buffer) => string]>;

export type NumberKind = keyof typeof kinds;

export const numberKinds = Object.keys(kinds) as NumberKind[];

/** Kinds of more than one byte, which may also be written with the lowest byte first. */
export const isTurnable = (kind: string): boolean => kind !== 'int8' && isNumberKind(kind);

export const isNumberKind = (name: string): name is NumberKind => Object.hasOwn(kinds, name);

/**
 * The digits of a number. `isTurned`: the lowest byte comes first.
 * @throws Error for another number of bytes.
 */
export function readNumber(bytes: Buffer, kind: NumberKind, isTurned = false): string {
  const [size, read] = kinds[kind];
  if (bytes.length !== size) throw new Error(`${kind} has ${size} bytes; here are ${bytes.length}`);
  return read(isTurned ? Buffer.from(bytes).reverse() : bytes);
}

/** @throws Error for another number of bytes than 16. */
export function readUuid(bytes: Buffer): string {
  if (bytes.length !== 16) throw new Error(`a UUID has 16 bytes; here are ${bytes.length}`);
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** Whether 16 bytes have the version and variant of a UUID. */
export function isUuid(bytes: Buffer): boolean {
  const version = bytes[6]! >> 4;
  return bytes.length === 16 && version >= 1 && version <= 8 && bytes[8]! >> 6 === 0b10;
}
