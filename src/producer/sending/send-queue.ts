/** A send or a batch that waits for room or for its serializer. */
export interface Waiter {
  /** Its share of the queue's limit, in bytes. */
  readonly bytes: number;
  /** Number of its records that are not submitted yet. */
  readonly records: number;
  /** Submits as many records as possible. False: it has to keep waiting. */
  advance(): boolean;
  /** Fails all records that are not submitted yet. */
  fail(makeError: (topic: string) => Error): void;
}

/** Sends in the order of their calls. None may overtake another. Bounded: at most `limit` bytes wait. */
export class SendQueue {
  readonly #limit: number;
  readonly #waiters = new Set<Waiter>();
  #bytes = 0;
  #advancing = false;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Number of waiting bytes. */
  get bytes(): number {
    return this.#bytes;
  }

  get isEmpty(): boolean {
    return this.#waiters.size === 0;
  }

  /** Number of waiting sends; a batch counts once. */
  get length(): number {
    return this.#waiters.size;
  }

  /** Number of waiting records. */
  get records(): number {
    let records = 0;
    for (const waiter of this.#waiters) records += waiter.records;
    return records;
  }

  hasRoomFor(bytes: number): boolean {
    return this.#bytes + bytes <= this.#limit;
  }

  add(waiter: Waiter): void {
    this.#waiters.add(waiter);
    this.#bytes += waiter.bytes;
  }

  /** The size of a waiter became known. False: it exceeds the limit. */
  resize(waiter: Waiter & { bytes: number }, bytes: number): boolean {
    if (this.#waiters.has(waiter)) this.#bytes += bytes - waiter.bytes;
    waiter.bytes = bytes;
    return this.#bytes <= this.#limit;
  }

  remove(waiter: Waiter): void {
    if (this.#waiters.delete(waiter)) this.#bytes -= waiter.bytes;
  }

  /** Submits from the front as long as there is room. */
  advance(): void {
    // A waiter's own advance may settle a record and call this function again.
    if (this.#advancing) return;
    this.#advancing = true;
    try {
      for (const waiter of this.#waiters) {
        if (!waiter.advance()) return;
        this.remove(waiter);
      }
    } finally {
      this.#advancing = false;
    }
  }

  failAll(makeError: (topic: string) => Error): void {
    const waiters = [...this.#waiters];
    this.#waiters.clear();
    this.#bytes = 0;
    for (const waiter of waiters) waiter.fail(makeError);
  }
}
