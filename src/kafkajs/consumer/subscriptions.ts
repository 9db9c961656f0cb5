import { AdminClient, type Consumer } from '../../index';
import { askFor, retryTimes, totalPauses } from '../base/retry';
import type { RetryOptions } from '../types/retry';
import { fromCore } from '../errors/from-core';
import type { Logger } from '../types/logging';

/** Longest wait for a topic that is being created. */
const CREATION_MS = 5000;

export interface SubscriptionParts {
  core: Consumer;
  retry: RetryOptions;
  requestTimeout: number;
  mayCreate: boolean;
  groupId: string;
  logger: Logger;
}

/** The names that the subscriptions mean now. Rejects if one does not exist, and is not created. */
export async function topicNames(
  subscriptions: readonly (string | RegExp)[],
  parts: SubscriptionParts,
): Promise<string[]> {
  const names: string[] = [];
  try {
    const hasPattern = subscriptions.some((one) => typeof one !== 'string');
    const all = hasPattern ? (await parts.core.listTopics()).map(({ topic }) => topic) : [];
    for (const subscription of subscriptions) {
      if (typeof subscription === 'string') {
        await assertTopic(subscription, parts);
        names.push(subscription);
        continue;
      }
      const matchedTopics = all.filter((name) => subscription.test(name));
      const { groupId, logger } = parts;
      logger.debug('Subscription based on RegExp', { groupId, topicRegExp: String(subscription), matchedTopics });
      names.push(...matchedTopics);
    }
  } catch (error) {
    throw fromCore(error);
  }
  return names;
}

async function assertTopic(
  topic: string,
  { core, retry, requestTimeout, mayCreate }: SubscriptionParts,
): Promise<void> {
  if (!mayCreate) await AdminClient.from(core).describeTopics([topic]);
  else {
    const triesMs = Math.max(1000, Math.min(totalPauses(retryTimes(retry)), CREATION_MS));
    await askFor((timeoutMs) => core.partitionsFor(topic, { timeoutMs }), triesMs, requestTimeout);
  }
}
