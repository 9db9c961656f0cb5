import { AdminClient, type AdminConnection as Inner } from '../../rdkafka/admin/admin-client';
import type { KafkaConsumer } from '../../rdkafka/consumer/kafka-consumer';
import type { Producer } from '../../rdkafka/producer/producer';
import type { AnyConfig } from '../../rdkafka/config/read-config';
import { kafkaJSError, promised, wrongState } from '../base/from-librdkafka';
import { lineOf, relay, type LogEvent, type Logger } from '../base/logger';
import { settingsOf } from '../config/settings';

type State = 'new' | 'connecting' | 'connected' | 'ended';

/** The producer or consumer whose connections an admin client shares. */
export interface Parent {
  _getInternalClient(): Producer | KafkaConsumer | undefined;
  logger(): Logger;
}

/** The life of an admin client: it connects once and ends once. */
export class AdminConnection {
  readonly #given: AnyConfig | undefined;
  readonly #parent: Parent | undefined;
  #logger: Logger;
  #state: State = 'new';
  #inner: Inner | undefined;

  constructor(given: AnyConfig | undefined, logger: Logger, parent: Parent | undefined) {
    this.#given = given;
    this.#logger = logger;
    this.#parent = parent;
  }

  get logger(): Logger {
    return this.#logger;
  }

  async connect(): Promise<void> {
    if (this.#state !== 'new') throw wrongState('Connect has already been called elsewhere.');
    this.#state = 'connecting';
    try {
      await new Promise<void>((ready) => {
        this.#inner = this.#parent === undefined ? this.#create(ready) : this.#share(this.#parent, ready);
      });
    } catch (error) {
      this.#state = 'ended';
      throw kafkaJSError(error);
    }
    this.#state = 'connected';
    this.#logger.info('Admin client connected', lineOf(this.#inner?.name));
  }

  #create(ready: () => void): Inner {
    const { conf, logger, statsCb } = settingsOf('admin', this.#given!, () => ({}));
    this.#logger = logger;
    return AdminClient.create(conf, {
      ready,
      'event.error': (error: Error) => this.#logger.error(`Error: ${error.message}`, lineOf(this.#inner?.name)),
      'event.log': (line: LogEvent) => relay(line, this.#logger),
      ...(statsCb ? { 'event.stats': statsCb } : {}),
    });
  }

  #share(parent: Parent, ready: () => void): Inner {
    const existing = parent._getInternalClient();
    if (existing === undefined) throw wrongState('Underlying client is not connected.');
    this.#logger = parent.logger();
    return AdminClient.createFrom(existing, { ready });
  }

  async disconnect(): Promise<void> {
    if (this.#state !== 'connected') return;
    this.#state = 'ended';
    this.#inner!.disconnect();
    this.#logger.info('Admin client disconnected', lineOf(this.#inner?.name));
  }

  connected(): Inner {
    if (this.#state === 'connected') return this.#inner!;
    throw wrongState('Admin client is not connected.');
  }

  /** One call of the callback API. */
  ask<T>(call: (inner: Inner, done: (error: unknown, result?: T) => void) => void): Promise<T> {
    const inner = this.connected();
    if (this.#parent !== undefined && !this.#parent._getInternalClient()?.isConnected()) {
      throw wrongState('Underlying client is not connected.');
    }
    return promised((done) => call(inner, done));
  }
}
