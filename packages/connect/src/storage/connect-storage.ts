import { inspect } from 'node:util';
import type { ConsumerConfig } from 'kafka-napi';

import { type CallOptions, checkWait } from '../arguments';
import { ConnectWatch } from './connect-watch';
import { Reading } from './reading';
import type { Hide } from './stored-state';
import {
  checkStorageOptions,
  type ConnectStorageConfig,
  type ConnectStorageOptions,
  consumerConfig,
  type Topics,
} from './topics';
import type { ConnectSnapshot } from './types';

/** Milliseconds for reading the topics from beginning to end. */
const READ_MS = 60_000;

/**
 * Reads what a Kafka Connect cluster stores, from its three topics: connectors, their configurations, what state they
 * shall be in and are in, and the offsets of sources. Also when no worker runs. It reads committed records without a
 * group, and writes nothing.
 *
 *   const storage = new ConnectStorage({ 'bootstrap.servers': 'localhost:9092' });
 *   const { connectors } = await storage.read();
 */
export class ConnectStorage {
  readonly #config: ConsumerConfig;
  readonly #topics: Topics;
  readonly #hide: Hide | undefined;

  /**
   * @param config Of the consumer that reads.
   * @throws InvalidArgumentError for an option that is unknown or wrong.
   */
  constructor(config: ConnectStorageConfig, options?: ConnectStorageOptions) {
    const { topics, hide } = checkStorageOptions(options);
    this.#config = consumerConfig(config);
    this.#topics = topics;
    this.#hide = hide;
  }

  /**
   * All that is stored now, read from the beginning of the topics by a consumer that lives as long.
   * @param options `timeoutMs`: default 60,000.
   * @throws TimeoutError also where one of the topics does not exist.
   */
  async read(options?: CallOptions): Promise<ConnectSnapshot> {
    const reading = await this.#open('read', options);
    try {
      return reading.state.snapshot();
    } finally {
      await reading.close();
    }
  }

  /**
   * Reads all that is stored, then follows what is written. Close it.
   * @param options `timeoutMs`: for the first part. `signal`: ends it, also afterwards.
   */
  async watch(options?: CallOptions): Promise<ConnectWatch> {
    return new ConnectWatch(await this.#open('watch', options), options?.signal);
  }

  toJSON(): object {
    const { config, status, offsets } = this.#topics;
    return { topics: [config, status, ...offsets] };
  }

  [inspect.custom](): string {
    return `ConnectStorage ${JSON.stringify(this.toJSON())}`;
  }

  #open(operation: string, options: CallOptions | undefined): Promise<Reading> {
    const wait = checkWait(operation, options, READ_MS);
    return Reading.toEnd(operation, this.#config, this.#topics, this.#hide, wait);
  }
}
