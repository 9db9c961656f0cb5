import type { Consumer, SeekOffset, TopicPartition } from '../../../index';
import { StreamsError } from '../../errors/streams-errors';
import type { OffsetResetPolicy } from '../../options/topic-options';
import { matches } from '../../topology/definition';
import type { TopicGroup } from '../topics/topic-group';

/** The policy of the source that reads the topic; undefined: that of the configuration. */
function policyOf({ nodes }: TopicGroup, topic: string): OffsetResetPolicy | undefined {
  for (const node of nodes) {
    if (node.kind !== 'source') continue;
    const { topics, offsetResetPolicy } = node;
    if (topics instanceof RegExp ? matches(topics, topic) : topics.includes(topic)) return offsetResetPolicy;
  }
  return undefined;
}

/**
 * Where a partition without a committed offset begins; undefined: where the consumer's `auto.offset.reset` says.
 * @throws StreamsError with the policy none.
 */
export async function firstOffset(
  consumer: Consumer,
  group: TopicGroup,
  partition: TopicPartition,
): Promise<SeekOffset | undefined> {
  const policy = policyOf(group, partition.topic);
  if (policy === 'earliest') return 'beginning';
  if (policy === 'latest') return 'end';
  if (policy === undefined) return undefined;
  if (policy === 'none')
    throw new StreamsError(
      `${partition.topic}-${partition.partition} has no committed offset, and its reset policy is none`,
    );
  const [found] = await consumer.offsetsForTimes([{ ...partition, timestamp: Date.now() - policy.byDuration }]);
  return found?.offset ?? 'end';
}
