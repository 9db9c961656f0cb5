import { StreamsError } from '../../errors/streams-errors';
import type { StoredEntry } from '../key-value-bytes';

/** Of lmdb: longer keys do not fit into its pages. */
const LONGEST_KEY = 1978;
const TWO_32 = 2 ** 32;
/** Before each value: its time, as Java's Long. */
const TIME = 8;

export function writeEntry({ value, timestamp }: StoredEntry): Buffer {
  const out = Buffer.allocUnsafe(TIME + value.length);
  out.writeInt32BE(Math.floor(timestamp / TWO_32), 0);
  out.writeUInt32BE(timestamp - Math.floor(timestamp / TWO_32) * TWO_32, 4);
  value.copy(out, TIME);
  return out;
}

export const readEntry = (bytes: Buffer): StoredEntry => ({
  timestamp: bytes.readInt32BE(0) * TWO_32 + bytes.readUInt32BE(4),
  value: bytes.subarray(TIME),
});

const isZeros = (key: Buffer): boolean => key.every((byte) => byte === 0);

/**
 * lmdb has no empty key. Keys that are nothing but zeros get one more: no two become the same, and their order stays.
 * @throws StreamsError ERR_KEY_TOO_LONG for a key over 1,978 bytes, less `before`.
 */
export function toDiskKey(key: Buffer, store: string, before = 0): Buffer {
  if (key.length + before > LONGEST_KEY)
    throw new StreamsError(
      `put: a key of the store ${store} has ${key.length} bytes. On disk it has ${LONGEST_KEY - before} at most, the ` +
        'times of a window or session included. Use shorter keys, or keep this store in memory',
      { code: 'ERR_KEY_TOO_LONG' },
    );
  return key.length > 0 && key[0] !== 0 ? key : zerosToDisk(key);
}

const zerosToDisk = (key: Buffer): Buffer => (isZeros(key) ? Buffer.alloc(key.length + 1) : key);

export const fromDiskKey = (key: Buffer): Buffer => (key[0] === 0 && isZeros(key) ? key.subarray(1) : key);
