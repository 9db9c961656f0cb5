import { FaultError } from '../../shared/fault-error';

const windowMs = 60_000;
const mostWrong = 10;
/** Addresses that are remembered; beyond it the oldest is forgotten. */
const mostAddresses = 1000;

/** Wrong tokens and passwords of each address: after ten within a minute, no more tries for a while. */
export class Attempts {
  readonly #wrong = new Map<string, number[]>();
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** Throws BUSY while the address has to wait. */
  check(address: string): void {
    const recent = this.#recent(address);
    if (recent.length < mostWrong) return;
    const seconds = Math.ceil((recent[0]! + windowMs - this.#now()) / 1000);
    throw FaultError.of('BUSY', `Too many wrong tries. Try again in ${seconds} s`, { retriable: true });
  }

  wrong(address: string): void {
    const recent = [...this.#recent(address), this.#now()];
    this.#wrong.delete(address);
    this.#wrong.set(address, recent.slice(-mostWrong));
    for (const oldest of this.#wrong.keys()) {
      if (this.#wrong.size <= mostAddresses) break;
      this.#wrong.delete(oldest);
    }
  }

  #recent(address: string): number[] {
    const after = this.#now() - windowMs;
    return (this.#wrong.get(address) ?? []).filter((time) => time > after);
  }
}
