import { MockCluster } from '../../testing/index';
import { Forwarder } from './forwarder';

export interface DevBrokerOptions {
  /** The port of broker 1; the others follow. 0: any free ports. */
  port: number;
  brokers: number;
  topics: Record<string, number>;
}

/** The mock cluster on fixed ports. */
export class DevBroker {
  readonly bootstrapServers: string;
  readonly #cluster: MockCluster;
  readonly #forwarders: Forwarder[];

  private constructor(cluster: MockCluster, forwarders: Forwarder[]) {
    this.#cluster = cluster;
    this.#forwarders = forwarders;
    this.bootstrapServers = forwarders.map(({ port }) => `localhost:${port}`).join(',');
  }

  static async start({ port, brokers, topics }: DevBrokerOptions): Promise<DevBroker> {
    const cluster = await MockCluster.start({ brokers, topics });
    const forwarders: Forwarder[] = [];
    try {
      for (const [index, address] of cluster.bootstrapServers.split(',').entries()) {
        const at = address.lastIndexOf(':');
        const target = { host: address.slice(0, at), port: Number(address.slice(at + 1)) };
        const forwarder = await Forwarder.listen(port === 0 ? 0 : port + index, target);
        forwarders.push(forwarder);
        cluster.advertise(index + 1, 'localhost', forwarder.port);
      }
    } catch (error) {
      await Promise.all(forwarders.map((forwarder) => forwarder.close()));
      await cluster.close();
      throw error;
    }
    return new DevBroker(cluster, forwarders);
  }

  async close(): Promise<void> {
    await Promise.all(this.#forwarders.map((forwarder) => forwarder.close()));
    await this.#cluster.close();
  }
}
