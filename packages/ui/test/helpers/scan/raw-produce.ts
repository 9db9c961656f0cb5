/** Writes records by Kafka's protocol itself: with times that no client lets one write. */
import { connect } from 'node:net';

const polynomial = 0x82f63b78;
const table = Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? (c >>> 1) ^ polynomial : c >>> 1;
  return c >>> 0;
});

function crc32c(bytes: Buffer): number {
  let c = 0xffffffff;
  for (const byte of bytes) c = table[(c ^ byte) & 0xff]! ^ (c >>> 8);
  return (c ^ 0xffffffff) >>> 0;
}

function zigzag(value: number): Buffer {
  let left = value < 0 ? -2 * value - 1 : 2 * value;
  const bytes: number[] = [];
  for (; left >= 0x80; left = Math.floor(left / 0x80)) bytes.push((left % 0x80) + 0x80);
  return Buffer.from([...bytes, left]);
}

const int16 = (value: number): Buffer => sized(2, (b) => b.writeInt16BE(value));
const int32 = (value: number): Buffer => sized(4, (b) => b.writeInt32BE(value));
const int64 = (value: bigint): Buffer => sized(8, (b) => b.writeBigInt64BE(value));
function sized(size: number, write: (bytes: Buffer) => void): Buffer {
  const bytes = Buffer.alloc(size);
  write(bytes);
  return bytes;
}
const text = (value: string): Buffer => Buffer.concat([int16(value.length), Buffer.from(value)]);

/** A batch of one record. */
function batchOf(value: string, timestamp: bigint): Buffer {
  const body = Buffer.concat([
    ...[Buffer.from([0]), zigzag(0), zigzag(0), zigzag(-1)],
    ...[zigzag(value.length), Buffer.from(value), zigzag(0)],
  ]);
  const record = Buffer.concat([zigzag(body.length), body]);
  // Attributes, last offset, first and last time, producer, epoch, sequence, count.
  const checked = Buffer.concat([
    ...[int16(0), int32(0), int64(timestamp), int64(timestamp), int64(-1n), int16(-1), int32(-1), int32(1), record],
  ]);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32c(checked));
  const rest = Buffer.concat([int32(-1), Buffer.from([2]), checksum, checked]);
  return Buffer.concat([int64(0n), int32(rest.length), rest]);
}

/** Writes one record to partition 0. @returns The broker's error code; 0 is none. */
export async function rawProduce(bootstrap: string, topic: string, value: string, timestamp: bigint): Promise<number> {
  const batch = batchOf(value, timestamp);
  const request = Buffer.concat([
    ...[int16(0), int16(3), int32(1), text('raw')],
    ...[int16(-1), int16(-1), int32(10_000), int32(1), text(topic), int32(1), int32(0), int32(batch.length), batch],
  ]);
  const [host, port] = bootstrap.split(',')[0]!.split(':');
  const socket = connect(Number(port), host);
  try {
    socket.write(Buffer.concat([int32(request.length), request]));
    let answer = Buffer.alloc(0);
    for await (const chunk of socket as AsyncIterable<Buffer>) {
      answer = Buffer.concat([answer, chunk]);
      if (answer.length >= 4 && answer.length >= 4 + answer.readInt32BE(0)) break;
    }
    // Size, correlation, one topic with its name, one partition with its number, then the code.
    return answer.readInt16BE(4 + 4 + 4 + 2 + topic.length + 4 + 4);
  } finally {
    socket.destroy();
  }
}
