import { syncResult } from '../errors/checks';
import { Node, type NodeEnvironment, type NodeHeaders } from '../task/nodes/node';
import type { OldValues } from './aggregates';
import type { TableReader, TableValue, TableView } from './table-view';

/** `(left, right, key)`; either side may be null in a left or outer join. */
export type TableJoiner = (left: unknown, right: unknown, key: unknown) => unknown;

/** Which values a join needs to have a result. */
export interface JoinKind {
  readonly needsLeft: boolean;
  readonly needsRight: boolean;
}

export const INNER: JoinKind = { needsLeft: true, needsRight: true };
export const LEFT: JoinKind = { needsLeft: true, needsRight: false };
export const OUTER: JoinKind = { needsLeft: false, needsRight: false };

/** One side of a join: what it is, how it joins with the other. */
export interface JoinSide {
  readonly kind: JoinKind;
  readonly isLeft: boolean;
  readonly joiner: TableJoiner;
}

function joined({ isLeft, joiner }: JoinSide, own: unknown, other: unknown, key: unknown, node: string): unknown {
  return syncResult(isLeft ? joiner(own, other, key) : joiner(other, own, key), node);
}

/** A change of one side meets the current value of the other. Java's KTableKTableInnerJoin, LeftJoin … */
export class TableJoinNode extends Node {
  #other!: TableReader;

  constructor(
    name: string,
    private readonly side: JoinSide,
    private readonly otherView: TableView,
    private readonly old: OldValues,
  ) {
    super(name);
  }

  override init(environment: NodeEnvironment): void {
    super.init(environment);
    this.#other = this.otherView.open(environment);
  }

  process(key: unknown, value: unknown, old: unknown, timestamp: number, headers: NodeHeaders): void {
    if (key === null) return this.environment.dropped();
    const { kind, isLeft } = this.side;
    const other = this.#other(key);
    if (other === null) {
      if (isLeft ? kind.needsRight : kind.needsLeft) return;
      if (value === null && old === null) return;
    }
    const time = other === null ? timestamp : Math.max(timestamp, other.timestamp);
    const result = this.#result(key, value, other);
    const before = this.old.areSent ? this.#result(key, old, other) : null;
    this.forward(key, result, before, time, headers);
  }

  /** Null without the values that this kind of join needs. */
  #result(key: unknown, own: unknown, other: TableValue | null): unknown {
    const { kind, isLeft } = this.side;
    const isNeeded = isLeft ? kind.needsLeft : kind.needsRight;
    if (own === null && (isNeeded || other === null)) return null;
    return joined(this.side, own, other === null ? null : other.value, key, this.name);
  }
}

/** The joined table without a store of its own: computed from both sides. */
export function joinedView(side: JoinSide, left: TableView, right: TableView, node: string): TableView {
  const { kind } = side;
  return {
    storeNames: [...new Set([...left.storeNames, ...right.storeNames])],
    open(environment) {
      const readLeft = left.open(environment);
      const readRight = right.open(environment);
      return (key) => {
        const a = readLeft(key);
        if (a === null && kind.needsLeft) return null;
        const b = readRight(key);
        if (b === null && (kind.needsRight || a === null)) return null;
        const value = joined(side, a === null ? null : a.value, b === null ? null : b.value, key, node);
        if (value === null) return null;
        return { value, timestamp: Math.max(a?.timestamp ?? -1, b?.timestamp ?? -1) };
      };
    },
  };
}
