// The producer's transactions need this too, so it lives in a layer below both.
export { serializedGroupMetadata, type ConsumerGroupMetadata } from '../../client/group-metadata';
