/** kafkajs's checks of arguments that several admin calls share. */
import { KafkaJSNonRetriableError } from '../errors/errors';

export const refused = (message: string): KafkaJSNonRetriableError => new KafkaJSNonRetriableError(message);

/** A list of topics, each once. */
export function checkTopicList(what: string, list: unknown): asserts list is { topic: string }[] {
  if (!list || !Array.isArray(list)) throw refused(`Invalid ${what} array ${String(list)}`);
  const topics = (list as { topic: unknown }[]).map(({ topic }) => topic);
  if (topics.some((topic) => typeof topic !== 'string')) {
    throw refused(`Invalid ${what} array, the topic names have to be a valid string`);
  }
  if (new Set(topics).size < topics.length) {
    throw refused(`Invalid ${what} array, it cannot have multiple entries for the same topic`);
  }
}

export function checkTopicConfigs(list: unknown): void {
  checkTopicList('topics', list);
  for (const { topic, configEntries } of list as { topic: string; configEntries?: unknown }[]) {
    if (configEntries == null) continue;
    const where = `Invalid configEntries for topic "${topic}"`;
    if (!Array.isArray(configEntries)) throw refused(`${where}, must be an array`);
    (configEntries as unknown[]).forEach((entry, index) => {
      if (typeof entry !== 'object' || entry == null) throw refused(`${where}. Entry ${index} must be an object`);
      for (const property of ['name', 'value'] as const) {
        if (!Object.hasOwn(entry, property) || typeof (entry as Record<string, unknown>)[property] !== 'string') {
          throw refused(`${where}. Entry ${index} must have a valid "${property}" property`);
        }
      }
    });
  }
}

export function checkTopic(topic: unknown): asserts topic is string {
  if (!topic || typeof topic !== 'string') throw refused(`Invalid topic ${String(topic)}`);
}

export function checkGroupId(groupId: unknown): asserts groupId is string {
  if (!groupId) throw refused(`Invalid groupId ${String(groupId)}`);
}

/** @param values The numbers of an enum. */
export function checkEnum(what: string, values: object, value: unknown, shown?: unknown): void {
  if ((Object.values(values) as unknown[]).includes(value)) return;
  throw refused(`Invalid ${what} ${String(value)}${shown === undefined ? '' : `: ${JSON.stringify(shown)}`}`);
}
