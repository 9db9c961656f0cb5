/** `kafka-napi-connect`: a client of Kafka Connect's REST API, and a reader of what a Connect cluster stores. */
export { ConnectClient } from './client/connect-client';
export type { ConnectClientOptions } from './client/options';
export type { WorkerOptions } from './client/requests';
export type { TlsOptions } from './client/http';
export type * from './client/types';
export type { CallOptions, ConfigValue, ConnectorConfigInput } from './arguments';
export { ConnectError, type ConnectErrorCode, type ConnectErrorOptions } from './connect-error';
export { exactNumber, isExactNumber, type ExactNumber, type JsonObject, type JsonValue } from './json';
export { ConnectStorage } from './storage/connect-storage';
export type { ConnectWatch } from './storage/connect-watch';
export type { ConnectStorageConfig, ConnectStorageOptions } from './storage/topics';
export type { Hide } from './storage/stored-state';
export type * from './storage/types';
