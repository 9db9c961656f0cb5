import type { KafkaError } from '../../index';
import { afterRetries } from '../errors/from-core';
import { retryTimes } from './retry';
import type { RetryOptions } from '../types/retry';
import type { Logger } from '../types/logging';

interface CoreClient {
  on(name: 'error' | 'warning', listener: (error: KafkaError) => void): unknown;
  on(name: 'log', listener: (entry: { level: number; facility: string; message: string }) => void): unknown;
  ready(options: { timeoutMs: number }): Promise<void>;
  close(options?: { timeoutMs?: number | undefined }): Promise<void>;
}

/** What a core client says goes where kafkajs's own lines go. */
export function logEventsOf(core: CoreClient, logger: Logger): void {
  core.on('error', (error) => logger.error(error.message, { code: error.code }));
  core.on('warning', (error) => logger.warn(error.message, { code: error.code }));
  core.on('log', ({ level, facility, message }) => {
    const write = level <= 3 ? logger.error : level === 4 ? logger.warn : level <= 6 ? logger.info : logger.debug;
    write(message, { facility });
  });
}

interface Connecting {
  readonly retry: RetryOptions | undefined;
  readonly connectTimeoutMs: number;
  refusal(error: Error): Error;
}

/** Resolves when a broker has answered. Otherwise closes the client and rejects like kafkajs after its last try. */
export async function whenReady(core: CoreClient, client: Connecting): Promise<void> {
  try {
    await core.ready({ timeoutMs: client.connectTimeoutMs });
  } catch (error) {
    await core.close({ timeoutMs: 0 }).catch(() => undefined);
    const { retries, initialRetryTime } = retryTimes(client.retry);
    throw client.refusal(afterRetries(error, retries, initialRetryTime));
  }
}
