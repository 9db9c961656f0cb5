// Shared with the producer, whose transactions take it; so it lives below both.
export { serializedGroupMetadata, type ConsumerGroupMetadata } from '../client/group-metadata';
