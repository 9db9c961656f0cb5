/** librdkafka's serialized form of the metadata, returned to it unchanged. */
export const serializedGroupMetadata: unique symbol = Symbol.for('kafka-napi.serializedGroupMetadata') as never;

/**
 * The member and group that consumed the input of a transaction: `consumer.groupMetadata()`, or only `{ groupId }` for
 * a group whose members are not checked. Java's ConsumerGroupMetadata.
 */
export interface ConsumerGroupMetadata {
  readonly groupId: string;
  readonly memberId?: string | undefined;
  /** −1: not a member. */
  readonly generationId?: number | undefined;
  readonly groupInstanceId?: string | null | undefined;
  readonly [serializedGroupMetadata]?: Buffer | undefined;
}
