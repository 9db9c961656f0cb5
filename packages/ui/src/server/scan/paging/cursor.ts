import { limits } from '../../../shared/limits';
import { FaultError } from '../../../shared/fault-error';
import { VarintReader, writeVarint } from './varints';

export type Isolation = 'committed' | 'uncommitted';

/** Which way a page reads its partitions. */
export type Direction = 'back' | 'on';

/** Where a page begins, without the server remembering anything. */
export interface Cursor {
  readonly direction: Direction;
  /** How the list runs that the page belongs to: `back` is newest first. */
  readonly list: Direction;
  readonly isolation: Isolation;
  /** 16 bytes; zeros where the broker gives none. */
  readonly topicId: Uint8Array;
  /** Running time of the last row before this page; null: there is none. */
  readonly clock: number | null;
  /** In the order of the partitions: where each is read from, towards older or newer ones. */
  readonly bounds: readonly (readonly [partition: number, bound: number])[];
}

const PREFIX = 'c1.';
const [ON, LIST_ON, UNCOMMITTED, HAS_CLOCK] = [1, 2, 4, 8];

/** null: it would be longer than a cursor may be. */
export function writeCursor(cursor: Cursor): string | null {
  const bytes: number[] = [
    (cursor.direction === 'on' ? ON : 0) |
      (cursor.list === 'on' ? LIST_ON : 0) |
      (cursor.isolation === 'uncommitted' ? UNCOMMITTED : 0) |
      (cursor.clock === null ? 0 : HAS_CLOCK),
    ...cursor.topicId,
  ];
  if (cursor.clock !== null) bytes.push(...clockBytes(cursor.clock));
  writeVarint(bytes, cursor.bounds.length);
  let next = 0;
  for (const [partition, bound] of cursor.bounds) {
    writeVarint(bytes, partition - next);
    writeVarint(bytes, bound);
    next = partition + 1;
  }
  const text = PREFIX + Buffer.from(bytes).toString('base64url');
  return text.length > limits.cursorBytes ? null : text;
}

/** @throws FaultError `BAD_REQUEST` for anything that {@link writeCursor} does not write. */
export function readCursor(text: string): Cursor {
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw FaultError.of('BAD_REQUEST', `cursor: ${error.message}. It must be one that a scan has given`, {
      field: 'cursor',
    });
  }
}

function parse(text: string): Cursor {
  if (text.length > limits.cursorBytes) throw new RangeError(`it is longer than ${limits.cursorBytes} characters`);
  if (!text.startsWith(PREFIX)) throw new RangeError(`it does not begin with ${PREFIX}`);
  const encoded = text.slice(PREFIX.length);
  const bytes = Buffer.from(encoded, 'base64url');
  if (bytes.toString('base64url') !== encoded) throw new RangeError('it is no base64url');
  const reader = new VarintReader(bytes);
  const flags = reader.bytes(1)[0]!;
  if (flags > (ON | LIST_ON | UNCOMMITTED | HAS_CLOCK)) throw new RangeError('its flags are unknown');
  const topicId = Uint8Array.from(reader.bytes(16));
  const clock = flags & HAS_CLOCK ? clockOf(reader.bytes(8)) : null;
  const count = reader.varint();
  if (count > limits.cursorBytes) throw new RangeError('it has too many partitions');
  const bounds: [number, number][] = [];
  let next = 0;
  for (let i = 0; i < count; i++) {
    const partition = next + reader.varint();
    if (partition > 0x7fff_ffff) throw new RangeError('a partition is too large');
    bounds.push([partition, reader.varint()]);
    next = partition + 1;
  }
  if (!reader.isAtEnd) throw new RangeError('it goes on behind its end');
  return {
    direction: flags & ON ? 'on' : 'back',
    list: flags & LIST_ON ? 'on' : 'back',
    isolation: flags & UNCOMMITTED ? 'uncommitted' : 'committed',
    topicId,
    clock,
    bounds,
  };
}

/** All that a time of a record can be: nanoseconds, which some programs write, are beyond 2^53. */
function clockBytes(clock: number): Uint8Array {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleBE(clock);
  return bytes;
}

function clockOf(bytes: Uint8Array): number {
  const clock = Buffer.from(bytes).readDoubleBE();
  if (!Number.isInteger(clock) || Object.is(clock, -0)) throw new RangeError('its time is no whole number');
  return clock;
}

const noTopicId = new Uint8Array(16);

/** The 16 bytes of an id as Kafka writes it; zeros for a topic without one. */
export function topicIdBytes(topicId: string): Uint8Array {
  const bytes = Buffer.from(topicId, 'base64url');
  return bytes.length === 16 ? Uint8Array.from(bytes) : noTopicId;
}

/** @throws FaultError `STALE_CURSOR` if the topic is not the one that the cursor was made for. */
export function checkTopic(cursor: Cursor, topicId: Uint8Array): void {
  const isKnown = (id: Uint8Array): boolean => id.some((byte) => byte !== 0);
  if (!isKnown(cursor.topicId) || !isKnown(topicId)) return;
  if (Buffer.compare(cursor.topicId, topicId) === 0) return;
  throw FaultError.of('STALE_CURSOR', 'cursor: the topic was deleted and made anew since. Begin at the newest', {
    field: 'cursor',
  });
}
