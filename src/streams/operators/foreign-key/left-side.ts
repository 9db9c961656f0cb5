import { syncResult } from '../../errors/checks';
import { Node, type NodeEnvironment, type NodeHeaders } from '../../task/nodes/node';
import type { ValueFunction } from '../stateless';
import type { TableJoiner } from '../table-joins';
import type { TableReader, TableView } from '../table-view';
import { JoinSerdes, type ForeignKeyJoin } from './foreign-key-join';
import { Instruction, readResponse, writeSubscription } from './messages';

interface Change {
  readonly key: unknown;
  readonly value: unknown;
  readonly old: unknown;
  readonly timestamp: number;
  readonly headers: NodeHeaders;
}

/** Tells the right side which of its rows those of the left one point at. Java's SubscriptionSendProcessorSupplier. */
export class SubscribeNode extends Node {
  #serdes!: JoinSerdes;

  constructor(
    name: string,
    private readonly join: ForeignKeyJoin,
    private readonly extractor: ValueFunction,
  ) {
    super(name);
  }

  override init(environment: NodeEnvironment): void {
    super.init(environment);
    this.#serdes = new JoinSerdes(this.join, environment, this.name);
  }

  process(key: unknown, value: unknown, old: unknown, timestamp: number, headers: NodeHeaders): void {
    const change: Change = { key, value, old, timestamp, headers };
    if (this.join.isLeft) this.#left(change);
    else this.#inner(change);
  }

  #foreignKey({ key }: Change, value: unknown): unknown {
    return value === null ? null : (syncResult(this.extractor(value, key), this.name) ?? null);
  }

  #left(change: Change): void {
    const { value, old } = change;
    if (value === null && old === null) return;
    const before = this.#foreignKey(change, old);
    const next = this.#foreignKey(change, value);
    if (before !== null && this.#isOther(next, before, change)) this.#send(change, before, Instruction.DELETE);
    this.#send(change, next, Instruction.ANSWER);
  }

  #inner(change: Change): void {
    const { value, old } = change;
    const before = this.#foreignKey(change, old);
    const next = this.#foreignKey(change, value);
    if (next === null) {
      if (value !== null) this.environment.dropped();
      if (before !== null) this.#send(change, before, Instruction.DELETE_AND_ANSWER);
      return;
    }
    if (before === null || !this.#isOther(next, before, change))
      return this.#send(change, next, Instruction.ANSWER_IF_THERE);
    this.#send(change, before, Instruction.DELETE);
    this.#send(change, next, Instruction.ANSWER);
  }

  #isOther(next: unknown, before: unknown, { headers }: Change): boolean {
    const bytes = this.#serdes.foreignKey(before, headers);
    return !this.#serdes.foreignKey(next, headers)?.equals(bytes!);
  }

  #send({ key, value, timestamp, headers }: Change, foreignKey: unknown, instruction: Instruction): void {
    const hash = this.#serdes.hash(value, headers);
    const primaryKey = this.#serdes.primaryKey(key, headers)!;
    const { partition } = this.environment.record;
    const subscription = writeSubscription({ hash, instruction, primaryKey, partition });
    this.forward(foreignKey, subscription, null, timestamp, headers);
  }
}

/** Joins an answer of the right side, if it is for the present value. Java's ResponseJoinProcessorSupplier. */
export class ResolveNode extends Node {
  #serdes!: JoinSerdes;
  #left!: TableReader;

  constructor(
    name: string,
    private readonly join: ForeignKeyJoin,
    private readonly view: TableView,
    private readonly joiner: TableJoiner,
  ) {
    super(name);
  }

  override init(environment: NodeEnvironment): void {
    super.init(environment);
    this.#serdes = new JoinSerdes(this.join, environment, this.name);
    this.#left = this.view.open(environment);
  }

  process(key: unknown, response: unknown, _old: unknown, timestamp: number, headers: NodeHeaders): void {
    const { hash, value } = readResponse(response as Buffer);
    const left = this.#left(key);
    const present = left && this.#serdes.hash(left.value, headers);
    const isPresent = hash && present ? hash.equals(present) : hash === present;
    if (!isPresent) return this.environment.dropped();
    const right = value && this.#serdes.readRightValue(value, headers);
    const isNone = right === null && (!this.join.isLeft || left === null);
    const result = isNone ? null : syncResult(this.joiner(left && left.value, right, key), this.name);
    this.forward(key, result, null, timestamp, headers);
  }
}
