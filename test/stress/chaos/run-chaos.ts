/** A cluster, clients and a ledger: one fault after another for the given time, and the comparison at the end. */
import { setTimeout as sleep } from 'node:timers/promises';

import { KafkaCluster } from '../../helpers/kafka/kafka-cluster';
import { Ledger, type StoredRecord, type Verdict } from '../../helpers/ledger';
import { Proxy } from '../../helpers/proxy';
import { Random } from '../../helpers/random';
import { faults, possibleFaults } from './faults';
import { DOOMED, GROUPS, PARTITIONS, TOPIC, Workload } from './workload';

export interface ChaosResult extends Verdict {
  readonly seed: number;
  readonly minutes: number;
  readonly faults: Record<string, number>;
  readonly transactions: { committed: number; aborted: number; unknown: number };
  /** Errors reported to clients, with their number. */
  readonly errors: Record<string, number>;
}

/** After the last fault the consumers have this time to read the remaining records. */
const CATCH_UP_MS = 120_000;
const REST_MS = 2000;

/** All faults in random order, then all again, and so on: a short run includes as many kinds as possible. */
function* schedule(random: Random, only: RegExp): Generator<string> {
  const names = possibleFaults().filter((name) => only.test(name));
  if (names.length === 0)
    throw new Error(`no fault matches ${String(only)}; there are: ${possibleFaults().join('; ')}`);
  for (;;) {
    const left = [...names];
    while (left.length > 0) yield left.splice(random.below(left.length), 1)[0]!;
  }
}

/** The next offsets that a group reads, by partition. */
async function committedBy(kafka: KafkaCluster, group: string): Promise<number[]> {
  const offsets = await kafka.listGroupOffsets(group);
  return Array.from({ length: PARTITIONS }, (_, partition) => offsets[`${TOPIC}-${partition}`]?.offset ?? 0);
}

/**
 * The records that Java's consumer finds. One partition after the other, because an hour's records are too many for one
 * answer.
 */
async function storedIn(kafka: KafkaCluster): Promise<StoredRecord[]> {
  const stored: StoredRecord[] = [];
  for (let partition = 0; partition < PARTITIONS; partition++) {
    const found = await kafka.consume(TOPIC, { isolation: 'read_committed', partitions: [partition] });
    for (const { offset, value } of found) stored.push({ partition, offset, name: String(value) });
  }
  return stored;
}

/** Every group processes everything, however long its recovery takes. */
async function caughtUp(ledger: Ledger, stored: readonly StoredRecord[]): Promise<void> {
  const deadline = performance.now() + CATCH_UP_MS;
  for (const group of GROUPS) {
    while (ledger.unprocessed(group, stored) > 0) {
      if (performance.now() > deadline) {
        ledger.violation('stalled', `group ${group} has not processed ${ledger.unprocessed(group, stored)} records`);
        break;
      }
      await sleep(500);
    }
  }
}

export async function runChaos(options: {
  seed: number;
  minutes: number;
  /** Only faults whose names match. */
  only?: RegExp;
  log: (line: string) => void;
}): Promise<ChaosResult> {
  const { seed, minutes, log } = options;
  const random = new Random(seed);
  const proxies = await Promise.all([Proxy.start(), Proxy.start(), Proxy.start()]);
  const kafka = await KafkaCluster.start({ nodes: 3, proxies: proxies.map(({ port }) => port), maxHeap: '256m' });
  const done: Record<string, number> = {};
  try {
    proxies.forEach((proxy, i) => (proxy.target = kafka.proxiedPort(i + 1)));
    await kafka.createTopic(TOPIC, { partitions: PARTITIONS });
    await kafka.createTopic(DOOMED, { partitions: 2 });
    const ledger = new Ledger();
    const bootstrap = proxies.map(({ port }) => `127.0.0.1:${port}`).join(',');
    const workload = new Workload(ledger, bootstrap, seed);
    workload.start();

    const end = performance.now() + minutes * 60_000;
    for (const name of schedule(random, options.only ?? /./)) {
      if (performance.now() >= end) break;
      const startedAt = performance.now();
      await faults[name]!({ kafka, proxies, random });
      await kafka.waitForNodes(3);
      await kafka.waitForInSync();
      done[name] = (done[name] ?? 0) + 1;
      log(
        `${name}: whole again after ${((performance.now() - startedAt) / 1000).toFixed(1)} s; processed so far: ${ledger.processedCount}`,
      );
      await sleep(random.below(REST_MS));
    }

    await workload.stopProducing();
    const stored = await storedIn(kafka);
    await caughtUp(ledger, stored);
    await workload.stopConsuming();
    const committed = new Map<string, number[]>();
    for (const group of GROUPS) committed.set(group, await committedBy(kafka, group));
    const verdict = ledger.verify(stored, committed);
    const { transactions, errors } = workload;
    return { seed, minutes, faults: done, transactions, errors: Object.fromEntries([...errors].sort()), ...verdict };
  } finally {
    await kafka.stop();
    await Promise.all(proxies.map((proxy) => proxy.stop()));
  }
}
