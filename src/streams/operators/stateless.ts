import { syncResult } from '../errors/checks';
import { StreamsError } from '../errors/streams-errors';
import { Node, type NodeHeaders } from '../task/nodes/node';

export type KeyValueFunction = (key: unknown, value: unknown) => unknown;
export type ValueFunction = (value: unknown, key: unknown) => unknown;

/** filter and filterNot of a stream, and the filter of a repartition step. */
export class FilterNode extends Node {
  constructor(
    name: string,
    private readonly predicate: KeyValueFunction,
    private readonly isWanted: boolean,
  ) {
    super(name);
  }

  process(key: unknown, value: unknown, old: unknown, timestamp: number, headers: NodeHeaders): void {
    if (Boolean(syncResult(this.predicate(key, value), this.name)) === this.isWanted)
      this.forward(key, value, old, timestamp, headers);
  }
}

export class MapValuesNode extends Node {
  constructor(
    name: string,
    private readonly mapper: ValueFunction,
  ) {
    super(name);
  }

  process(key: unknown, value: unknown, _old: unknown, timestamp: number, headers: NodeHeaders): void {
    this.forward(key, syncResult(this.mapper(value, key), this.name), null, timestamp, headers);
  }
}

/** selectKey and groupBy of a stream. */
export class SelectKeyNode extends Node {
  constructor(
    name: string,
    private readonly mapper: KeyValueFunction,
  ) {
    super(name);
  }

  process(key: unknown, value: unknown, _old: unknown, timestamp: number, headers: NodeHeaders): void {
    this.forward(syncResult(this.mapper(key, value), this.name), value, null, timestamp, headers);
  }
}

/** A pair that a mapper returned. */
export function pair(result: unknown, node: string): readonly [unknown, unknown] {
  if (!Array.isArray(result) || result.length !== 2)
    throw new StreamsError(`${node}: its function must return [key, value]`, { node });
  return [result[0] ?? null, result[1] ?? null];
}

export class MapNode extends Node {
  constructor(
    name: string,
    private readonly mapper: KeyValueFunction,
  ) {
    super(name);
  }

  process(key: unknown, value: unknown, _old: unknown, timestamp: number, headers: NodeHeaders): void {
    const [newKey, newValue] = pair(syncResult(this.mapper(key, value), this.name), this.name);
    this.forward(newKey, newValue, null, timestamp, headers);
  }
}

function iterable(result: unknown, node: string): Iterable<unknown> {
  const isIterable = typeof result === 'object' && result !== null && Symbol.iterator in result;
  if (!isIterable) throw new StreamsError(`${node}: its function must return an iterable, such as an array`, { node });
  return result as Iterable<unknown>;
}

export class FlatMapNode extends Node {
  constructor(
    name: string,
    private readonly mapper: KeyValueFunction,
  ) {
    super(name);
  }

  process(key: unknown, value: unknown, _old: unknown, timestamp: number, headers: NodeHeaders): void {
    for (const each of iterable(syncResult(this.mapper(key, value), this.name), this.name)) {
      const [newKey, newValue] = pair(each, this.name);
      this.forward(newKey, newValue, null, timestamp, headers);
    }
  }
}

export class FlatMapValuesNode extends Node {
  constructor(
    name: string,
    private readonly mapper: ValueFunction,
  ) {
    super(name);
  }

  process(key: unknown, value: unknown, _old: unknown, timestamp: number, headers: NodeHeaders): void {
    for (const each of iterable(syncResult(this.mapper(value, key), this.name), this.name))
      this.forward(key, each ?? null, null, timestamp, headers);
  }
}

/** peek and foreach. */
export class PeekNode extends Node {
  constructor(
    name: string,
    private readonly action: KeyValueFunction,
  ) {
    super(name);
  }

  process(key: unknown, value: unknown, old: unknown, timestamp: number, headers: NodeHeaders): void {
    syncResult(this.action(key, value), this.name);
    this.forward(key, value, old, timestamp, headers);
  }
}

/** merge, the branches of split, and toStream: old values end here. */
export class PassNode extends Node {
  process(key: unknown, value: unknown, _old: unknown, timestamp: number, headers: NodeHeaders): void {
    this.forward(key, value, null, timestamp, headers);
  }
}

/** split: the first branch that matches, else the default if there is one. Children are in the order of branches. */
export class SplitNode extends Node {
  constructor(
    name: string,
    private readonly predicates: readonly KeyValueFunction[],
  ) {
    super(name);
  }

  process(key: unknown, value: unknown, old: unknown, timestamp: number, headers: NodeHeaders): void {
    const { predicates } = this;
    let index = 0;
    while (index < predicates.length && !syncResult(predicates[index]!(key, value), this.name)) index++;
    this.children[index]?.receive(key, value, old, timestamp, headers);
  }
}
