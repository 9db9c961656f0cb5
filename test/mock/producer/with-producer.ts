import { Producer } from '../../../src/producer/producer';
import { MockCluster, type MockClusterOptions } from '../../../src/testing';

/** Creates a mock cluster and a producer for it, and closes both afterwards. */
export async function withProducer<Result>(
  config: Record<string, unknown>,
  run: (producer: Producer, cluster: MockCluster) => Promise<Result>,
  options: MockClusterOptions = { topics: { t: 1 } },
): Promise<Result> {
  const cluster = await MockCluster.start(options);
  const producer = new Producer({ 'bootstrap.servers': cluster.bootstrapServers, ...config } as never);
  try {
    return await run(producer, cluster);
  } finally {
    await producer.close({ timeoutMs: 5000 });
    await cluster.close();
  }
}

/** The code of the error that `call` throws or rejects with. undefined: no error. */
export async function codeOf(run: () => unknown): Promise<string | undefined> {
  try {
    await run();
    return undefined;
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
}

export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
