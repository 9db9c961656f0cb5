import { KafkaJS as Confluent } from '../rdkafka/index';
import { createAdmin } from './admin/admin';
import { createLogger, logToConsole } from './base/logger';
import { ClientConfig } from './config/client-config';
import { createConsumer } from './consumer/consumer';
import { createProducer } from './producer/producer';
import type { Admin, AdminConfig } from './types/admin';
import type { Consumer, ConsumerConfig } from './types/consumer';
import type { KafkaConfig } from './types/kafka';
import type { Logger } from './types/logging';
import type { Producer, ProducerConfig } from './types/producer';
import { logLevel } from './values/log-level';

/** Creates producers, consumers and admin clients with kafkajs's API. They connect when they are told to. */
class Kafka {
  readonly #logger: Logger;
  readonly #config: ClientConfig;

  /** A configuration of `@confluentinc/kafka-javascript`, which kafkajs cannot have, makes a `Kafka` of that API. */
  constructor(config: KafkaConfig) {
    if (Object.keys(config).some((name) => name === 'kafkaJS' || name.includes('.'))) {
      this.#logger = undefined as never;
      this.#config = undefined as never;
      return new Confluent.Kafka(config as object) as unknown as this;
    }
    this.#logger = createLogger(config.logLevel ?? logLevel.INFO, config.logCreator ?? logToConsole);
    this.#config = new ClientConfig(config, this.#logger);
  }

  producer(config: ProducerConfig = {}): Producer {
    return createProducer(this.#config, config, this.#logger);
  }

  consumer(config: ConsumerConfig): Consumer {
    return createConsumer(this.#config, config ?? {}, this.#logger);
  }

  admin(config: AdminConfig = {}): Admin {
    return createAdmin(this.#config, config, this.#logger);
  }

  logger(): Logger {
    return this.#logger;
  }
}

/** What a program's own object needs to take the place of one: what is private does not count. */
type AnyKafka = Pick<Kafka, 'producer' | 'consumer' | 'admin' | 'logger'>;
const AnyKafka: new (config: KafkaConfig) => AnyKafka = Kafka;
export { AnyKafka as Kafka };
