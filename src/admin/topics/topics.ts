import type { Requests } from '../../binding/native';
import { fulfilled, type Outcome } from '../../errors/partial-failure-error';
import type { AdminCall } from '../calls/call';
import { aclOperations } from '../calls/enums';
import { inOrder, missingError, outcomeOf } from '../calls/outcomes';
import { replicaLists } from './replicas';
import type {
  CreatedTopic,
  DescribedTopic,
  TopicDescription,
  TopicListing,
  TopicName,
  TopicResult,
} from './topic-types';
import { awaitUsable, type WantedTopic } from '../calls/usable';

const MOST_PARTITIONS = 100_000;

const label = (name: string): string => `topic ${name}`;

// ---- createTopics

function newTopic(call: AdminCall, where: string, value: unknown) {
  const check = call.arguments;
  const topic = check.object(where, value, [
    'name',
    'numPartitions',
    'replicationFactor',
    'replicasAssignments',
    'configs',
  ]);
  const name = check.name(`${where}.name`, topic.name);
  const configs = topic.configs ?? {};
  if (typeof configs !== 'object' || Array.isArray(configs)) {
    throw check.bad(`${where}.configs must be an object of property names and values`);
  }
  const entries = Object.entries(configs as Record<string, unknown>).map(([key, text]) => ({
    name: check.name(`${where}.configs`, key),
    value: check.text(`${where}.configs["${key}"]`, text),
  }));
  if (topic.replicasAssignments !== undefined) {
    if (topic.numPartitions !== undefined || topic.replicationFactor !== undefined) {
      throw check.bad(`${where} takes replicasAssignments or numPartitions and replicationFactor, not both`);
    }
    const assignments = replicaLists(check, `${where}.replicasAssignments`, topic.replicasAssignments);
    return { name, numPartitions: assignments.length, replicationFactor: -1, assignments, configs: entries };
  }
  const count = (member: 'numPartitions' | 'replicationFactor', most: number): number =>
    topic[member] === undefined || topic[member] === -1
      ? -1
      : check.whole(`${where}.${member}`, topic[member], 1, most);
  return {
    name,
    numPartitions: count('numPartitions', MOST_PARTITIONS),
    replicationFactor: count('replicationFactor', 32767),
    assignments: null,
    configs: entries,
  };
}

/** Resolves when every broker reports every partition with a leader. */
export async function createTopics(
  call: AdminCall,
  topics: unknown,
  options: { validateOnly?: boolean | undefined },
): Promise<Outcome<CreatedTopic>[]> {
  const wanted = call.arguments.list('topics', topics).map((topic, i) => newTopic(call, `topics[${i}]`, topic));
  const validateOnly = call.arguments.boolean('validateOnly', options.validateOnly);
  call.arguments.distinct(
    'topics',
    wanted.map((topic) => topic.name),
  );
  if (wanted.length === 0) return [];
  const answers = await call.ask<TopicResult[]>('createTopics', {
    topics: wanted,
    validateOnly,
    operationTimeoutMs: call.operationTimeoutMs,
  });
  const outcomes = inOrder(
    wanted,
    (topic) => topic.name,
    answers,
    (answer) => answer.name,
    (answer) =>
      outcomeOf<CreatedTopic>(call.operation, label(answer.name), answer.error, {
        name: answer.name,
        topicId: null,
        numPartitions: null,
        replicationFactor: null,
      }),
    (topic) => missingError(call.operation, label(topic.name)),
  );
  return validateOnly ? outcomes : whenUsable(call, outcomes, (name) => ({ name }));
}

/** The same outcomes, after the created topics have become usable. */
async function whenUsable<T extends TopicName>(
  call: AdminCall,
  outcomes: Outcome<T>[],
  want: (name: string) => WantedTopic,
): Promise<Outcome<CreatedTopic>[]> {
  const made = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [want(outcome.value.name)] : []));
  const usable = await awaitUsable(call, made);
  return outcomes.map((outcome) => (outcome.status === 'rejected' ? outcome : usable.get(outcome.value.name)!));
}

// ---- createPartitions

export async function createPartitions(
  call: AdminCall,
  topics: unknown,
  options: { validateOnly?: boolean | undefined },
): Promise<Outcome<TopicName>[]> {
  const check = call.arguments;
  const wanted = check.list('topics', topics).map((value, i) => {
    const where = `topics[${i}]`;
    const topic = check.object(where, value, ['name', 'totalCount', 'newAssignments']);
    return {
      name: check.name(`${where}.name`, topic.name),
      totalCount: check.whole(`${where}.totalCount`, topic.totalCount, 1, MOST_PARTITIONS),
      assignments:
        topic.newAssignments === undefined
          ? null
          : replicaLists(check, `${where}.newAssignments`, topic.newAssignments),
    };
  });
  const validateOnly = check.boolean('validateOnly', options.validateOnly);
  check.distinct(
    'topics',
    wanted.map((topic) => topic.name),
  );
  if (wanted.length === 0) return [];
  const answers = await call.ask<TopicResult[]>('createPartitions', {
    topics: wanted,
    validateOnly,
    operationTimeoutMs: call.operationTimeoutMs,
  });
  const outcomes = topicOutcomes(
    call,
    wanted.map((topic) => topic.name),
    answers,
  );
  if (validateOnly) return outcomes;
  const counts = new Map(wanted.map((topic) => [topic.name, topic.totalCount]));
  const usable = await whenUsable(call, outcomes, (name) => ({ name, numPartitions: counts.get(name)! }));
  return usable.map((outcome) => (outcome.status === 'rejected' ? outcome : fulfilled({ name: outcome.value.name })));
}

function topicOutcomes(
  call: AdminCall,
  names: readonly string[],
  answers: readonly TopicResult[],
): Outcome<TopicName>[] {
  return inOrder(
    names,
    (name) => name,
    answers,
    (answer) => answer.name,
    (answer, name) => outcomeOf<TopicName>(call.operation, label(name), answer.error, { name }),
    (name) => missingError(call.operation, label(name)),
  );
}

// ---- deleteTopics

export async function deleteTopics(call: AdminCall, topics: unknown): Promise<Outcome<TopicName>[]> {
  const names = call.arguments.names('topics', topics);
  call.arguments.distinct('topics', names);
  if (names.length === 0) return [];
  const answers = await call.ask<TopicResult[]>('deleteTopics', {
    topics: names,
    operationTimeoutMs: call.operationTimeoutMs,
  });
  return topicOutcomes(call, names, answers);
}

// ---- describeTopics, listTopics

export function askTopics(
  call: AdminCall,
  names: readonly string[],
  more: Readonly<Record<string, unknown>> = {},
  withinMs?: number,
) {
  return call.ask<DescribedTopic[]>('describeTopics', { topics: [...new Set(names)], ...more }, withinMs);
}

export async function describeTopics(
  call: AdminCall,
  topics: unknown,
  options: { includeAuthorizedOperations?: boolean | undefined },
): Promise<Outcome<TopicDescription>[]> {
  const names = call.arguments.names('topics', topics);
  const includeAuthorizedOperations = call.arguments.boolean(
    'includeAuthorizedOperations',
    options.includeAuthorizedOperations,
  );
  if (names.length === 0) return [];
  const answers = await askTopics(call, names, { includeAuthorizedOperations });
  return inOrder(
    names,
    (name) => name,
    answers,
    (answer) => answer.name,
    (answer, name) => outcomeOf(call.operation, label(name), answer.error, description(answer)),
    (name) => missingError(call.operation, label(name)),
  );
}

function description(topic: DescribedTopic): TopicDescription {
  return {
    name: topic.name,
    topicId: topic.topicId,
    isInternal: topic.internal,
    partitions: topic.partitions,
    authorizedOperations: topic.authorizedOperations?.map((code) => aclOperations.name(code)) ?? null,
  };
}

export async function listTopics(
  call: AdminCall,
  options: { listInternal?: boolean | undefined },
): Promise<TopicListing[]> {
  const listInternal = call.arguments.boolean('listInternal', options.listInternal);
  const metadata = await call.ask<Requests['metadata']['out']>('metadata', { topics: null });
  const names = metadata.topics.map((topic) => topic.topic);
  if (names.length === 0) return [];
  const described = await askTopics(call, names);
  return described
    .filter((topic) => topic.error === null && (listInternal || !topic.internal)) // an error: deleted meanwhile
    .map((topic) => ({ name: topic.name, topicId: topic.topicId, isInternal: topic.internal }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
