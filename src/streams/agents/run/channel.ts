import { StreamsError } from '../../errors/streams-errors';
import type { Taken } from './item';

/** So many items wait for their agent before the task stops reading, or as many as the agent takes at once. */
const ROOM = 128;

/** A function that waits for items. */
interface Demand {
  readonly most: number;
  readonly withinMs: number;
  readonly take: (items: Taken[]) => void;
  cancelTimer: (() => void) | undefined;
}

/** Items between a task, which adds them, and an agent, which asks for them. */
export class Channel {
  readonly #name: string;
  readonly #after: (ms: number, callback: () => void) => () => void;
  readonly #items: Taken[] = [];
  #room = ROOM;
  #demand: Demand | undefined;
  #isEnded = false;

  /** `after`: calls later, by the task's clock; returns what cancels that. */
  constructor(name: string, after: (ms: number, callback: () => void) => () => void) {
    this.#name = name;
    this.#after = after;
  }

  get isFull(): boolean {
    return this.#items.length >= this.#room;
  }

  /** Somebody waits for items that are not here. */
  get isAwaited(): boolean {
    return this.#demand !== undefined;
  }

  get size(): number {
    return this.#items.length;
  }

  get items(): readonly Taken[] {
    return this.#items;
  }

  add(item: Taken): void {
    this.#items.push(item);
    this.#serve();
  }

  /** `take` gets 1 to `most` items, or none at the end. @throws StreamsError for a second one that waits. */
  pull(most: number, withinMs: number, take: (items: Taken[]) => void): void {
    if (this.#demand)
      throw new StreamsError(`agent ${this.#name}: it already waits for an item. Await that one before the next`);
    if (this.#isEnded) return take([]);
    this.#room = Math.max(this.#room, most);
    this.#demand = { most, withinMs, take, cancelTimer: undefined };
    this.#serve();
  }

  /** Ends the iteration of whoever asks. */
  end(): void {
    this.#isEnded = true;
    this.#items.length = 0;
    this.#give();
  }

  /** Nobody waits any longer. */
  forget(): void {
    this.#demand?.cancelTimer?.();
    this.#demand = undefined;
  }

  #serve(): void {
    const demand = this.#demand;
    if (!demand || this.#items.length === 0) return;
    if (this.#items.length >= demand.most || demand.withinMs === 0) this.#give();
    else demand.cancelTimer ??= this.#after(demand.withinMs, () => this.#give());
  }

  #give(): void {
    const demand = this.#demand;
    this.forget();
    demand?.take(this.#items.splice(0, demand.most));
  }
}
