import { rememberText, textOf } from '../bytes/key-text';

const TWO_32 = 2 ** 32;
/** Of a window's key, behind the key itself: start and sequence number. */
export const WINDOW_SUFFIX = 12;
/** Of a session's key: end and start. */
export const SESSION_SUFFIX = 16;

/** A time as Java's Long. Times are never negative. */
export function writeTime(out: Buffer, time: number, at: number): void {
  out.writeUInt32BE(Math.floor(time / TWO_32), at);
  out.writeUInt32BE(time % TWO_32, at + 4);
}

export const readTime = (data: Buffer, at: number): number =>
  data.readUInt32BE(at) * TWO_32 + data.readUInt32BE(at + 4);

/** `key ‖ times`, each a Long. */
export function withTimes(key: Buffer, ...times: readonly number[]): Buffer {
  const out = Buffer.allocUnsafe(key.length + 8 * times.length);
  key.copy(out);
  times.forEach((time, i) => writeTime(out, time, key.length + 8 * i));
  return out;
}

/** `key ‖ start (8) ‖ sequence (4)`. Java's WindowKeySchema.toStoreKeyBinary. */
export function windowKey(key: Buffer, start: number, sequence = 0): Buffer {
  if (start !== suffixOf.start || sequence !== suffixOf.sequence) makeSuffix(start, sequence);
  const out = Buffer.allocUnsafe(key.length + WINDOW_SUFFIX);
  out.set(key);
  out.set(suffixOf.bytes, key.length);
  rememberText(out, textOf(key), suffixOf.text);
  return out;
}

/** Most records are in the window of the one before them. */
const suffixOf = { start: -1, sequence: -1, bytes: Buffer.alloc(WINDOW_SUFFIX), text: '' };

function makeSuffix(start: number, sequence: number): void {
  writeTime(suffixOf.bytes, start, 0);
  suffixOf.bytes.writeUInt32BE(sequence, 8);
  suffixOf.text = suffixOf.bytes.toString('latin1');
  suffixOf.start = start;
  suffixOf.sequence = sequence;
}

/** `key ‖ end (8) ‖ start (8)`. Java's SessionKeySchema.toBinary. */
export const sessionKey = (key: Buffer, start: number, end: number): Buffer => withTimes(key, end, start);
