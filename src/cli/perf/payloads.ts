import { readFileSync } from 'node:fs';
import { usageError } from '../exit';

export interface PayloadOptions {
  recordSize?: number;
  payloadFile?: string;
  payloadDelimiter: string;
  payloadMonotonic?: boolean;
}

/** A small generator with a fixed seed: the same run sends the same bytes. (mulberry32) */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function randomLetters(length: number, random: () => number): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  for (let at = 0; at < length; at++) bytes[at] = 65 + Math.floor(random() * 26);
  return bytes;
}

/**
 * Returns the function that creates the payload of each record: random letters, a random line of a file, or the
 * record's number.
 */
export function payloadSource(options: PayloadOptions): (index: number) => Buffer {
  const given = [options.recordSize, options.payloadFile, options.payloadMonotonic].filter(
    (value) => value !== undefined,
  );
  if (given.length !== 1) throw usageError('exactly one of --record-size, --payload-file and --payload-monotonic');
  const random = seededRandom(0);
  if (options.payloadMonotonic) return (index) => Buffer.from(String(index));
  if (options.recordSize !== undefined) {
    // Payloads are cut from a pool of letters at random places. Generating each one would dominate the measurement.
    const size = options.recordSize;
    const pool = randomLetters(size + 65_536, random);
    return () => {
      const at = Math.floor(random() * 65_536);
      return pool.subarray(at, at + size);
    };
  }
  const file = options.payloadFile as string;
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw usageError(`--payload-file ${file}: ${(error as Error).message}`);
  }
  const delimiter = options.payloadDelimiter === '\\n' ? '\n' : options.payloadDelimiter;
  const payloads = text.split(delimiter).map((line) => Buffer.from(line));
  if (payloads.at(-1)?.length === 0) payloads.pop();
  if (payloads.length === 0) throw usageError(`--payload-file ${file}: the file is empty`);
  return () => payloads[Math.floor(random() * payloads.length)] as Buffer;
}
