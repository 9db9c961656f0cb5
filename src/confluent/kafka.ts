import type { AnyConfig } from '../rdkafka/config/read-config';
import { Admin, type AnyAdmin } from './admin/admin';
import type { AdminConstructorConfig } from './admin/types';
import { KafkaJSError } from './base/errors';
import { ConsoleLogger, type Logger } from './base/logger';
import { misplaced, type ClientKind } from './config/block';
import { Consumer, type AnyConsumer } from './consumer/consumer';
import type { ConsumerConstructorConfig } from './consumer/types';
import { Producer, type AnyProducer } from './producer/producer';
import type { ProducerConstructorConfig } from './producer/types';
import type { CommonConstructorConfig } from './types';

/** Creates clients with Confluent's KafkaJS API. */
class Kafka {
  readonly #common: AnyConfig;

  /** @throws KafkaJSError for an option of kafkajs outside of the block `kafkaJS`. */
  constructor(config?: CommonConstructorConfig) {
    this.#common = (config ?? {}) as AnyConfig;
    const name = misplaced('common', this.#common);
    if (name !== undefined) throw outside(name, 'new Kafka');
  }

  producer(config?: ProducerConstructorConfig): AnyProducer {
    return new Producer(...this.#merged('producer', config));
  }

  consumer(config: ConsumerConstructorConfig): AnyConsumer {
    return new Consumer(...this.#merged('consumer', config));
  }

  admin(config?: AdminConstructorConfig): AnyAdmin {
    return new Admin(...this.#merged('admin', config));
  }

  /** What a client is given precedes what is common; both may have a block. */
  #merged(kind: ClientKind, config: object | undefined): [AnyConfig, Logger] {
    const own = (config ?? {}) as AnyConfig;
    const name = misplaced(kind, own);
    if (name !== undefined) throw outside(name, `kafka.${kind}`);
    const block = { ...(this.#common.kafkaJS as object), ...(own.kafkaJS as object) };
    return [{ ...this.#common, ...own, kafkaJS: block }, new ConsoleLogger()];
  }
}

/** What a program's own object needs to take the place of one. */
type AnyKafka = Pick<Kafka, 'producer' | 'consumer' | 'admin'>;
const AnyKafka: new (config?: CommonConstructorConfig) => AnyKafka = Kafka;
export { AnyKafka as Kafka };

const outside = (name: string, call: string): KafkaJSError =>
  new KafkaJSError(`${name} is an option of kafkajs: write ${call}({ kafkaJS: { ${name}: … } })`);
