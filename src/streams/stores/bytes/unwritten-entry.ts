/** Data that nobody can change, so that they may stand for their bytes. */
export type Fixed = string | number;

/** How such data are written and read. */
export interface FixedForm {
  /** What is read after `data` have been written. @throws what writing would throw. */
  check(data: unknown): Fixed;
  write(data: unknown): Buffer;
  read(bytes: Buffer): unknown;
}

/**
 * An entry of a store whose bytes are made when they are first asked for: by the commit, say. Most are replaced before.
 * A text is forgotten then, because a part of a long text keeps all of it.
 */
export class UnwrittenEntry {
  readonly timestamp: number;
  /** About, in bytes. */
  readonly size: number;
  readonly #form: FixedForm;
  #data: Fixed | undefined;
  #bytes: Buffer | undefined;

  constructor(form: FixedForm, data: unknown, timestamp: number) {
    const checked = form.check(data);
    this.timestamp = timestamp;
    this.size = typeof checked === 'string' ? checked.length : 8;
    this.#form = form;
    this.#data = checked;
  }

  get data(): unknown {
    return this.#data ?? this.#form.read(this.#bytes!);
  }

  get value(): Buffer {
    if (this.#bytes) return this.#bytes;
    this.#bytes = this.#form.write(this.#data);
    if (typeof this.#data === 'string') this.#data = undefined;
    return this.#bytes;
  }
}

interface Entry {
  readonly value: Buffer;
  readonly timestamp: number;
}

/** In bytes, without making them. */
export const sizeOf = (entry: { readonly value: Buffer }): number =>
  entry instanceof UnwrittenEntry ? entry.size : entry.value.length;

/** Much more than the largest records that share memory with others. */
const SHARED = 32_768;

/** A value that is a small part of a large piece of memory, such as a batch of records, would keep all of it. */
export function withoutOthers(entry: Entry): Entry {
  if (entry instanceof UnwrittenEntry) return entry;
  const { value, timestamp } = entry;
  const { byteLength } = value.buffer;
  return byteLength < SHARED || byteLength < 2 * value.length ? entry : { value: Buffer.from(value), timestamp };
}
