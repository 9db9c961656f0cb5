/** In a process of the application: clients that stop the process where the test wants it. */
import { writeSync } from 'node:fs';
import * as real from '../../../src/index';
import type { Point } from './faults';

/** A message of the test. */
export interface Order {
  readonly point: Point;
  readonly signal: 'SIGKILL' | 'SIGSTOP';
  /** Of `in commit`: so long after the call. */
  readonly delayMs: number;
}

/** Waits for the process at one place, once. */
export class Trap {
  #order: Order | undefined;

  constructor(order: Order | undefined) {
    this.#order = order;
    // An order without a place takes back the one before.
    process.on('message', (sent: Order) => (this.#order = sent));
    // The application decides when the process ends.
    process.channel?.unref();
  }

  get delayMs(): number {
    return this.#order?.delayMs ?? 0;
  }

  /** The signal ends or stops the process before this returns. */
  reach(point: Point): void {
    const order = this.#order;
    if (order?.point !== point) return;
    this.#order = undefined;
    writeSync(1, `AT ${point}\n`);
    process.kill(process.pid, order.signal);
  }
}

/** Clients that pass the trap with each call, instead of those that the runtime would load. */
export function trapClients(trap: Trap): void {
  const file = require.resolve('../../../src/index');
  class Producer<K = real.Bytes, V = real.Bytes> extends real.Producer<K, V> {
    constructor(config: real.ProducerConfig<K, V>) {
      super(config);
      writeSync(1, `ID ${String(config['transactional.id'])}\n`);
    }

    override beginTransaction(): void {
      super.beginTransaction();
      trap.reach('begun');
    }

    override async sendOffsetsToTransaction(
      ...args: Parameters<real.Producer['sendOffsetsToTransaction']>
    ): Promise<void> {
      trap.reach('before offsets');
      await super.sendOffsetsToTransaction(...args);
      trap.reach('after offsets');
    }

    override async commitTransaction(...args: Parameters<real.Producer['commitTransaction']>): Promise<void> {
      const { delayMs } = trap;
      const committed = super.commitTransaction(...args);
      // As macrotask: the request is on its way.
      const timer = setTimeout(() => trap.reach('in commit'), delayMs);
      await committed.finally(() => clearTimeout(timer));
      trap.reach('after commit');
    }
  }
  class Consumer<K = real.Bytes, V = real.Bytes> extends real.Consumer<K, V> {
    override async commit(first?: unknown, second?: real.WaitOptions): Promise<void> {
      trap.reach('before offsets');
      await super.commit(first as Parameters<real.Consumer['commit']>[0], second);
      trap.reach('after offsets');
    }
  }
  // The index has getters, which cannot be replaced one by one.
  require.cache[file]!.exports = { ...real, Producer, Consumer };
}
