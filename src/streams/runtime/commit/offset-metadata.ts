/** Java's format: version 2, the partition time, and if there are close times their number and each with its store. */
const VERSION = 2;
const HEAD = 9;

/** What is committed beside an offset. */
export interface CommittedTimes {
  /** The largest time of the records of the partition that were processed, −1 if it is not known. */
  readonly partitionTime: number;
  /** By store: the final results of windows that closed by then have gone on. */
  readonly closeTimes: ReadonlyMap<string, number>;
}

/** What Java's TopicPartitionMetadata writes beside each offset. */
export function encodeMetadata(partitionTime: number, closeTimes: ReadonlyMap<string, number> = new Map()): string {
  const head = Buffer.alloc(HEAD + (closeTimes.size > 0 ? 4 : 0));
  head.writeUInt8(VERSION, 0);
  head.writeBigInt64BE(BigInt(partitionTime), 1);
  if (closeTimes.size > 0) head.writeInt32BE(closeTimes.size, HEAD);
  const entries = Array.from(closeTimes, ([store, time]) => {
    const name = Buffer.from(store);
    const entry = Buffer.alloc(4 + name.length + 8);
    entry.writeInt32BE(name.length, 0);
    name.copy(entry, 4);
    entry.writeBigInt64BE(BigInt(time), 4 + name.length);
    return entry;
  });
  return Buffer.concat([head, ...entries]).toString('base64');
}

/** What cannot be read is left out. */
export function decodeMetadata(metadata: string | null): CommittedTimes {
  const bytes = Buffer.from(metadata ?? '', 'base64');
  if (bytes.length < HEAD || (bytes[0] !== 1 && bytes[0] !== VERSION))
    return { partitionTime: -1, closeTimes: new Map() };
  const time = Number(bytes.readBigInt64BE(1));
  return { partitionTime: Number.isSafeInteger(time) ? time : -1, closeTimes: readCloseTimes(bytes) };
}

function readCloseTimes(bytes: Buffer): Map<string, number> {
  const times = new Map<string, number>();
  let at = HEAD + 4;
  for (let count = bytes.length >= at ? bytes.readInt32BE(HEAD) : 0; count > 0; count--) {
    const length = at + 4 <= bytes.length ? bytes.readInt32BE(at) : -1;
    const end = at + 4 + length;
    if (length < 0 || end + 8 > bytes.length) break;
    times.set(bytes.toString('utf8', at + 4, end), Number(bytes.readBigInt64BE(end)));
    at = end + 8;
  }
  return times;
}
