import type { Drains } from '../sending/drains';
import type { SendQueue } from '../sending/send-queue';
import type { Deliveries } from './deliveries';

export interface RoomParts {
  deliveries: Pick<Deliveries, 'bytes' | 'outstanding'>;
  queue: Pick<SendQueue, 'isEmpty' | 'advance'>;
  drains: Pick<Drains, 'any' | 'tell'>;
  /** Bytes. */
  bufferMemory: number;
  /** Keeps the process alive until `release`. */
  hold(): void;
  release(): void;
}

/** What settled records free: `buffer.memory` for sends and drains that wait, and the process. */
export class Room {
  /** Half of `buffer.memory`, bytes. */
  readonly highWater: number;
  readonly #parts: RoomParts;
  #isHeld = false;

  constructor(parts: RoomParts) {
    this.#parts = parts;
    this.highWater = parts.bufferMemory / 2;
  }

  get isDrained(): boolean {
    const { queue, deliveries } = this.#parts;
    return queue.isEmpty && deliveries.bytes <= this.highWater;
  }

  /** A record was accepted: the process stays alive until none is outstanding. */
  holdWhileBusy(): void {
    if (this.#isHeld) return;
    this.#isHeld = true;
    this.#parts.hold();
  }

  /** Records were settled. */
  freed(): void {
    const { queue, drains, deliveries } = this.#parts;
    if (!queue.isEmpty) queue.advance();
    if (drains.any && this.isDrained) drains.tell();
    if (this.#isHeld && deliveries.outstanding === 0) {
      this.#isHeld = false;
      this.#parts.release();
    }
  }
}
