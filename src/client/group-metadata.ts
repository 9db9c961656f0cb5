/** librdkafka's own form of the metadata, which goes back to it as it came. */
export const serializedGroupMetadata: unique symbol = Symbol.for('kafka-napi.serializedGroupMetadata') as never;

/** Which member of which group consumed the input of a transaction: `consumer.groupMetadata()`. Java's ConsumerGroupMetadata. */
export interface ConsumerGroupMetadata {
  readonly groupId: string;
  readonly memberId: string;
  /** −1: not a member. */
  readonly generationId?: number;
  readonly groupInstanceId?: string | null;
  readonly [serializedGroupMetadata]: Buffer;
}
