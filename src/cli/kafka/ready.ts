import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { AdminClient, Producer } from '../../index';
import { CommandError } from '../exit';
import { clearProgress, showProgress } from '../io/stderr';
import { clientProperties } from '../options';
import { ownName } from '../words/own-name';
import { logTail } from './cluster';
import { isRunning } from './processes';
import type { ClusterState } from './state';

const READY_MS = 180_000;
const STEP_MS = 250;

/** Resolves when every node is known, the topics exist and a test record was read back. */
export async function untilReady(
  folder: string,
  state: ClusterState,
  clientFile: string,
  topics: Record<string, number>,
  signal: AbortSignal,
): Promise<void> {
  const admin = new AdminClient({ ...clientProperties({ file: clientFile }), 'client.id': 'kafka-napi-broker' });
  // While it starts, it refuses connections.
  admin.on('error', () => {});
  admin.on('warning', () => {});
  const started = Date.now();
  const deadline = started + READY_MS;
  try {
    for (;;) {
      signal.throwIfAborted();
      showProgress(`starting Kafka: ${((Date.now() - started) / 1000).toFixed(0)} s`);
      const gone = state.nodes.find((node) => !isRunning(node.process));
      if (gone !== undefined) {
        throw new CommandError(`node ${gone.id} ended while it started:\n${logTail(folder, gone)}`);
      }
      try {
        const { nodes } = await admin.describeCluster({ timeoutMs: 2000, signal });
        if (nodes.length === state.nodes.length) break;
      } catch (error) {
        if (Date.now() > deadline) throw error;
      }
      if (Date.now() > deadline)
        throw new CommandError(`Kafka was not ready within ${READY_MS / 1000} s; ${ownName()} broker logs`);
      await sleep(STEP_MS);
    }
    const probe = `kafka-napi-ready-${randomBytes(4).toString('hex')}`;
    const wanted = Object.entries({ ...topics, [probe]: 1 }).map(([name, numPartitions]) => ({ name, numPartitions }));
    const outcomes = await admin.createTopics(wanted, { signal, settled: true });
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected' && outcome.reason.code !== 'ERR_TOPIC_ALREADY_EXISTS') throw outcome.reason;
    }
    const producer = new Producer({ ...clientProperties({ file: clientFile }), 'client.id': 'kafka-napi-broker' });
    try {
      await producer.send({ topic: probe, value: 'ready' }, { signal });
    } finally {
      await producer.close();
    }
    await admin.deleteTopics([probe], { signal });
  } finally {
    clearProgress();
    await admin.close({ timeoutMs: 1000 });
  }
}
