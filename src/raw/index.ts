/**
 * Clients with librdkafka's own configuration and semantics, for entries with the API of another binding of librdkafka.
 * Not public.
 */
export { RawAdmin } from './raw-admin';
export type { RawConf, RawTokenProvider } from './raw-config';
export { RawConsumer, type RawConsumerEvents } from './raw-consumer';
export type { RawEvents } from './raw-events';
export { RawProducer } from './raw-producer';
export type { RawMetadata, RawPartition, RawQueries } from './raw-queries';
export type { EndReached, Sink } from '../consumer/reading/direct-reader';
export type { RebalanceEvent } from '../consumer/rebalance/rebalancer';
export type { Run } from '../consumer/records/record-batch';
export { errorDescription } from '../client/events/error-description';
export { librdkafkaCodes } from '../errors/codes.generated';
