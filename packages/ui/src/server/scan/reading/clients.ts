import type { AdminClient, Consumer, KafkaError } from 'kafka-napi';
import { propertiesFor, type Kafka } from '../../kafka/clients';
import type { Isolation } from '../paging/cursor';

/** What a scan needs of its consumer, whatever the user's properties say. */
const ours = {
  'enable.auto.commit': 'false',
  'allow.auto.create.topics': 'false',
  'auto.offset.reset': 'earliest',
  'key.deserializer': 'bytes',
  'value.deserializer': 'bytes',
  'max.poll.records': '5000',
  'fetch.max.bytes': String(4 * 1024 * 1024),
  'max.partition.fetch.bytes': String(512 * 1024),
  'queued.max.messages.kbytes': '8192',
  'queued.min.messages': '1000',
};

/**
 * How long the broker may hold a fetch at the end of a log. What a scan asks next waits behind it, on the same
 * connection; a tail asks nothing else.
 */
const maxWaitMs = { scan: '10', tail: '50' };

type Use = keyof typeof maxWaitMs;

/** Settings that a user may have in a file and that would make the UI something else than an onlooker. */
const notOurs = ['group.protocol', 'partition.assignment.strategy', 'interceptor.classes', 'enable.partition.eof'];

/** The clients of one worker: one Consumer, and an AdminClient over the same connection. */
export class ReadingClients {
  readonly #kafka: Kafka;
  readonly #properties: Record<string, string>;
  #open: { isolation: Isolation; use: Use; consumer: Consumer; admin: AdminClient } | undefined;
  /** The last thing that went wrong with the connection. */
  lastError: KafkaError | undefined;

  /** @param properties The user's, for any kind of client. */
  constructor(kafka: Kafka, properties: Readonly<Record<string, string>>) {
    this.#kafka = kafka;
    const own = Object.entries(propertiesFor(kafka, 'Consumer', properties));
    this.#properties = { ...Object.fromEntries(own.filter(([name]) => !notOurs.includes(name))), ...ours };
  }

  /**
   * A consumer that reads committed records only, or all of them. There is one at a time.
   * @throws ConfigError for properties that are not valid.
   */
  async for(isolation: Isolation, use: Use = 'scan'): Promise<{ consumer: Consumer; admin: AdminClient }> {
    if (this.#open?.isolation === isolation && this.#open.use === use) return this.#open;
    await this.close();
    const own = { 'isolation.level': `read_${isolation}`, 'fetch.max.wait.ms': maxWaitMs[use] };
    const config = { ...this.#properties, ...own };
    const consumer = new this.#kafka.Consumer(
      config as unknown as ConstructorParameters<Kafka['Consumer']>[0],
    ) as Consumer;
    const remember = (error: KafkaError): void => {
      this.lastError = error;
    };
    consumer.on('error', remember).on('warning', remember);
    const admin = this.#kafka.AdminClient.from(consumer);
    this.#open = { isolation, use, consumer, admin };
    return this.#open;
  }

  /** The consumer reads nothing until it is asked again. */
  rest(): void {
    this.#open?.consumer.assign([]);
    this.lastError = undefined;
  }

  async close(): Promise<void> {
    const open = this.#open;
    this.#open = undefined;
    await open?.consumer.close({ timeoutMs: 1000 });
  }
}
