import { bindSerde } from '../../serdes/bind';
import type { BoundSerde } from '../../serdes/serde';
import type { NodeEnvironment, NodeHeaders } from '../../task/nodes/node';
import { serdeOr } from '../../windows/windowed-serdes';
import { murmur3 } from './murmur3';

/** What the nodes of one join share. Serdes that are not known are the default ones. */
export interface ForeignKeyJoin {
  /** Without the application's prefix. */
  readonly subscriptionTopic: string;
  readonly responseTopic: string;
  readonly isLeft: boolean;
  readonly primaryKeySerde: unknown;
  readonly foreignKeySerde: unknown;
  readonly leftValueSerde: unknown;
  readonly rightValueSerde: unknown;
}

type Bytes = (data: unknown, headers: NodeHeaders) => Buffer | null;

/** The serdes of a join in one task. Each gets the name of a topic that is Java's, also where there is no topic. */
export class JoinSerdes {
  readonly primaryKey: Bytes;
  readonly foreignKey: Bytes;
  readonly rightValue: Bytes;
  readonly #leftValue: Bytes;
  readonly #primaryKey: BoundSerde;
  readonly #rightValue: BoundSerde;
  readonly #topics: { readonly primaryKey: string; readonly response: string };

  /** @throws TopologyError that names the node for a serde that is not known. */
  constructor(join: ForeignKeyJoin, { settings }: NodeEnvironment, node: string) {
    const { applicationId, defaults } = settings;
    const [topic, response] = [join.subscriptionTopic, join.responseTopic].map((name) => `${applicationId}-${name}`);
    const key = (serde: unknown): BoundSerde => bindSerde(serdeOr(serde, defaults.key), true, node);
    const value = (serde: unknown): BoundSerde => bindSerde(serde ?? defaults.value, false, node);
    const bytes =
      (serde: BoundSerde, name: string): Bytes =>
      (data, headers) =>
        data === null ? null : serde.serialize(name, data, headers);
    this.#primaryKey = key(join.primaryKeySerde);
    this.#rightValue = value(join.rightValueSerde);
    this.#topics = { primaryKey: `${topic}-pk`, response: response! };
    this.primaryKey = bytes(this.#primaryKey, this.#topics.primaryKey);
    this.foreignKey = bytes(key(join.foreignKeySerde), `${topic}-fk`);
    this.rightValue = bytes(this.#rightValue, this.#topics.response);
    this.#leftValue = bytes(value(join.leftValueSerde), `${topic}-vh`);
  }

  readPrimaryKey(data: Buffer, headers: NodeHeaders): unknown {
    return this.#primaryKey.deserialize(this.#topics.primaryKey, data, headers);
  }

  readRightValue(data: Buffer, headers: NodeHeaders): unknown {
    return this.#rightValue.deserialize(this.#topics.response, data, headers);
  }

  /** By which an answer is known to be for the present value of the left side; null for null. */
  hash(leftValue: unknown, headers: NodeHeaders): Buffer | null {
    const bytes = this.#leftValue(leftValue, headers);
    return bytes && murmur3(bytes);
  }
}
