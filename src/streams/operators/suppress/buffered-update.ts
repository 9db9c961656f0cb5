import type { Headers } from '../../../index';

/** Where the record of an update comes from. */
export interface UpdateContext {
  readonly timestamp: number;
  readonly offset: number;
  readonly topic: string;
  readonly partition: number;
  readonly headers: Headers;
}

/** An update that is held back. */
export interface BufferedUpdate {
  readonly context: UpdateContext;
  /** The value before the first update that was held back. */
  readonly prior: Buffer | null;
  /** The value before this update. */
  readonly old: Buffer | null;
  readonly value: Buffer | null;
  /** By which it is ordered: that of the first update. */
  readonly time: number;
}

const NONE = -1;
/** The old value is the prior one. */
const AS_PRIOR = -2;

const isSame = (a: Buffer | null, b: Buffer | null): boolean => a === b || (a !== null && b !== null && a.equals(b));

function int32(value: number): Buffer {
  const out = Buffer.allocUnsafe(4);
  out.writeInt32BE(value);
  return out;
}

function int64(value: number): Buffer {
  const out = Buffer.allocUnsafe(8);
  out.writeBigInt64BE(BigInt(value));
  return out;
}

const sized = (data: Buffer | null): Buffer[] => (data ? [int32(data.length), data] : [int32(NONE)]);

/** The value of the changelog, which is Java's, version 3: context, prior, old and new value, time. */
export function writeUpdate({ context, prior, old, value, time }: BufferedUpdate): Buffer {
  const { timestamp, offset, topic, partition, headers } = context;
  return Buffer.concat([
    int64(timestamp),
    int64(offset),
    ...sized(Buffer.from(topic)),
    int32(partition),
    int32(headers.length),
    ...headers.flatMap(([name, data]) => [...sized(Buffer.from(name)), ...sized(data && Buffer.from(data))]),
    ...sized(prior),
    ...(old && isSame(prior, old) ? [int32(AS_PRIOR)] : sized(old)),
    ...sized(value),
    int64(time),
  ]);
}

export function readUpdate(data: Buffer): BufferedUpdate {
  let at = 0;
  const length = (): number => data.readInt32BE((at += 4) - 4);
  const long = (): number => Number(data.readBigInt64BE((at += 8) - 8));
  const bytes = (size: number): Buffer | null => (size < 0 ? null : data.subarray(at, (at += size)));
  const [timestamp, offset] = [long(), long()];
  const topic = bytes(length())!.toString();
  const partition = length();
  const headers = Array.from({ length: Math.max(0, length()) }, () => {
    const name = bytes(length())!.toString();
    return [name, bytes(length())] as const;
  });
  const prior = bytes(length());
  const sizeOfOld = length();
  const old = sizeOfOld === AS_PRIOR ? prior : bytes(sizeOfOld);
  const value = bytes(length());
  return { context: { timestamp, offset, topic, partition, headers }, prior, old, value, time: long() };
}

/** How many bytes of the buffer's limit it takes, as Java counts. */
export function sizeOf(rawKey: Buffer, { context, prior, old, value }: BufferedUpdate): number {
  const { topic, headers } = context;
  const ofHeaders = headers.reduce((sum, [name, data]) => sum + name.length + (data?.length ?? 0), 0);
  const ofValues = (prior?.length ?? 0) + (isSame(prior, old) ? 0 : (old?.length ?? 0)) + (value?.length ?? 0);
  return 8 + rawKey.length + ofValues + 16 + topic.length + 4 + ofHeaders;
}
