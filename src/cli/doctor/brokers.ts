import type { AdminClient, KafkaError } from '../../index';
import { describeError } from '../exit';
import type { Properties } from '../options';
import { isSecret } from '../secrets';

export interface Brokers {
  properties: Record<string, string>;
  reachable: boolean;
  error: string | null;
  /** ms until the first answer. */
  answeredAfterMs: number | null;
  clusterId: string | null;
  nodes: { id: number; address: string }[];
  /** Request → versions, as librdkafka logs the broker's answer. */
  apiVersions: Record<string, string>;
}

/** librdkafka's log of an ApiVersions answer. */
const apiLine = /ApiKey (\w+) \(\d+\) Versions (\d+)\.\.(\d+)/g;

export async function examineBrokers(
  make: (properties: Properties) => AdminClient,
  given: Properties,
  timeoutMs: number,
): Promise<Brokers> {
  const properties = { ...given, 'client.id': 'kafka-napi-doctor' };
  const shown = Object.entries(given).map(([name, value]) => [name, isSecret(name) ? '[hidden]' : value]);
  const found: Brokers = {
    properties: Object.fromEntries(shown) as Record<string, string>,
    reachable: false,
    error: null,
    answeredAfterMs: null,
    clusterId: null,
    nodes: [],
    apiVersions: {},
  };
  let lastWarning: string | undefined;
  const started = Date.now();
  const admin = make({ ...properties, debug: 'feature,protocol' });
  admin.on('log', ({ message }) => {
    for (const [, name, from, to] of message.matchAll(apiLine)) found.apiVersions[name as string] = `${from}..${to}`;
  });
  const note = (error: KafkaError): void => {
    // "All brokers down" follows an error of the last broker.
    if (error.code !== 'ERR__ALL_BROKERS_DOWN') lastWarning = describeError(error);
  };
  admin.on('error', note);
  admin.on('warning', note);
  try {
    const { brokers } = await admin.metadata([], { timeoutMs });
    found.reachable = true;
    found.answeredAfterMs = Date.now() - started;
    found.nodes = brokers.map(({ id, host, port }) => ({ id, address: `${host}:${port}` })).sort((a, b) => a.id - b.id);
    found.clusterId = await admin.describeCluster({ timeoutMs }).then(
      ({ clusterId }) => clusterId,
      () => null,
    );
  } catch (error) {
    found.error = lastWarning ?? describeError(error);
  } finally {
    await admin.close({ timeoutMs: 500 });
  }
  return found;
}
