import { AdminClient, type AdminConfig as CoreConfig } from '../../index';
import { logEventsOf, whenReady } from '../base/core-events';
import { retryTimes, totalPauses } from '../base/retry';
import type { RetryOptions } from '../types/retry';
import type { ClientConfig } from '../config/client-config';
import { KafkaJSNotImplemented } from '../errors/errors';
import { fromCore } from '../errors/from-core';
import type { Logger } from '../types/logging';

/** The core AdminClient of one admin client, created for the first call. kafkajs's connects by itself, too. */
export class AdminConnection {
  readonly logger: Logger;
  readonly retry: RetryOptions;
  readonly #client: ClientConfig;
  #core: Promise<AdminClient> | undefined;

  constructor(client: ClientConfig, retry: RetryOptions, logger: Logger) {
    this.#client = client;
    this.retry = retry;
    this.logger = logger;
  }

  get core(): Promise<AdminClient> {
    if (this.#core === undefined) {
      const attempt = this.#connect();
      this.#core = attempt;
      attempt.catch(() => {
        if (this.#core === attempt) this.#core = undefined;
      });
    }
    return this.#core;
  }

  async #connect(): Promise<AdminClient> {
    const core = new AdminClient({
      ...(await this.#client.common()),
      'default.api.timeout.ms': Math.max(this.#client.requestTimeout, this.retryMs),
    } as CoreConfig);
    logEventsOf(core, this.logger);
    await whenReady(core, this.#client);
    return core;
  }

  async close(): Promise<void> {
    const closing = this.#core;
    this.#core = undefined;
    const core = await closing?.catch(() => undefined);
    await core?.close();
  }

  /** How long kafkajs would try again. */
  get retryMs(): number {
    return Math.max(1, totalPauses(retryTimes(this.retry)));
  }

  /** Calls the core, and turns its errors into kafkajs's. */
  async call<T>(work: (core: AdminClient) => Promise<T>): Promise<T> {
    const core = await this.core;
    try {
      return await work(core);
    } catch (error) {
      throw fromCore(error);
    }
  }

  /** librdkafka has no such request. */
  notImplemented(operation: string): Error {
    return new KafkaJSNotImplemented(`${operation} is not supported: librdkafka has no such request`);
  }
}
