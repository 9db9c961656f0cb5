/** What is hashed: bytes as they are, anything else as the UTF-8 of its text. */
export function keyBytes(key: unknown): Uint8Array {
  return Buffer.isBuffer(key) ? key : Buffer.from(String(key));
}

const SEED = 0x9747b28c;
const M = 0x5bd1e995;

/** Java's hash of keys, as a signed 32-bit number. */
export function murmur2(key: unknown): number {
  const bytes = keyBytes(key);
  const { length } = bytes;
  const whole = length & ~3;
  let hash = SEED ^ length;
  for (let i = 0; i < whole; i += 4) {
    let word = bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24);
    word = Math.imul(word, M);
    word = Math.imul(word ^ (word >>> 24), M);
    hash = Math.imul(hash, M) ^ word;
  }
  if (length > whole) {
    let rest = 0;
    for (let i = length - 1; i >= whole; i--) rest = (rest << 8) | bytes[i]!;
    hash = Math.imul(hash ^ rest, M);
  }
  hash = Math.imul(hash ^ (hash >>> 13), M);
  return hash ^ (hash >>> 15);
}

/**
 * The hash of kafkajs 1.x. It multiplies floating-point numbers, whose low bits are lost above 2^53, and mixes in the
 * bytes after the last full word a second time, as one more word. Both make its results differ from Java's: they must
 * be exactly these, or the keys of an application move to other partitions.
 */
export function legacyMurmur2(key: unknown): number {
  const bytes = keyBytes(key);
  const { length } = bytes;
  const byte = (i: number): number => bytes[i] ?? 0;
  let hash = SEED ^ length;
  for (let i = 0; i < length; i += 4) {
    const word = (byte(i) + (byte(i + 1) << 8) + (byte(i + 2) << 16) + (byte(i + 3) << 24)) * M;
    hash = (hash * M) ^ ((word ^ (word >>> 24)) * M);
  }
  const whole = length & ~3;
  if (length > whole) {
    for (let i = length - 1; i > whole; i--) hash ^= byte(i) << (8 * (i - whole));
    hash = (hash ^ byte(whole)) * M;
  }
  hash = (hash ^ (hash >>> 13)) * M;
  return hash ^ (hash >>> 15);
}
