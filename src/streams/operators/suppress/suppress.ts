import type { Headers } from '../../../index';
import { StreamsError } from '../../errors/streams-errors';
import type { BufferConfig } from '../../options/suppressed';
import type { StoreCore } from '../../stores/store-core';
import { Node, type NodeEnvironment, type NodeHeaders } from '../../task/nodes/node';
import { Windowed } from '../../windows/windowed';
import type { TableView } from '../table-view';
import { readUpdate, type BufferedUpdate } from './buffered-update';
import { UpdateBuffer } from './update-buffer';

const noHeaders: Headers = [];

/** What `suppress` waits for. */
export interface Suppression {
  /** In stream time, after the time of the first update or the end of the window. */
  readonly waitMs: number;
  /** Updates are ordered by the ends of their windows, and only the last value of each goes on. */
  readonly isFinal: boolean;
  readonly buffer: BufferConfig;
}

/** Holds updates of a table back. Java's KTableSuppressProcessor. */
export class SuppressNode extends Node {
  #store!: StoreCore;
  #buffer!: UpdateBuffer;
  /** The largest time of an update that this node has seen. */
  #streamTime = -1;

  constructor(
    name: string,
    private readonly storeName: string,
    private readonly suppression: Suppression,
  ) {
    super(name);
  }

  override init(environment: NodeEnvironment): void {
    super.init(environment);
    this.#store = environment.store(this.storeName);
    this.#buffer = new UpdateBuffer(this.#store);
  }

  process(key: unknown, value: unknown, old: unknown, timestamp: number, headers: NodeHeaders): void {
    this.#streamTime = Math.max(this.#streamTime, timestamp);
    const { topic, offset, partition } = this.environment.record;
    const time = this.suppression.isFinal ? this.#endOf(key) : timestamp;
    const store = this.#store;
    this.#buffer.put(store.rawKey(key), {
      context: { timestamp, offset, topic: topic ?? '', partition, headers: headers ?? noHeaders },
      old: store.rawValue(old),
      value: store.rawValue(value),
      time,
    });
    this.#sendDue();
  }

  #endOf(key: unknown): number {
    if (key instanceof Windowed) return key.window.end;
    throw new StreamsError(`${this.name}: a key must be Windowed where suppress waits for windows to close`);
  }

  #sendDue(): void {
    const buffer = this.#buffer;
    const { waitMs, buffer: config } = this.suppression;
    const send = (rawKey: Buffer, update: BufferedUpdate): void => this.#send(rawKey, update);
    buffer.takeWhile(() => buffer.oldestTime <= this.#streamTime - waitMs, send);
    const isFull = (): boolean => buffer.count > config.maxRecords || buffer.sizeInBytes > config.maxBytes;
    if (!isFull()) return;
    if (config.whenFull === 'EMIT') return buffer.takeWhile(isFull, send);
    throw new StreamsError(
      `${this.name}: its buffer is full, with ${buffer.count} of ${config.maxRecords} records and ` +
        `${buffer.sizeInBytes} of ${config.maxBytes} bytes. Allow more, or call emitEarlyWhenFull()`,
      { node: this.name },
    );
  }

  /** As if its record were in hand. */
  #send(rawKey: Buffer, { context, value, old }: BufferedUpdate): void {
    if (value === null && this.suppression.isFinal) return;
    const { record } = this.environment;
    const before = { ...record };
    const { timestamp, offset, topic, partition, headers } = context;
    const passed = headers.length === 0 ? undefined : headers;
    Object.assign(record, { timestamp, offset, topic, partition, headers: passed, raw: undefined });
    const read = (data: Buffer | null): unknown => (data ? this.#store.valueOf(data) : null);
    try {
      this.forward(this.#store.key(rawKey), read(value), read(old), timestamp, passed);
    } finally {
      Object.assign(record, before);
    }
  }
}

/** The values that have gone on: those before what is held back, else those of the table itself. */
export function suppressedView(parent: TableView, storeName: string): TableView {
  return {
    storeNames: [storeName, ...parent.storeNames],
    open(environment) {
      const read = parent.open(environment);
      const store = environment.readableStore(storeName);
      return (key) => {
        const held = store.read(store.rawKey(key));
        if (!held) return read(key);
        const { prior } = readUpdate(held.value);
        // Nobody knows its time any more.
        return prior && { value: store.valueOf(prior), timestamp: -1 };
      };
    },
  };
}
