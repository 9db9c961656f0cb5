/** Java's format: version 2, then the largest time of the records of the partition that were processed. */
const VERSION = 2;

/** What Java's TopicPartitionMetadata writes beside each offset. */
export function encodeMetadata(partitionTime: number): string {
  const bytes = Buffer.alloc(9);
  bytes.writeUInt8(VERSION, 0);
  bytes.writeBigInt64BE(BigInt(partitionTime), 1);
  return bytes.toString('base64');
}

/** The partition time, −1 if it is not known. What follows it, times of other operators of Java's, is left out. */
export function decodeMetadata(metadata: string | null): number {
  const bytes = Buffer.from(metadata ?? '', 'base64');
  if (bytes.length < 9 || (bytes[0] !== 1 && bytes[0] !== VERSION)) return -1;
  const time = Number(bytes.readBigInt64BE(1));
  return Number.isSafeInteger(time) ? time : -1;
}
