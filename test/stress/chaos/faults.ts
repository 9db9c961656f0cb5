/** The faults and their repair. Each one resolves when the cluster is whole again. */
import { setTimeout as sleep } from 'node:timers/promises';

import { canMount, SmallDisk } from '../../helpers/disk';
import type { KafkaCluster } from '../../helpers/kafka/kafka-cluster';
import type { Proxy } from '../../helpers/proxy';
import type { Random } from '../../helpers/random';
import { DELIVERY_TIMEOUT_MS, DOOMED, PARTITIONS, TOPIC } from './workload';

export interface Scene {
  readonly kafka: KafkaCluster;
  readonly proxies: readonly Proxy[];
  readonly random: Random;
}

const NODES = [1, 2, 3] as const;

async function restartAfter(kafka: KafkaCluster, nodes: readonly number[], ms: number): Promise<void> {
  await sleep(ms);
  await Promise.all(nodes.map((node) => kafka.restart(node)));
}

/** The node that leads the metadata quorum. */
async function controller(kafka: KafkaCluster): Promise<number> {
  const args = ['--bootstrap-server', kafka.bootstrapServers, 'describe', '--status'];
  const { stdout } = await kafka.tool('kafka-metadata-quorum', args);
  return Number(/LeaderId:\s+(\d+)/.exec(stdout)?.[1] ?? 1);
}

async function throughProxy({ proxies, random }: Scene, fault: (proxy: Proxy) => void, ms: number): Promise<void> {
  const proxy = random.pick(proxies);
  fault(proxy);
  await sleep(ms);
  proxy.heal();
}

export const faults: Record<string, (scene: Scene) => Promise<void>> = {
  async 'kill a broker'({ kafka, random }) {
    const node = random.pick(NODES);
    await kafka.kill(node);
    await restartAfter(kafka, [node], random.below(6000));
  },
  async 'lose the controller'({ kafka, random }) {
    const node = await controller(kafka);
    await kafka.kill(node);
    await restartAfter(kafka, [node], random.below(6000));
  },
  async 'move leaders'({ kafka, random }) {
    for (let i = 0; i < 4; i++) {
      await kafka.moveLeader(TOPIC, random.below(PARTITIONS), random.pick(NODES));
      await sleep(random.below(500));
    }
  },
  async 'all brokers gone for longer than delivery.timeout.ms'({ kafka }) {
    await Promise.all(NODES.map((node) => kafka.kill(node)));
    await restartAfter(kafka, NODES, DELIVERY_TIMEOUT_MS + 1000);
  },
  async 'freeze a broker'({ kafka, random }) {
    const node = random.pick(NODES);
    kafka.pause(node);
    await sleep(1000 + random.below(8000));
    kafka.resume(node);
  },
  async 'delay the network'(scene) {
    await throughProxy(scene, (proxy) => proxy.setMode('delay', 20 + scene.random.below(400)), 5000);
  },
  async 'cut connections'(scene) {
    for (let i = 0; i < 5; i++) await throughProxy(scene, (proxy) => proxy.cut(), scene.random.below(500));
  },
  async 'reset connections'(scene) {
    for (let i = 0; i < 5; i++) await throughProxy(scene, (proxy) => proxy.reset(), scene.random.below(500));
  },
  async 'half-close connections'(scene) {
    for (let i = 0; i < 3; i++) await throughProxy(scene, (proxy) => proxy.halfClose(), scene.random.below(1000));
  },
  async 'lose what clients say'(scene) {
    await throughProxy(scene, (proxy) => proxy.setMode('silent-up'), 1000 + scene.random.below(5000));
  },
  async 'lose what a broker says'(scene) {
    await throughProxy(scene, (proxy) => proxy.setMode('silent-down'), 1000 + scene.random.below(5000));
  },
  async 'refuse connections'(scene) {
    await throughProxy(scene, (proxy) => proxy.setMode('refuse'), 1000 + scene.random.below(5000));
  },
  async 'fill the disk of a broker'({ kafka, random }) {
    const node = random.pick(NODES);
    await kafka.shutdown(node);
    const disk = new SmallDisk(kafka.dataDir(node), 100);
    try {
      await kafka.restart(node);
      disk.fill(64 * 1024);
      // The broker gives up its only log directory, and therefore shuts down.
      for (let waited = 0; kafka.isRunning(node) && waited < 15_000; waited += 100) await sleep(100);
    } finally {
      disk.free();
      await kafka.shutdown(node);
      disk.unmount();
    }
    await kafka.restart(node);
  },
  async 'delete a topic under its producer'({ kafka, random }) {
    await kafka.deleteTopic(DOOMED);
    await sleep(random.below(3000));
    await kafka.createTopic(DOOMED, { partitions: 2 });
  },
};

/** The names of the faults that are possible on this machine. */
export function possibleFaults(): string[] {
  return Object.keys(faults).filter((name) => !name.startsWith('fill the disk') || canMount());
}
