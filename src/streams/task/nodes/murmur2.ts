const FACTOR = 0x5bd1e995;

function mixed(word: number): number {
  const product = Math.imul(word, FACTOR);
  return Math.imul(product ^ (product >>> 24), FACTOR);
}

/** Java's hash of the bytes of a key, from which a producer gets the partition. 32 bits, signed. */
export function murmur2(data: Buffer): number {
  const { length } = data;
  let hash = 0x9747b28c ^ length;
  let at = 0;
  for (; at + 4 <= length; at += 4) hash = Math.imul(hash, FACTOR) ^ mixed(data.readInt32LE(at));
  if (at < length) {
    for (let rest = length - 1; rest >= at; rest--) hash ^= data[rest]! << (8 * (rest - at));
    hash = Math.imul(hash, FACTOR);
  }
  hash = Math.imul(hash ^ (hash >>> 13), FACTOR);
  return hash ^ (hash >>> 15);
}

/** The partition of a key, by Java's default. */
export const partitionOf = (key: Buffer, count: number): number => (murmur2(key) & 0x7fffffff) % count;
