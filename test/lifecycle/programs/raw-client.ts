/** The addon's client with its shared memory only, for tests without the TypeScript classes. */
import { ProduceWord, Status } from '../../../src/binding/boundary';
import {
  DELIVERY_COLUMNS,
  native,
  type NativeBinding,
  type NativeHandle,
  type NativeEvent,
} from '../../../src/binding/native';

const SLAB_RECORDS = 1000;

export class RawClient {
  readonly handle: NativeHandle;
  readonly status = new Int32Array(Status.LENGTH);
  readonly deliveryErrors: number[] = [];
  delivered = 0;
  consumed = 0;
  #gone = false;
  readonly #deliveries = {
    ids: new Uint32Array(DELIVERY_COLUMNS),
    errors: new Int32Array(DELIVERY_COLUMNS),
    partitions: new Int32Array(DELIVERY_COLUMNS),
    status: new Uint8Array(DELIVERY_COLUMNS),
    offsets: new Float64Array(DELIVERY_COLUMNS),
    timestamps: new Float64Array(DELIVERY_COLUMNS),
  };
  readonly #slab = { meta: new Int32Array(SLAB_RECORDS * ProduceWord.WORDS), bytes: new Uint8Array(SLAB_RECORDS * 16) };

  constructor(
    readonly role: 'producer' | 'consumer',
    conf: Record<string, string>,
    binding: NativeBinding = native,
  ) {
    const self = new WeakRef(this);
    this.handle = new binding.Client({
      role,
      conf,
      status: this.status,
      ...(role === 'producer' ? { deliveries: this.#deliveries, slab: this.#slab } : {}),
      onWake: () => self.deref()?.serve(),
    });
  }

  /** Drains everything, and answers rebalances. */
  serve(): void {
    if (this.#gone) return;
    do {
      const count = this.handle.pump(0);
      for (let row = 0; row < count; row++) {
        const errno = this.#deliveries.errors[row]!;
        if (errno === 0) this.delivered++;
        else this.deliveryErrors.push(errno);
      }
    } while (this.status[Status.MORE] !== 0);
    this.#answer(this.handle.takeEvents());
    if (this.role !== 'consumer') return;
    for (;;) {
      const slab = this.handle.drain(500, 1 << 20, 0);
      const events = this.handle.takeEvents();
      this.#answer(events);
      if (slab) this.consumed += new Int32Array(slab, 0, 1)[0]!;
      else if (events.length === 0) return;
    }
  }

  #answer(events: readonly NativeEvent[]): void {
    for (const event of events) {
      if (event.type !== 'rebalance') continue;
      this.handle.call('assign', { partitions: event.errno === -175 ? event.partitions : null });
    }
  }

  /** Submits `count` records of ten bytes each, at most 1,000. */
  produce(topic: string, count: number): void {
    const id = this.handle.topic(topic);
    for (let i = 0; i < count; i++) this.#slab.meta.set([id, -1, i, -1, 10, 0, 0, 0, 0], i * ProduceWord.WORDS);
    this.handle.submit(count);
  }

  destroy(): Promise<void> {
    this.#gone = true;
    return new Promise((resolve) => {
      this.handle.ref();
      this.handle.destroy(resolve);
    });
  }
}
