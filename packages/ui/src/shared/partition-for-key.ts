/** Java's hash of a key's bytes: 32 bits of MurmurHash2. */
function murmur2(bytes: Uint8Array): number {
  const multiplier = 0x5bd1e995;
  const { length } = bytes;
  let hash = 0x9747b28c ^ length;
  const whole = length - (length % 4);
  for (let at = 0; at < whole; at += 4) {
    let block = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
    block = Math.imul(block, multiplier);
    block = Math.imul(block ^ (block >>> 24), multiplier);
    hash = Math.imul(hash, multiplier) ^ block;
  }
  for (let at = length - 1; at >= whole; at -= 1) hash ^= bytes[at]! << ((at - whole) * 8);
  if (whole < length) hash = Math.imul(hash, multiplier);
  hash = Math.imul(hash ^ (hash >>> 13), multiplier);
  return hash ^ (hash >>> 15);
}

/** Where Java's default partitioner puts a key, of so many partitions. */
export const partitionForKey = (key: Uint8Array, partitions: number): number =>
  (murmur2(key) & 0x7fffffff) % partitions;
