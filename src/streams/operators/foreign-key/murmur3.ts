const FACTOR_1 = 0x87c37b91114253d5n;
const FACTOR_2 = 0x4cf5ad432745937fn;
/** Java's. */
const SEED = 104_729n;

const low = (value: bigint): bigint => BigInt.asUintN(64, value);
const rotated = (value: bigint, bits: bigint): bigint => low((value << bits) | (value >> (64n - bits)));
const first = (block: bigint): bigint => low(rotated(low(block * FACTOR_1), 31n) * FACTOR_2);
const second = (block: bigint): bigint => low(rotated(low(block * FACTOR_2), 33n) * FACTOR_1);

function finished(value: bigint): bigint {
  let hash = low((value ^ (value >> 33n)) * 0xff51afd7ed558ccdn);
  hash = low((hash ^ (hash >> 33n)) * 0xc4ceb9fe1a85ec53n);
  return hash ^ (hash >> 33n);
}

/** Up to 8 bytes as a number, the first byte lowest. */
function block(data: Buffer, from: number, to: number): bigint {
  let value = 0n;
  for (let at = Math.min(from + 8, to) - 1; at >= from; at--) value = (value << 8n) | BigInt(data[at]!);
  return value;
}

/** MurmurHash3, 128 bits for 64-bit machines, as 16 bytes: both halves big-endian, as Java writes its longs. */
export function murmur3(data: Buffer): Buffer {
  const { length } = data;
  let [one, two] = [SEED, SEED];
  let at = 0;
  for (; at + 16 <= length; at += 16) {
    one ^= first(data.readBigUInt64LE(at));
    one = low((rotated(one, 27n) + two) * 5n + 0x52dce729n);
    two ^= second(data.readBigUInt64LE(at + 8));
    two = low((rotated(two, 31n) + one) * 5n + 0x38495ab5n);
  }
  two ^= second(block(data, at + 8, length));
  one ^= first(block(data, at, length));
  one ^= BigInt(length);
  two ^= BigInt(length);
  one = low(one + two);
  two = low(two + one);
  [one, two] = [finished(one), finished(two)];
  one = low(one + two);
  two = low(two + one);
  const out = Buffer.allocUnsafe(16);
  out.writeBigUInt64BE(one, 0);
  out.writeBigUInt64BE(two, 8);
  return out;
}
