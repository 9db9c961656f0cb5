import { ProduceFlag, ProduceWord } from '../../../src/binding/boundary';
import type { ProduceSlab } from '../../../src/binding/native';

export interface SlabRecord {
  topic: number;
  partition: number;
  id: number;
  key: Buffer | null;
  value: Buffer | null;
  headers: [string, Buffer | null][];
  timestamp: bigint | null;
}

/** Reads a slab as the native side does: by the contract in src/binding/native.ts, and nothing else. */
export function readSlab(slab: ProduceSlab, count: number, large: readonly Uint8Array[] = []): SlabRecord[] {
  const records: SlabRecord[] = [];
  let position = 0;
  let nextLarge = 0;
  const take = (length: number): Buffer | null => {
    if (length < 0) return null;
    const bytes = Buffer.from(slab.bytes.slice(position, position + length));
    position += length;
    return bytes;
  };
  for (let index = 0; index < count; index++) {
    const word = (offset: number) => slab.meta[index * ProduceWord.WORDS + offset]!;
    const flags = word(ProduceWord.FLAGS);
    const key = take(word(ProduceWord.KEY_LENGTH));
    let value: Buffer | null;
    if (flags & ProduceFlag.LARGE) value = Buffer.from(large[nextLarge++]!);
    else value = take(word(ProduceWord.VALUE_LENGTH));
    const packed = take(word(ProduceWord.HEADERS_LENGTH))!;
    const headers: [string, Buffer | null][] = [];
    for (let at = 0; at < packed.length;) {
      const nameLength = packed.readInt32LE(at);
      const valueLength = packed.readInt32LE(at + 4);
      at += 8;
      const name = packed.toString('utf8', at, (at += nameLength));
      headers.push([name, valueLength < 0 ? null : packed.subarray(at, (at += valueLength))]);
    }
    const low = BigInt(word(ProduceWord.TIMESTAMP_LOW) >>> 0);
    const high = BigInt(word(ProduceWord.TIMESTAMP_HIGH));
    records.push({
      topic: word(ProduceWord.TOPIC),
      partition: word(ProduceWord.PARTITION),
      id: word(ProduceWord.ID) >>> 0,
      key,
      value,
      headers,
      timestamp: flags & ProduceFlag.TIMESTAMP ? (high << 32n) | low : null,
    });
  }
  return records;
}
