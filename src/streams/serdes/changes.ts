import { StreamsError } from '../errors/streams-errors';
import type { BoundSerde } from './serde';

const OLD_ONLY = 0;
const NEW_ONLY = 1;
const BOTH = 2;

/** An unsigned LEB128 of the zigzag form, as Kafka writes lengths. */
function varint(length: number): Buffer {
  const out: number[] = [];
  let rest = length * 2;
  while (rest > 0x7f) {
    out.push((rest & 0x7f) | 0x80);
    rest = Math.floor(rest / 128);
  }
  out.push(rest);
  return Buffer.from(out);
}

function readVarint(data: Buffer): { length: number; at: number } {
  let zigzag = 0;
  for (let at = 0, scale = 1; at < Math.min(5, data.length); at++, scale *= 128) {
    zigzag += (data[at]! & 0x7f) * scale;
    if (data[at]! < 0x80) return { length: Math.floor(zigzag / 2), at: at + 1 };
  }
  throw new StreamsError('A change of a table has no readable length: it was not written by Kafka Streams');
}

/** The new and the old value of one key, as they go through the repartition topic of a grouped table. */
export type Change = readonly [value: unknown, old: unknown];

/** Java's ChangedSerializer: `old ‖ 00`, `new ‖ 01`, or `varint(length of new) ‖ new ‖ old ‖ 02`. */
export function writeChange(serde: BoundSerde, topic: string, value: unknown, old: unknown): Buffer {
  const newBytes = value === null ? null : serde.serialize(topic, value);
  const oldBytes = old === null ? null : serde.serialize(topic, old);
  if (newBytes && oldBytes) return Buffer.concat([varint(newBytes.length), newBytes, oldBytes, Buffer.of(BOTH)]);
  if (newBytes) return Buffer.concat([newBytes, Buffer.of(NEW_ONLY)]);
  if (oldBytes) return Buffer.concat([oldBytes, Buffer.of(OLD_ONLY)]);
  throw new StreamsError('A change of a table has neither a new nor an old value');
}

/** Java's ChangedDeserializer. The flags 3 to 5, of versioned tables, have one byte more before the flag. */
export function readChange(serde: BoundSerde, topic: string, data: Buffer): Change {
  const flag = data[data.length - 1];
  if (flag === undefined || flag > 5) throw new StreamsError(`A change of a table has the unknown flag ${flag}`);
  const body = data.subarray(0, data.length - (flag > BOTH ? 2 : 1));
  const read = (bytes: Buffer): unknown => serde.deserialize(topic, bytes);
  switch (flag % 3) {
    case OLD_ONLY:
      return [null, read(body)];
    case NEW_ONLY:
      return [read(body), null];
    default: {
      const { length, at } = readVarint(body);
      return [read(body.subarray(at, at + length)), read(body.subarray(at + length))];
    }
  }
}
