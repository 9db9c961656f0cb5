import type { StoreCore } from '../../stores/store-core';
import { Node, type NodeEnvironment, type NodeHeaders } from '../../task/nodes/node';
import type { TableReader, TableView } from '../table-view';
import { JoinSerdes, type ForeignKeyJoin } from './foreign-key-join';
import {
  Instruction,
  readSubscription,
  subscriptionPrefix,
  writeResponse,
  type Response,
  type Subscription,
} from './messages';

/** A node of the right side. */
abstract class RightNode extends Node {
  protected serdes!: JoinSerdes;

  constructor(
    name: string,
    private readonly join: ForeignKeyJoin,
  ) {
    super(name);
  }

  override init(environment: NodeEnvironment): void {
    super.init(environment);
    this.serdes = new JoinSerdes(this.join, environment, this.name);
  }

  protected answer(subscription: Subscription, value: unknown, timestamp: number, headers: NodeHeaders): void {
    const { hash, primaryKey, partition } = subscription;
    const response: Response = { bytes: writeResponse(hash, this.serdes.rightValue(value, headers)), partition };
    this.forward(this.serdes.readPrimaryKey(primaryKey, headers), response, null, timestamp, headers);
  }
}

/** A node with the store of subscriptions. */
abstract class SubscriptionsNode extends RightNode {
  protected store!: StoreCore;

  constructor(
    name: string,
    join: ForeignKeyJoin,
    private readonly storeName: string,
  ) {
    super(name, join);
  }

  override init(environment: NodeEnvironment): void {
    super.init(environment);
    this.store = environment.store(this.storeName);
  }
}

/** Keeps the subscriptions. Java's SubscriptionReceiveProcessorSupplier. */
export class KeepSubscriptionNode extends SubscriptionsNode {
  process(foreignKey: unknown, data: unknown, _old: unknown, timestamp: number, headers: NodeHeaders): void {
    const bytes = data as Buffer;
    const subscription = readSubscription(bytes);
    const { instruction, primaryKey } = subscription;
    const rawForeignKey = this.serdes.foreignKey(foreignKey, headers);
    if (rawForeignKey) {
      const isDeleted = instruction === Instruction.DELETE || instruction === Instruction.DELETE_AND_ANSWER;
      const raw = Buffer.concat([subscriptionPrefix(rawForeignKey), primaryKey]);
      this.store.writeRaw(raw, isDeleted ? null : bytes, timestamp, timestamp, headers);
    } else if (instruction !== Instruction.ANSWER) return this.environment.dropped();
    this.forward(foreignKey, subscription, null, timestamp, headers);
  }
}

/** Answers a subscription with the present value. Java's SubscriptionJoinProcessorSupplier. */
export class AnswerSubscriptionNode extends RightNode {
  #right!: TableReader;

  constructor(
    name: string,
    join: ForeignKeyJoin,
    private readonly view: TableView,
  ) {
    super(name, join);
  }

  override init(environment: NodeEnvironment): void {
    super.init(environment);
    this.#right = this.view.open(environment);
  }

  process(foreignKey: unknown, value: unknown, _old: unknown, timestamp: number, headers: NodeHeaders): void {
    const subscription = value as Subscription;
    const { instruction } = subscription;
    const right = foreignKey === null ? null : this.#right(foreignKey);
    if (instruction === Instruction.DELETE || (instruction === Instruction.ANSWER_IF_THERE && !right)) return;
    const answer = instruction === Instruction.DELETE_AND_ANSWER || !right ? null : right.value;
    this.answer(subscription, answer, right ? Math.max(timestamp, right.timestamp) : timestamp, headers);
  }
}

/** Tells all subscribers of a change of the right side. Java's ForeignTableJoinProcessorSupplier. */
export class AnswerSubscribersNode extends SubscriptionsNode {
  process(key: unknown, value: unknown, _old: unknown, timestamp: number, headers: NodeHeaders): void {
    const foreignKey = this.serdes.foreignKey(key, headers);
    if (!foreignKey) return this.environment.dropped();
    const prefix = subscriptionPrefix(foreignKey);
    for (const [, entry] of this.store.bytes.prefix(prefix))
      this.answer(readSubscription(entry.value), value, timestamp, headers);
  }
}
