/** Aggregates of one group. */
import type { Expression } from '../../../shared/kql/ast';
import type { QueryFaults, Read } from '../expressions/read';
import type { RecordView } from '../record';
import { numeric } from '../values/compare';
import { divide } from '../values/number';
import { identity, isLast, sortOrder } from '../values/sorting';
import { Each, type Value } from '../values/value';
import { kept } from './kept';
import { ExactSum } from './sum';

export type AggregateNode = Extract<Expression, { kind: 'aggregate' }>;

/** What an aggregate knows of one group. */
export interface Accumulator {
  add(value: Value): void;
  readonly value: Value;
  /** The true value is at least that. */
  readonly isLeast?: boolean;
}

/** Values that count(distinct …) keeps apart in one group, and in all groups of a query. */
const MAX_DISTINCT = 100_000;
const MAX_DISTINCT_IN_ALL = 500_000;

/** Shared by the groups of a query. */
export interface Room {
  distinct: number;
  faults: QueryFaults;
}

export const roomOf = (faults: QueryFaults): Room => ({ distinct: MAX_DISTINCT_IN_ALL, faults });

/** An aggregate of a query: what it reads of each record, and what begins for each group. */
export interface CompiledAggregate {
  begin(room: Room): Accumulator;
  add(accumulator: Accumulator, record: RecordView): void;
}

/** @param argument What the aggregate reads of a record; null: of `count(*)`. */
export function compileAggregate(node: AggregateNode, argument: Read | null): CompiledAggregate {
  const begin = (room: Room): Accumulator => beginnings[node.name](node, room);
  if (argument === null) return { begin, add: (accumulator) => accumulator.add(null) };
  return {
    begin,
    add: (accumulator, record) => {
      const result = argument.value(record);
      if (result instanceof Each) for (const item of result.items) addValue(accumulator, item);
      else addValue(accumulator, result);
    },
  };
}

function addValue(accumulator: Accumulator, value: Value): void {
  if (!isLast(value)) accumulator.add(value);
}

const beginnings: Record<AggregateNode['name'], (node: AggregateNode, room: Room) => Accumulator> = {
  count: ({ distinct }, room) => (distinct ? new Distinct(room) : new Counter()),
  min: () => new Extreme(-1),
  max: () => new Extreme(1),
  sum: (_, room) => new Total(room),
  avg: (_, room) => new Average(room),
};

class Counter implements Accumulator {
  value = 0;

  add(): void {
    this.value++;
  }
}

class Distinct implements Accumulator {
  readonly #seen = new Set<string>();
  readonly #room: Room;
  isLeast = false;

  constructor(room: Room) {
    this.#room = room;
  }

  add(value: Value): void {
    const key = identity(value);
    if (this.#seen.has(key)) return;
    if (this.#seen.size >= MAX_DISTINCT || this.#room.distinct === 0) {
      this.isLeast = true;
      return;
    }
    this.#room.distinct--;
    this.#seen.add(key);
  }

  get value(): Value {
    return this.#seen.size;
  }
}

class Extreme implements Accumulator {
  readonly #sign: 1 | -1;
  value: Value = undefined;

  constructor(sign: 1 | -1) {
    this.#sign = sign;
  }

  add(value: Value): void {
    if (this.value === undefined || sortOrder(value, this.value) * this.#sign > 0) this.value = kept(value);
  }
}

/** Numbers, and strings that are numbers; others are passed over. */
class Total implements Accumulator {
  readonly #sum = new ExactSum();
  readonly #room: Room;
  count = 0;

  constructor(room: Room) {
    this.#room = room;
  }

  add(value: Value): void {
    const number = numeric(value);
    if (number === undefined) return;
    if (this.#sum.add(number)) this.count++;
    else this.#room.faults.filter++;
  }

  get value(): Value {
    return this.count === 0 ? undefined : this.#sum.value;
  }
}

const AVERAGE_DIGITS = 15;

class Average implements Accumulator {
  readonly #total: Total;

  constructor(room: Room) {
    this.#total = new Total(room);
  }

  add(value: Value): void {
    this.#total.add(value);
  }

  get value(): Value {
    const sum = numeric(this.#total.value);
    return sum === undefined ? undefined : divide(sum, this.#total.count, AVERAGE_DIGITS);
  }
}
