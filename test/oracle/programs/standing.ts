import { setTimeout as sleep } from 'node:timers/promises';
import { isAmong, StepError, type Driver, type TopicPartition } from '../drivers/driver';
import type { Names } from './names';
import { sorted, valueOf, type Seen } from './seen';

/** Java's position() may ask brokers. */
export const POSITION_MS = 2000;
const LAG_MS = 500;

/** Where consumers stand: assignment, positions, lags. */
export class Standing {
  readonly #driver: Driver;
  readonly #names: Names;

  constructor(driver: Driver, names: Names) {
    this.#driver = driver;
    this.#names = names;
  }

  /** Where a consumer stands. */
  async take(c: string, seen: Seen, positionMs: number): Promise<void> {
    const assigned = (await this.#driver.run({ op: 'assignment', c })) as TopicPartition[];
    seen['assignment'] = valueOf(assigned, this.#names);
    const paused = await this.#paused(c);
    seen['paused'] = valueOf(paused, this.#names);
    seen['subscription'] = ((await this.#driver.run({ op: 'subscription', c })) as string[]).map((name) =>
      this.#names.strip(name),
    );
    const positions: Seen = {};
    const lags: Seen = {};
    for (const part of assigned) {
      const name = this.#names.plain(part);
      positions[name] = await this.position(c, part, positionMs);
      lags[name] = await this.lag(c, part, paused);
    }
    seen['positions'] = sorted(positions);
    seen['lags'] = sorted(lags);
  }

  /** That of a paused partition is as old as the last fetch, which may have been under way. */
  async lag(c: string, part: TopicPartition, paused?: readonly TopicPartition[]): Promise<unknown> {
    const lag = await this.#lag(c, part);
    return lag !== null && isAmong(paused ?? (await this.#paused(c)), part) ? 'known' : lag;
  }

  async #paused(c: string): Promise<TopicPartition[]> {
    return (await this.#driver.run({ op: 'paused', c })) as TopicPartition[];
  }

  /** Both clients ask in the background for an end that they do not know. */
  async #lag(c: string, part: TopicPartition): Promise<unknown> {
    for (const deadline = performance.now() + LAG_MS; ; await sleep(20)) {
      const lag = await this.#driver.run({ op: 'lag', c, part });
      // Beyond the end Java's is negative (listed).
      if (lag !== null) return Math.max(0, lag as number);
      if (performance.now() > deadline) return null;
      // Java takes the answer in while it polls; everything was read, so that this brings nothing. Where there is
      // nowhere to read from, it has thrown before.
      await this.#driver.run({ op: 'poll', c, ms: 0 }).catch((error: unknown) => {
        if (!(error instanceof StepError) || error.kind !== 'no offset') throw error;
      });
    }
  }

  /**
   * "unknown" where Java waits in vain or says that there is nowhere to read from: ours is null then, and asks nobody.
   */
  async position(c: string, part: TopicPartition, ms = POSITION_MS): Promise<unknown> {
    try {
      return await this.#driver.run({ op: 'position', c, part, ms });
    } catch (error) {
      if (error instanceof StepError && (error.kind === 'timeout' || error.kind === 'no offset')) return 'unknown';
      throw error;
    }
  }
}
