import { checkLegalTopicName } from '../../client/topic-name';
import { shown } from '../../errors/brief';
import { InvalidArgumentError } from '../../errors/usage-errors';
import { checkTopic } from '../partitions/topic-partition';
import { topicPattern } from './topic-pattern';

/** Checks what `subscribe` was given. Returns topic names, or a pattern in librdkafka's form. */
export function checkTopics(topics: unknown): string[] {
  if (Object.prototype.toString.call(topics) === '[object RegExp]')
    return [topicPattern('subscribe', topics as RegExp)];
  if (!Array.isArray(topics) || topics.length === 0) {
    throw new InvalidArgumentError(
      'subscribe',
      `subscribe: expected a list of topics, as in subscribe(['orders']), or a RegExp; got ${shown(topics)}. unsubscribe() gives up all topics.`,
    );
  }
  for (const topic of topics as unknown[]) {
    checkTopic('subscribe', topic);
    const hint = (topic as string).startsWith('^') ? '. For a pattern give a RegExp' : '';
    checkLegalTopicName('subscribe', topic as string, hint);
  }
  return [...new Set(topics as string[])];
}

/** The order of topics does not matter. */
export function isSame(names: readonly string[], others: readonly string[]): boolean {
  return names.length === others.length && names.every((name) => others.includes(name));
}
