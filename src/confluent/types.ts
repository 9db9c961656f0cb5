import type { GlobalConfig } from '../rdkafka/config/types.generated';
import type { Logger } from './base/logger';
import type { logLevel } from './base/values';

export interface OauthbearerProviderResponse {
  value: string;
  principal: string;
  /** When it expires, in ms since the epoch. */
  lifetime: number;
  extensions?: Map<string, string> | { [key: string]: string } | undefined;
}

type SASLMechanismOptionsMap = {
  plain: { username: string; password: string };
  'scram-sha-256': { username: string; password: string };
  'scram-sha-512': { username: string; password: string };
  oauthbearer: { oauthBearerProvider: (config: string) => Promise<OauthbearerProviderResponse> };
};

export type SASLMechanism = keyof SASLMechanismOptionsMap;
type SASLMechanismOptions<T> = T extends SASLMechanism ? { mechanism: T } & SASLMechanismOptionsMap[T] : never;
export type SASLOptions = SASLMechanismOptions<SASLMechanism>;

export interface RetryOptions {
  maxRetryTime?: number | undefined;
  initialRetryTime?: number | undefined;
  retries?: number | undefined;
}

export interface KafkaConfig {
  brokers: string[];
  ssl?: boolean | undefined;
  sasl?: SASLOptions | undefined;
  clientId?: string | undefined;
  connectionTimeout?: number | undefined;
  authenticationTimeout?: number | undefined;
  requestTimeout?: number | undefined;
  enforceRequestTimeout?: boolean | undefined;
  retry?: RetryOptions | undefined;
  logLevel?: logLevel | undefined;
  logger?: Logger | undefined;
}

export interface CommonConstructorConfig extends GlobalConfig {
  kafkaJS?: KafkaConfig | undefined;
}
