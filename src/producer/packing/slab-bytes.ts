import { kindOf } from '../../errors/brief';
import { badRecord } from '../records/record';

/** Up to this length a loop is faster than a call into V8 that writes a string. */
const SHORT_STRING = 10;

/** The memory of the slab: writes strings and bytes at a position, and returns how long they are. */
export class SlabBytes {
  readonly capacity: number;
  readonly array: Uint8Array;
  readonly #buffer: Buffer;
  readonly #view: DataView;

  constructor(capacity: number) {
    this.capacity = capacity;
    // Not from Node's pool. A memory page is only used once a record is written there.
    this.array = new Uint8Array(capacity);
    this.#buffer = Buffer.from(this.array.buffer, 0, capacity);
    this.#view = new DataView(this.array.buffer);
  }

  /** Returns the number of bytes written. If the slab is too small for them, returns that number negated. */
  writeString(text: string, at: number): number {
    const length = text.length;
    const bytes = this.array;
    if (length <= SHORT_STRING && at + length <= this.capacity) {
      let i = 0;
      for (; i < length; i++) {
        const unit = text.charCodeAt(i);
        if (unit > 0x7f) break;
        bytes[at + i] = unit;
      }
      if (i === length) return length;
    }
    if (at + length * 3 > this.capacity) {
      const exact = Buffer.byteLength(text);
      if (at + exact > this.capacity) return -exact;
    }
    return this.#buffer.write(text, at);
  }

  /**
   * Like `writeString`. Throws for anything that is neither bytes nor a string.
   * @param part What the data is, for the error: key, value, value of header.
   */
  writeBytes(operation: string, part: string, data: unknown, at: number, name?: string): number {
    const view = data as Uint8Array;
    if (!ArrayBuffer.isView(data) || view.BYTES_PER_ELEMENT !== 1) {
      throw badRecord(
        operation,
        `${name === undefined ? part : `${part} '${name}'`} must be a Buffer, a Uint8Array, a string or null; got ${kindOf(data)}`,
      );
    }
    const length = lengthOf(view);
    if (at + length > this.capacity) return -length;
    if (length > 0) this.array.set(view, at);
    else if (isDetached(view)) throw badRecord(operation, `${part} is a detached buffer`);
    return length;
  }

  /** Little-endian, unaligned. */
  setInt32(at: number, value: number): void {
    this.#view.setInt32(at, value, true);
  }
}

/** A typed array's real length, which `set` copies, even if a subclass overrides `length`. */
export const lengthOf: (view: Uint8Array) => number = Function.prototype.call.bind(
  Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), 'length')!.get!,
) as never;

/**
 * True for an empty view and for a view whose memory was transferred. Sent without a check, the latter would become an
 * empty value.
 */
function isDetached(view: Uint8Array): boolean {
  try {
    new Uint8Array(0).set(view);
    return false;
  } catch {
    return true;
  }
}
