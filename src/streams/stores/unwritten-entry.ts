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

/** In bytes, without making them. */
export const sizeOf = (entry: { readonly value: Buffer }): number =>
  entry instanceof UnwrittenEntry ? entry.size : entry.value.length;
