import { setTimeout as sleep } from 'node:timers/promises';
import { AdminClient, Consumer, Producer, type KafkaError } from '../../../src/index';
import { MockCluster } from '../../../src/testing';

interface Asking {
  readonly state: string;
  on(name: 'warning', listener: (warning: KafkaError) => void): unknown;
  ready(options: { timeoutMs: number }): Promise<void>;
  ask(timeoutMs: number): Promise<unknown>;
  close(): Promise<void>;
}

const kinds: Record<string, (config: { 'bootstrap.servers': string }) => Asking> = {
  Producer: (config) => {
    const client = new Producer(config);
    return Object.assign(client, { ask: (timeoutMs: number) => client.partitionsFor('t', { timeoutMs }) });
  },
  Consumer: (config) => {
    const client = new Consumer(config);
    return Object.assign(client, { ask: (timeoutMs: number) => client.listTopics({ timeoutMs }) });
  },
  AdminClient: (config) => {
    const client = new AdminClient(config);
    return Object.assign(client, { ask: (timeoutMs: number) => client.listTopics({ timeoutMs }) });
  },
};

test.each(Object.keys(kinds))(
  '%s: an outage is one warning, however often something is asked meanwhile, and the next outage is another',
  async (kind) => {
    await using cluster = await MockCluster.start({ topics: { t: 1 } });
    const client = kinds[kind]!({ 'bootstrap.servers': cluster.bootstrapServers });
    const warnings: KafkaError[] = [];
    client.on('warning', (warning: KafkaError) => warnings.push(warning));
    const outages = () => warnings.filter(({ code }) => code === 'ERR__ALL_BROKERS_DOWN').length;
    await client.ready({ timeoutMs: 10_000 });
    for (const expected of [1, 2]) {
      cluster.stopBroker(1);
      while (client.state !== 'down') await sleep(20);
      for (let i = 0; i < 3; i++) await expect(client.ask(500)).rejects.toMatchObject({ name: 'TimeoutError' });
      expect(outages()).toBe(expected);
      cluster.startBroker(1);
      await client.ready({ timeoutMs: 10_000 });
    }
    const said = warnings.map(({ code, message }) => `${code} ${message.replace(/ \(after .*$/, '')}`);
    // Each outage may say each thing once.
    for (const text of new Set(said)) expect(said.filter((other) => other === text).length).toBeLessThanOrEqual(2);
    await client.close();
  },
);
