import type { Any } from '../base/any';
import { callable } from '../base/callable';
import type { MessageHeader, MessageKey, MessageValue, NumberNullUndefined } from '../base/types';
import { shallowCopy, type AnyConfig } from '../config/read-config';
import type { ProducerGlobalConfig, ProducerTopicConfig } from '../config/types.generated';
import { ProducerMethods } from './producer-methods';
import { serialize, type Serialization, type Serializer, type TopicSerializer } from './serializers';

type Delivered = (err: Any, offset?: NumberNullUndefined) => void;

/** As node-rdkafka polls while reports are due. Reports come by themselves here. */
const POLL_MS = 1000;

class HighLevelMethods extends ProducerMethods {
  declare _oldProduce: ProducerMethods['produce'];
  /** @internal */
  declare _messageId: number;
  declare keySerializer: Serialization | undefined;
  declare valueSerializer: Serialization | undefined;

  /** @internal */
  override _setUp(conf: AnyConfig, topicConf?: AnyConfig): void {
    const copy = shallowCopy(conf);
    if (copy) copy.dr_cb = true;
    super._setUp(copy, topicConf);
    this.keySerializer = undefined;
    this.valueSerializer = undefined;
    Object.defineProperty(this, '_messageId', { value: 0, writable: true });
    this.setPollInterval(POLL_MS);
    this._oldProduce = ProducerMethods.prototype.produce;
    this.produce = this._modifiedProduce as never;
  }

  /** @internal `(topic, partition, message, key, timestamp, [headers,] callback)`, by the number of arguments. */
  _modifiedProduce(...args: unknown[]): void {
    const [topic, partition, message, key, timestamp] = args;
    const hasHeaders = args.length > 6;
    const headers = (hasHeaders ? args[5] : undefined) as MessageHeader[] | null | undefined;
    const callback = (hasHeaders ? args[6] : args[5]) as Delivered;
    let isOver = false;
    const fail = (error: unknown): void => {
      if (isOver) return;
      isOver = true;
      callback(error);
    };
    const parts: { value?: unknown; key?: unknown; count: number } = { count: 0 };
    const collect = (part: 'value' | 'key') => (error: unknown, data?: unknown) => {
      if (isOver) return;
      if (error) return fail(error);
      parts[part] = data;
      if (++parts.count < 2) return;
      isOver = true;
      this._send(topic as string, partition as number, parts.value, parts.key, timestamp, headers, callback);
    };
    try {
      serialize(this.valueSerializer, topic as string, message, collect('value'));
      serialize(this.keySerializer, topic as string, key, collect('key'));
    } catch (error) {
      setImmediate(fail, error);
    }
  }

  /** @internal */
  _send(
    topic: string,
    partition: number,
    value: unknown,
    key: unknown,
    timestamp: unknown,
    headers: MessageHeader[] | null | undefined,
    callback: Delivered,
  ): void {
    try {
      const opaque = { __message_id: this._messageId++ };
      this._produce(topic, partition, value, key, timestamp, opaque, headers, (error, offset) => {
        setImmediate(callback, error, offset >= 0 ? offset : null);
      });
    } catch (error) {
      callback(error);
    }
  }

  setKeySerializer(serializer: Serializer): void {
    this.keySerializer = { serializer, takesTopic: false };
  }

  setValueSerializer(serializer: Serializer): void {
    this.valueSerializer = { serializer, takesTopic: false };
  }

  /** Of Confluent's: the serializer gets the topic as well. */
  setTopicKeySerializer(serializer: TopicSerializer): void {
    this.keySerializer = { serializer, takesTopic: true };
  }

  setTopicValueSerializer(serializer: TopicSerializer): void {
    this.valueSerializer = { serializer, takesTopic: true };
  }
}

/** A producer whose `produce` calls back when its message is delivered. */
export interface HighLevelProducer extends ProducerMethods {
  produce(
    topic: string,
    partition: NumberNullUndefined,
    message: Any,
    key: Any,
    timestamp: NumberNullUndefined,
    callback: Delivered,
  ): Any;
  produce(
    topic: string,
    partition: NumberNullUndefined,
    message: Any,
    key: Any,
    timestamp: NumberNullUndefined,
    headers: MessageHeader[] | null | undefined,
    callback: Delivered,
  ): Any;
  setKeySerializer(serializer: (key: Any, cb: (err: Any, key: MessageKey) => void) => void): void;
  setKeySerializer(serializer: (key: Any) => MessageKey | Promise<MessageKey>): void;
  setValueSerializer(serializer: (value: Any, cb: (err: Any, value: MessageValue) => void) => void): void;
  setValueSerializer(serializer: (value: Any) => MessageValue | Promise<MessageValue>): void;
  setTopicKeySerializer(serializer: (topic: string, key: Any, cb: (err: Any, key: MessageKey) => void) => void): void;
  setTopicKeySerializer(serializer: (topic: string, key: Any) => MessageKey | Promise<MessageKey>): void;
  setTopicValueSerializer(
    serializer: (topic: string, value: Any, cb: (err: Any, value: MessageValue) => void) => void,
  ): void;
  setTopicValueSerializer(serializer: (topic: string, value: Any) => MessageValue | Promise<MessageValue>): void;
}

export interface HighLevelProducerConstructor {
  new (conf: ProducerGlobalConfig | ProducerTopicConfig, topicConf?: ProducerTopicConfig | null): HighLevelProducer;
  (conf: ProducerGlobalConfig | ProducerTopicConfig, topicConf?: ProducerTopicConfig | null): HighLevelProducer;
  readonly prototype: HighLevelProducer;
}

export const HighLevelProducer = callable<HighLevelProducerConstructor>(HighLevelMethods, 'HighLevelProducer');
