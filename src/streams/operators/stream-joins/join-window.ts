import { windowKey } from '../../stores/timed/timed-keys';
import type { StoreCore } from '../../stores/store-core';
import { Node, type NodeEnvironment, type NodeHeaders } from '../../task/nodes/node';

/**
 * Keeps the records of one side of a join of streams, for those of the other side that come later. Java's
 * KStreamJoinWindow.
 */
export class JoinWindowNode extends Node {
  #store!: StoreCore;

  constructor(
    name: string,
    private readonly storeName: string,
  ) {
    super(name);
  }

  override init(environment: NodeEnvironment): void {
    super.init(environment);
    this.#store = environment.store(this.storeName);
  }

  /** First the join, then the store: a stream that is joined with itself does not meet the same record there. */
  process(key: unknown, value: unknown, _old: unknown, timestamp: number, headers: NodeHeaders): void {
    this.forward(key, value, null, timestamp, headers);
    if (key === null) return;
    const store = this.#store;
    // A null uses a number up, too.
    const raw = windowKey(store.rawKey(key), timestamp, store.bytes.nextSequence!());
    if (!store.write(raw, value, timestamp, timestamp, headers)) this.environment.dropped();
  }
}
