import { KafkaCluster } from '../helpers/kafka/kafka-cluster';
import { Proxy } from '../helpers/proxy';
import type { BrokerFaults } from './programs/run-program';

const brokerConfig: Readonly<Record<string, string>> = {
  // Members of the consumer protocol hear of a rebalance soon, as those of the classic one do by their own heartbeat,
  // and one that crashed is gone after as long.
  'group.consumer.heartbeat.interval.ms': '200',
  'group.consumer.min.heartbeat.interval.ms': '100',
  'group.consumer.session.timeout.ms': '6000',
  'auto.create.topics.enable': 'true',
  // What happens by itself happens within a program.
  'log.cleaner.backoff.ms': '100',
  'log.retention.check.interval.ms': '200',
  'transaction.abort.timed.out.transaction.cleanup.interval.ms': '200',
};

/** The broker that all programs share, and what some of them do to it. */
export class OracleBroker implements BrokerFaults {
  readonly kafka: KafkaCluster;
  readonly #proxy: Proxy;

  private constructor(kafka: KafkaCluster, proxy: Proxy) {
    this.kafka = kafka;
    this.#proxy = proxy;
  }

  static async start(): Promise<OracleBroker> {
    const proxy = await Proxy.start();
    const kafka = await KafkaCluster.start({ config: brokerConfig, maxHeap: '1g', proxies: [proxy.port] });
    proxy.target = kafka.proxiedPort(1);
    return new OracleBroker(kafka, proxy);
  }

  /** The same broker, by a way that can be cut. */
  get proxiedServers(): string {
    return `127.0.0.1:${this.#proxy.port}`;
  }

  restart(): Promise<void> {
    return this.kafka.restart(1);
  }

  async withoutNetwork(work: () => Promise<unknown>): Promise<void> {
    this.#proxy.setMode('refuse');
    try {
      await work();
    } finally {
      this.#proxy.heal();
    }
  }

  async stop(): Promise<void> {
    await this.kafka.stop();
    await this.#proxy.stop();
  }
}
