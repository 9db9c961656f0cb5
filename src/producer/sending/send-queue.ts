/** A send, or a batch of them, that waits for room or for its serializer. */
export interface Waiter {
  /** Its share of the queue's limit, in bytes. */
  readonly bytes: number;
  /** Records it stands for and that are not handed over yet. */
  readonly records: number;
  /** Hands over what it can. False: it has to go on waiting. */
  advance(): boolean;
  /** What of it is not handed over never will be. */
  fail(makeError: (topic: string) => Error): void;
}

/** Sends in the order of their calls, none of which may overtake another. Bounded: at most `limit` bytes wait. */
export class SendQueue {
  readonly #limit: number;
  readonly #waiters = new Set<Waiter>();
  #bytes = 0;
  #advancing = false;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Bytes that wait. */
  get bytes(): number {
    return this.#bytes;
  }

  get isEmpty(): boolean {
    return this.#waiters.size === 0;
  }

  /** Sends that wait; a batch counts once. */
  get length(): number {
    return this.#waiters.size;
  }

  /** Records that wait. */
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

  /** A waiter's size became known. False: with it, more waits than may. */
  resize(waiter: Waiter & { bytes: number }, bytes: number): boolean {
    if (this.#waiters.has(waiter)) this.#bytes += bytes - waiter.bytes;
    waiter.bytes = bytes;
    return this.#bytes <= this.#limit;
  }

  remove(waiter: Waiter): void {
    if (this.#waiters.delete(waiter)) this.#bytes -= waiter.bytes;
  }

  /** Hands over from the front as long as there is room. */
  advance(): void {
    // A waiter's own advance may settle something and so lead back here.
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
