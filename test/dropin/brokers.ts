/** Brokers for many programs: each leaves topics and groups behind, and a broker keeps all of them in memory. */
import { KafkaCluster } from '../helpers/kafka/kafka-cluster';
import { KafkaEndpoint } from '../helpers/kafka/kafka-endpoint';

/** After so many programs comes a new broker. */
const PROGRAMS_OF_ONE = 60;

export interface Seeds {
  firstSeed: number;
  count: number;
}

/** @param bootstrap The address of a broker that runs already: it gets all programs. */
export async function onBrokers<T>(
  bootstrap: string | undefined,
  { firstSeed, count }: Seeds,
  work: (broker: KafkaEndpoint, seeds: Seeds) => Promise<T[]>,
): Promise<T[]> {
  if (bootstrap !== undefined) {
    const endpoint = new KafkaEndpoint(bootstrap);
    try {
      return await work(endpoint, { firstSeed, count });
    } finally {
      await endpoint.close();
    }
  }
  const all: T[] = [];
  for (let done = 0; done < count; done += PROGRAMS_OF_ONE) {
    await using broker = await KafkaCluster.start({ maxHeap: '1g' });
    all.push(...(await work(broker, { firstSeed: firstSeed + done, count: Math.min(PROGRAMS_OF_ONE, count - done) })));
  }
  return all;
}
