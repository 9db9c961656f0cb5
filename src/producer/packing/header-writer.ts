import { kindOf } from '../../errors/brief';
import { badRecord } from '../records/record';
import { sizeOfVarint } from './request-size';
import type { SlabBytes } from './slab-bytes';

/** Bytes before each header: the lengths of its name and value. */
export const HEADER_PREFIX = 8;

/** Writes the headers of a record into the slab, in the form that binding/native.ts describes. */
export class HeaderWriter {
  /** Number of headers of the record. */
  count = 0;
  /** The size that Java counts for the record's headers, except for their number. */
  estimate = 0;
  readonly #bytes: SlabBytes;

  constructor(bytes: SlabBytes) {
    this.#bytes = bytes;
  }

  /** The next record has no headers yet. */
  clear(): void {
    this.count = 0;
    this.estimate = 0;
  }

  /**
   * Writes all headers at `start` and returns the position behind them.
   * @param recordAt Where the record begins, for the size in the error of a record that no request can hold.
   */
  write(
    operation: string,
    headers: unknown,
    start: number,
    recordAt: number,
    tooLarge: (bytes: number) => Error,
  ): number {
    let end = start;
    if (typeof headers !== 'object' || headers === null || ArrayBuffer.isView(headers)) {
      throw badRecord(operation, `headers must be an object or a list of [name, value] pairs; got ${kindOf(headers)}`);
    }
    if (!(Symbol.iterator in headers)) {
      for (const name of Object.keys(headers)) {
        end = this.#writeOne(operation, name, (headers as Record<string, unknown>)[name], end, recordAt, tooLarge);
      }
      return end;
    }
    for (const pair of headers as Iterable<unknown>) {
      if (!Array.isArray(pair) || pair.length !== 2) {
        throw badRecord(operation, `each header must be a pair [name, value]; got ${kindOf(pair)}`);
      }
      end = this.#writeOne(operation, pair[0], pair[1], end, recordAt, tooLarge);
    }
    return end;
  }

  /** Returns the position of the next header. */
  #writeOne(
    operation: string,
    name: unknown,
    value: unknown,
    start: number,
    recordAt: number,
    tooLarge: (bytes: number) => Error,
  ): number {
    if (typeof name !== 'string') throw badRecord(operation, `a header's name must be a string; got ${kindOf(name)}`);
    const bytes = this.#bytes;
    const nameAt = start + HEADER_PREFIX;
    if (nameAt > bytes.capacity) throw tooLarge(start - recordAt);
    const nameLength = bytes.writeString(name, nameAt);
    if (nameLength < 0) throw tooLarge(-nameLength);
    const valueAt = nameAt + nameLength;
    let valueLength = -1;
    if (value !== null && value !== undefined) {
      valueLength =
        typeof value === 'string'
          ? bytes.writeString(value, valueAt)
          : bytes.writeBytes(operation, 'value of header', value, valueAt, name);
      if (valueLength < 0) throw tooLarge(-valueLength);
    }
    bytes.setInt32(start, nameLength);
    bytes.setInt32(start + 4, valueLength);
    const valueSize = valueLength < 0 ? 0 : valueLength;
    this.count++;
    this.estimate += sizeOfVarint(nameLength) + nameLength + sizeOfVarint(valueLength) + valueSize;
    return valueAt + valueSize;
  }
}
