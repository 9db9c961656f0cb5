import type { NativePartition, Requests } from '../binding/native';
import { LogicalOffset } from '../binding/native';
import type { NativeClient } from '../client/native-client';
import type { OAuthToken } from '../config/values/option-types';
import { askLeadersOnly, type LeaderAnswer } from '../consumer/questions/leader-offsets';

export type RawPartition = NativePartition;
export type RawMetadata = Requests['metadata']['out'];

/** Questions that every client can ask, each with its own time limit in ms. */
export class RawQueries {
  readonly #client: NativeClient;

  constructor(client: NativeClient) {
    this.#client = client;
  }

  /** As librdkafka names the client. */
  get name(): string {
    return this.#client.call('name', null);
  }

  /** @param topics null: all. */
  metadata(topics: string[] | null, timeoutMs: number): Promise<RawMetadata> {
    return this.#client.request('metadata', { topics, timeoutMs }, 'metadata');
  }

  /** The beginning and the high watermark of each partition. */
  async watermarks(
    topic: string,
    partition: number,
    timeoutMs: number,
  ): Promise<[low: LeaderAnswer, high: LeaderAnswer]> {
    const ask = async (offset: number): Promise<LeaderAnswer> => {
      const [answer] = await this.listOffsets([{ topic, partition, offset }], timeoutMs);
      return answer!;
    };
    return Promise.all([ask(LogicalOffset.BEGINNING), ask(LogicalOffset.END)]);
  }

  /**
   * `offset` of each: an end of the log, or a time in ms. Errors are in the `errno` of each answer. Creates no topic,
   * whatever the client may.
   */
  listOffsets(
    partitions: readonly { topic: string; partition: number; offset: number }[],
    timeoutMs: number,
    readCommitted = false,
  ): Promise<LeaderAnswer[]> {
    return askLeadersOnly({ client: this.#client, settings: { readCommitted } }, partitions, {
      operation: 'listOffsets',
      timeoutMs,
    });
  }

  setToken({ token, principal, lifetimeMs, extensions }: OAuthToken): void {
    const pairs = Object.entries(extensions ?? {}).flat();
    this.#client.call('setToken', { token, principal, lifetimeMs, extensions: pairs });
  }
}
