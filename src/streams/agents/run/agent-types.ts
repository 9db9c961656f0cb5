import type { HeadersInput } from '../../../index';
import type { Serde } from '../../serdes/serde';
import type { AgentItem } from './item';

/** How a record is sent. */
export interface SendOptions {
  /** Default: the serde of the topic, if the application knows it; else that of the configuration; else text. */
  readonly key?: Serde<unknown> | undefined;
  /** Default: the serde of the topic, if the application knows it; else that of the configuration; else JSON. */
  readonly value?: Serde<unknown> | undefined;
  /** Milliseconds since the epoch. Default: that of the item in hand; without one, the time of sending. */
  readonly timestamp?: number | undefined;
  readonly headers?: HeadersInput | undefined;
}

/** How many items {@link AgentStream.take} waits for. */
export interface TakeOptions {
  /** Waits so many milliseconds after the first item. Default 0: for nothing but the first. */
  readonly withinMs?: number | undefined;
}

/** The items of one task, in their order. It ends when the task goes to another process, or the application ends. */
export interface AgentStream<K, V> extends AsyncIterable<AgentItem<K, V>> {
  /**
   * Lists of 1 to `most` items: as many as have come within the time. The next list acknowledges all of this one.
   * @throws StreamsError unless `most` is a whole number above 0.
   */
  take(most: number, options?: TakeOptions): AsyncIterable<AgentItem<K, V>[]>;
}

/** What an agent has besides its items. */
export interface AgentContext {
  /** Such as `'0_1'`. */
  readonly taskId: string;
  /** Aborted when the task goes: for requests that nobody needs then. */
  readonly signal: AbortSignal;
  /** Sends a record, when the item in hand is acknowledged. @throws whatever the serializers throw. */
  send(topic: string, key: unknown, value: unknown, options?: SendOptions): void;
  /** Asks for a commit soon. */
  commit(): void;
}

/** The function of an agent, which is called once for each task. */
export type AgentFunction<K, V> = (stream: AgentStream<K, V>, context: AgentContext) => Promise<void>;
