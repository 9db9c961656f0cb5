import { Producer as InnerProducer } from '../../rdkafka/producer/producer';
import type { GroupMember } from '../../rdkafka/base/types';
import type { AnyConfig } from '../../rdkafka/config/read-config';
import { Admin, type AnyAdmin } from '../admin/admin';
import { Connection } from '../base/connection';
import { invalid, promised, wrongState } from '../base/from-librdkafka';
import type { Logger } from '../base/logger';
import { producerSettings } from '../config/producer-settings';
import { withCredentials, type Credentials } from '../config/credentials';
import { Linger } from './linger';
import { checkOptions, sendAll } from './send';
import type { ProducerBatch, ProducerRecord, RecordMetadata, TopicOffsets } from './types';

/** A consumer of this API, whose group gets the offsets of a transaction. */
interface GroupConsumer {
  assignment(): unknown;
}

interface InnerConsumer {
  _getInternalClient(): GroupMember | undefined;
}

/** As Confluent's, of transactions and of disconnecting, in ms. */
const TIMEOUT_MS = 5000;

/** What a program's own object needs to take the place of a producer: what Confluent's types have. */
export type AnyProducer = Pick<
  Producer,
  | 'connect'
  | 'disconnect'
  | 'logger'
  | 'setSaslCredentialProvider'
  | 'dependentAdmin'
  | 'send'
  | 'sendBatch'
  | 'flush'
  | 'transaction'
  | 'commit'
  | 'abort'
  | 'sendOffsets'
  | 'isActive'
>;

/** Sends messages. It is its own transaction: there is one at a time. */
export class Producer {
  #given: AnyConfig;
  readonly #connection: Connection<InnerProducer>;
  readonly #linger = new Linger();
  #isActive = false;

  /** @internal */
  constructor(given: AnyConfig, logger: Logger) {
    this.#given = given;
    this.#connection = new Connection('Producer', logger);
  }

  /** @internal */
  _getInternalClient(): InnerProducer | undefined {
    return this.#connection.inner;
  }

  async connect(): Promise<void> {
    const create = () => {
      const settings = producerSettings(this.#given);
      return { settings, inner: new InnerProducer(settings.conf as never) };
    };
    await this.#connection.connect(create, async (inner) => {
      if (inner._conf['transactional.id'] === undefined) return;
      await promised((done) => inner.initTransactions(TIMEOUT_MS, done));
    });
  }

  /** Waits up to five seconds for what was sent. */
  async disconnect(): Promise<void> {
    await this.#connection.disconnect(TIMEOUT_MS, async () => undefined);
  }

  async send(record: ProducerRecord): Promise<RecordMetadata[]> {
    const inner = this.#connection.connected('Cannot send without awaiting connect()');
    checkOptions('send', record);
    return this.#linger.during(inner, () => sendAll(inner, record));
  }

  async sendBatch(batch: ProducerBatch): Promise<RecordMetadata[]> {
    const inner = this.#connection.connected('Cannot sendBatch without awaiting connect()');
    checkOptions('sendBatch', batch);
    const { topicMessages } = batch;
    if (topicMessages !== null && !Array.isArray(topicMessages)) {
      throw invalid('sendBatch needs an object with topicMessages');
    }
    for (const record of topicMessages ?? []) checkOptions('send', record);
    const results = await this.#linger.during(inner, () =>
      Promise.all((topicMessages ?? []).map((record) => sendAll(inner, record))),
    );
    return results.flat();
  }

  /** Rejects with KafkaJSTimeout if messages are left. */
  async flush(args: { timeout?: number | undefined } = { timeout: 500 }): Promise<void> {
    const inner = this.#connection.connected('Cannot flush without awaiting connect()');
    if (!Object.hasOwn(args, 'timeout')) throw invalid('timeout must be set for flushing');
    try {
      await promised((done) => inner.flush(args.timeout, done));
    } finally {
      // What waits for the results of `send` goes on first.
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** Begins a transaction, and is it. */
  async transaction(): Promise<AnyProducer> {
    const inner = this.#connection.connected('Cannot start transaction without awaiting connect()');
    if (this.#isActive) throw wrongState('Can only start one transaction at a time.');
    await promised((done) => inner.beginTransaction(done));
    this.#isActive = true;
    return this;
  }

  async commit(): Promise<void> {
    const inner = this.#inTransaction('commit');
    await promised((done) => inner.commitTransaction(TIMEOUT_MS, done));
    this.#isActive = false;
  }

  async abort(): Promise<void> {
    const inner = this.#inTransaction('abort');
    await promised((done) => inner.abortTransaction(TIMEOUT_MS, done));
    this.#isActive = false;
  }

  /** Belongs to the transaction: the offsets are committed with it. */
  async sendOffsets(args: { consumer: GroupConsumer; topics: TopicOffsets[] }): Promise<void> {
    const { consumer, topics, consumerGroupId } = args as typeof args & { consumerGroupId?: unknown };
    if (consumerGroupId || !consumer) {
      throw invalid('sendOffsets needs the connected consumer, and no consumerGroupId');
    }
    if (!Array.isArray(topics) || topics.length === 0) throw invalid('sendOffsets arguments are invalid');
    const inner = this.#inTransaction('sendOffsets');
    const offsets = topics.flatMap(({ topic, partitions }) =>
      partitions.map(({ partition, offset }) => ({
        topic: String(topic),
        partition: Number(partition),
        offset: Number(offset),
      })),
    );
    const group = (consumer as unknown as InnerConsumer)._getInternalClient()!;
    await promised((done) => inner.sendOffsetsToTransaction(offsets, group, TIMEOUT_MS, done));
  }

  isActive(): boolean {
    return this.#isActive;
  }

  #inTransaction(call: string): InnerProducer {
    const inner = this.#connection.connected(`Cannot ${call} without awaiting connect()`);
    if (!this.#isActive) throw wrongState(`Cannot ${call}, no transaction ongoing.`);
    return inner;
  }

  /** An admin client with the connections of this producer, which must be connected before it. */
  dependentAdmin(): AnyAdmin {
    return new Admin(undefined, this.#connection.logger, this);
  }

  logger(): Logger {
    return this.#connection.logger;
  }

  /** For the connection that comes. A connected producer keeps its credentials: that throws KafkaJSNotImplemented. */
  setSaslCredentials(credentials: Credentials): void {
    this.#given = withCredentials(this.#given, credentials, this.#connection);
  }

  /** The same under the name that Confluent's types have. */
  setSaslCredentialProvider(credentials: Credentials): void {
    this.setSaslCredentials(credentials);
  }
}
