import { KafkaJSConnectionError, KafkaJSNonRetriableError } from '../errors/errors';
import type { KafkaConfig } from '../types/kafka';

/** The bootstrap servers, which a function of the application may have to say. Checked when a client connects. */
export async function bootstrapServers(brokers: KafkaConfig['brokers']): Promise<string[]> {
  const list: unknown = typeof brokers === 'function' ? await ask(brokers) : brokers;
  if (!list) throw failed('brokers should not be null');
  if (!Array.isArray(list)) throw failed(`brokers should be an array, not "${typeof list}"`);
  if (list.length === 0) throw failed('brokers array is empty');
  for (const [index, broker] of list.entries()) {
    if (typeof broker !== 'string' || broker === '')
      throw failed(`broker at index ${index} is invalid "${typeof broker}"`);
  }
  return list as string[];
}

const failed = (why: string): Error => new KafkaJSNonRetriableError(`Failed to connect: ${why}`);

async function ask(brokers: () => unknown): Promise<unknown> {
  try {
    return await brokers();
  } catch (e) {
    const message = `Failed to connect: "config.brokers" threw: ${(e as Error)?.message}`;
    throw new KafkaJSConnectionError(message, { cause: e });
  }
}
