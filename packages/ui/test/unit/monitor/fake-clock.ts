import type { Clock } from '../../../src/server/monitor/time/clock';

/** A clock that a test moves. Whatever becomes due meanwhile happens, with all that follows from it at once. */
export class FakeClock implements Clock {
  #now = 1000;
  #wall: number;
  #timers: { at: number; call: () => void }[] = [];

  constructor(wall = Date.UTC(2026, 0, 1)) {
    this.#wall = wall;
  }

  now(): number {
    return this.#now;
  }

  wall(): number {
    return this.#wall;
  }

  after(ms: number, call: () => void): () => void {
    const timer = { at: this.#now + ms, call };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((one) => one !== timer);
    };
  }

  get pending(): number {
    return this.#timers.length;
  }

  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => this.after(ms, resolve));
  }

  /** Somebody sets the wall clock, or the machine slept. */
  jump(ms: number): void {
    this.#wall += ms;
  }

  async advance(ms: number): Promise<void> {
    const until = this.#now + ms;
    await settle();
    for (;;) {
      const next = this.#timers.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0];
      if (next === undefined) break;
      this.#moveTo(Math.max(next.at, this.#now));
      this.#timers = this.#timers.filter((one) => one !== next);
      next.call();
      await settle();
    }
    this.#moveTo(until);
  }

  #moveTo(now: number): void {
    this.#wall += now - this.#now;
    this.#now = now;
  }
}

/** Lets all promises go on that wait for nothing but each other. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
}
