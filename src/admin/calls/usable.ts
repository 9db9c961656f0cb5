import { fulfilled, rejected, type Outcome } from '../../errors/partial-failure-error';
import { isRetriableErrno } from '../../errors/codes';
import { KafkaError } from '../../errors/kafka-error';
import type { AdminCall } from './call';
import type { Node } from '../cluster/node';
import { retry } from './retry';
import type { CreatedTopic, DescribedTopic } from '../topics/topic-types';

/** Limit for a broker's answer. A slower broker is ignored: clients cannot reach it either. */
const BROKER_MS = 3000;

export interface WantedTopic {
  name: string;
  /** undefined: any number. */
  numPartitions?: number | undefined;
}

/**
 * Waits until every broker reports every partition of these topics with a leader. The controller answers as soon as a
 * topic is decided. Each broker learns of it a little later, and a client may ask any of them.
 *
 * A topic that is not usable at the deadline gets a TimeoutError, although it exists; so does one about which no broker
 * has answered.
 */
export async function awaitUsable(
  call: AdminCall,
  topics: readonly WantedTopic[],
): Promise<Map<string, Outcome<CreatedTopic>>> {
  const result = new Map<string, Outcome<CreatedTopic>>();
  if (topics.length === 0) return result;
  const failures: unknown[] = [];
  const onFailure = (error: unknown): unknown => failures.push(error);
  const brokers = await reachableBrokers(call, onFailure);
  await Promise.all(
    brokers.map(async (broker) => {
      for (const [name, outcome] of await awaitOn(call, broker, topics, onFailure)) {
        const before = result.get(name);
        if (before === undefined || before.status === 'fulfilled') result.set(name, outcome);
      }
    }),
  );
  for (const { name } of topics) {
    if (result.has(name)) continue;
    // This may be long before the deadline: each broker has had its BROKER_MS.
    const what = `topic ${name} is there, but no broker has answered whether it is usable yet`;
    result.set(name, rejected(call.unsure(what, failures[0])));
  }
  return result;
}

async function reachableBrokers(call: AdminCall, onFailure: (error: unknown) => void): Promise<number[]> {
  try {
    const { nodes } = await call.ask<{ nodes: Node[] }>('describeCluster', {});
    return nodes.map((node) => node.id);
  } catch (error) {
    if (!ofThisQuestion(error)) throw error;
    onFailure(error);
    return [];
  }
}

/** An error of this request to this broker, not of the whole call. */
function ofThisQuestion(error: unknown): boolean {
  return KafkaError.is(error) && error.isRetriable;
}

async function awaitOn(
  call: AdminCall,
  broker: number,
  topics: readonly WantedTopic[],
  onFailure: (error: unknown) => void,
): Promise<Map<string, Outcome<CreatedTopic>>> {
  const result = new Map<string, Outcome<CreatedTopic>>();
  let waiting = [...topics];
  let isReachable = true;
  await retry(call, async () => {
    let described: DescribedTopic[];
    try {
      described = await call.ask('describeTopics', { topics: waiting.map((topic) => topic.name), broker }, BROKER_MS);
    } catch (error) {
      if (!ofThisQuestion(error)) throw error;
      onFailure(error);
      isReachable = false;
      return true;
    }
    const byName = new Map(described.map((topic) => [topic.name, topic]));
    waiting = waiting.filter((wanted) => {
      const topic = byName.get(wanted.name);
      if (topic === undefined || !isSettled(topic, wanted)) return true;
      result.set(wanted.name, fulfilled(created(topic)));
      return false;
    });
    return waiting.length === 0;
  });
  for (const { name } of isReachable ? waiting : []) {
    const why = `topic ${name} is there, but broker ${broker} does not report a leader for every partition`;
    result.set(name, rejected(call.tooLate(why)));
  }
  return result;
}

/** Usable, or invisible to this user: permission to create a topic does not include permission to describe it. */
function isSettled(topic: DescribedTopic, wanted: WantedTopic): boolean {
  if (topic.error !== null) return !isRetriableErrno(topic.error.errno);
  const { partitions } = topic;
  return partitions.length >= (wanted.numPartitions ?? 1) && partitions.every((partition) => partition.leader !== null);
}

function created(topic: DescribedTopic): CreatedTopic {
  const { name, error, topicId, partitions } = topic;
  if (error !== null) return { name, topicId: null, numPartitions: null, replicationFactor: null };
  return { name, topicId, numPartitions: partitions.length, replicationFactor: partitions[0]!.replicas.length };
}
