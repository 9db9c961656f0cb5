import type { AdminClient, KafkaError, Producer } from 'kafka-napi';
import type { ClientView } from '../../shared/admin-api';
import type { Ms } from '../../shared/api';
import { FaultError } from '../../shared/fault-error';
import { faultOf } from '../fault';

/** The library, as it is loaded. */
export type Kafka = typeof import('kafka-napi');

type Properties = Readonly<Record<string, string>>;
type Kind = 'AdminClient' | 'Producer';
export type ByteProducer = Producer<Buffer, Buffer>;

const producerIdleMs = 60_000;
/** A broker that neither answers nor refuses is called unreachable after this time. */
const firstSignMs = 10_000;

/** What a user may have in a file of properties, and what this program must not do. */
const neverOurs = ['group.id', 'group.instance.id', 'transactional.id', 'enable.auto.commit'];

/** The properties for one kind of client. A file of properties may serve all kinds: foreign ones have no effect. */
export function propertiesFor(kafka: Kafka, kind: Kind | 'Consumer', given: Properties): Properties {
  const own = kafka[kind].configDef;
  const kinds = [kafka.AdminClient, kafka.Producer, kafka.Consumer];
  const isForeign = (name: string): boolean =>
    !Object.hasOwn(own, name) && kinds.some(({ configDef }) => Object.hasOwn(configDef, name));
  const kept = Object.entries(given).filter(([name]) => !isForeign(name) && !neverOurs.includes(name));
  return { 'client.id': 'kafka-napi-ui', ...Object.fromEntries(kept) };
}

/** The clients of the main thread: one AdminClient, and a Producer while somebody sends. */
export class KafkaClients {
  readonly admin: AdminClient;
  readonly #kafka: Kafka;
  readonly #properties: Properties;
  readonly #lastErrors = new Map<Kind, { error: KafkaError; at: Ms }>();
  #lastConnectionError: KafkaError | undefined;
  /** Those who wait for a first sign of the brokers. */
  readonly #troubled = new Set<() => void>();
  #producer: ByteProducer | undefined;
  #sending = 0;
  #idle: NodeJS.Timeout | undefined;

  /** Throws ConfigError. */
  constructor(kafka: Kafka, properties: Properties) {
    this.#kafka = kafka;
    this.#properties = properties;
    this.admin = new kafka.AdminClient(this.#configFor('AdminClient'));
    this.admin.on('error', this.#remember('AdminClient')).on('warning', this.#remember('AdminClient'));
  }

  /**
   * Resolves when a broker has answered, and rejects with BROKER as soon as it is known that none can be reached. What
   * is asked of Kafka would wait for its own time before it said the same.
   */
  async reach(signal: AbortSignal): Promise<void> {
    if (this.admin.state === 'connecting') await this.#firstSign(signal);
    if (this.admin.state === 'up') return;
    const last = this.#lastConnectionError ?? this.#lastErrors.get('AdminClient')?.error;
    throw FaultError.of('BROKER', `No broker can be reached${last === undefined ? '' : `: ${last.message}`}`, {
      retriable: true,
      ...(last === undefined ? {} : { kafka: last.code }),
    });
  }

  async #firstSign(signal: AbortSignal): Promise<void> {
    const ended = new AbortController();
    let tell = (): void => undefined;
    const lost = new Promise<void>((resolve) => {
      tell = () => {
        if (this.admin.state !== 'connecting') resolve();
      };
      this.#troubled.add(tell);
    });
    const ready = this.admin.ready({ timeoutMs: firstSignMs, signal: ended.signal }).catch(() => undefined);
    const stop = (): void => ended.abort();
    signal.addEventListener('abort', stop, { once: true });
    await Promise.race([ready, lost]);
    signal.removeEventListener('abort', stop);
    this.#troubled.delete(tell);
    ended.abort();
  }

  /** Lends the Producer to the work. It is closed when nobody has sent for a minute. */
  async withProducer<T>(work: (producer: ByteProducer) => Promise<T>): Promise<T> {
    clearTimeout(this.#idle);
    this.#sending++;
    try {
      this.#producer ??= this.#newProducer();
      return await work(this.#producer);
    } finally {
      this.#sending--;
      // A fatal one sends nothing any more; the next call gets a new one.
      if (this.#producer?.state === 'fatal') void this.#closeProducer();
      else if (this.#sending === 0) {
        this.#idle = setTimeout(() => void this.#closeProducer(), producerIdleMs);
        this.#idle.unref();
      }
    }
  }

  view(): ClientView['clients'] {
    const clients: ClientView['clients'] = [this.#viewOf('AdminClient', 'admin', this.admin.state, {})];
    if (this.#producer !== undefined) {
      const metrics = Object.entries(this.#producer.metrics()).filter(([, value]) => typeof value === 'number');
      clients.push(this.#viewOf('Producer', 'producer', this.#producer.state, Object.fromEntries(metrics)));
    }
    return clients;
  }

  async close(): Promise<void> {
    await Promise.all([this.#closeProducer(), this.admin.close({ timeoutMs: 2000 })]);
  }

  #newProducer(): ByteProducer {
    const producer = new this.#kafka.Producer({
      ...this.#configFor('Producer'),
      'key.serializer': 'bytes',
      'value.serializer': 'bytes',
    } as ConstructorParameters<Kafka['Producer']>[0]) as ByteProducer;
    return producer.on('error', this.#remember('Producer')).on('warning', this.#remember('Producer'));
  }

  async #closeProducer(): Promise<void> {
    clearTimeout(this.#idle);
    const producer = this.#producer;
    this.#producer = undefined;
    await producer?.close({ timeoutMs: 2000 }).catch(() => undefined);
  }

  #configFor(kind: Kind): { 'bootstrap.servers': string } {
    return propertiesFor(this.#kafka, kind, this.#properties) as { 'bootstrap.servers': string };
  }

  /** For listeners, which also keep errors from becoming warnings of the process. */
  #remember(kind: Kind): (error: KafkaError) => void {
    return (error) => {
      this.#lastErrors.set(kind, { error, at: Date.now() });
      // That all are down says less than why the last one is.
      if (error.code !== 'ERR__ALL_BROKERS_DOWN') this.#lastConnectionError = error;
      for (const tell of this.#troubled) tell();
    };
  }

  #viewOf(
    kind: Kind,
    type: 'admin' | 'producer',
    state: string,
    metrics: Record<string, number>,
  ): ClientView['clients'][number] {
    const last = this.#lastErrors.get(kind);
    const lastFault = last === undefined ? null : { fault: faultOf(last.error), at: last.at };
    return { name: kind, type, state, metrics, lastFault };
  }
}
