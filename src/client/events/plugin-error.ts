import { KafkaError } from '../../errors/kafka-error';

/** The `warning` for a plug-in's failure. @param plugin in words: 'an interceptor', 'a metric reporter'. */
export function pluginError(plugin: string, method: string, cause: unknown): KafkaError {
  const message = `${plugin}'s ${method} threw: ${cause instanceof Error ? cause.message : String(cause)}`;
  return new KafkaError({ code: 'ERR_LISTENER', message, operation: method, cause });
}
