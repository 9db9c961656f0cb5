import type { Socket } from 'node:net';
import type { ConnectionOptions } from 'node:tls';
import type { logLevel } from '../values/log-level';
import type { logCreator, Logger } from './logging';
import type { RetryOptions } from './retry';

export type BrokersFunction = () => string[] | Promise<string[]>;

export type SaslAuthenticationRequest = { encode: () => Buffer | Promise<Buffer> };
export type SaslAuthenticationResponse<ParseResult> = {
  decode: (rawResponse: Buffer) => Buffer | Promise<Buffer>;
  parse: (data: Buffer) => ParseResult;
};

export type Authenticator = { authenticate: () => Promise<void> };

export type SaslAuthenticateArgs<ParseResult> = {
  request: SaslAuthenticationRequest;
  response?: SaslAuthenticationResponse<ParseResult> | undefined;
};

export type AuthenticationProviderArgs = {
  host: string;
  port: number;
  logger: Logger;
  saslAuthenticate: <ParseResult>(args: SaslAuthenticateArgs<ParseResult>) => Promise<ParseResult | void>;
};

/** Not possible: `connect()` rejects with KafkaJSNotImplemented. */
export type Mechanism = {
  mechanism: string;
  authenticationProvider: (args: AuthenticationProviderArgs) => Authenticator;
};

export interface OauthbearerProviderResponse {
  value: string;
}

export type SASLMechanismOptionsMap = {
  plain: { username: string; password: string };
  'scram-sha-256': { username: string; password: string };
  'scram-sha-512': { username: string; password: string };
  aws: {
    authorizationIdentity: string;
    accessKeyId: string;
    secretAccessKey: string;
    sessionToken?: string | undefined;
  };
  oauthbearer: { oauthBearerProvider: () => Promise<OauthbearerProviderResponse> };
};

export type SASLMechanism = keyof SASLMechanismOptionsMap;
export type SASLMechanismOptions<T> = T extends SASLMechanism ? { mechanism: T } & SASLMechanismOptionsMap[T] : never;
export type SASLOptions = SASLMechanismOptions<SASLMechanism>;

export interface ISocketFactoryArgs {
  host: string;
  port: number;
  ssl: ConnectionOptions;
  onConnect: () => void;
}

/** Ignored, with a warning: sockets are librdkafka's. */
export type ISocketFactory = (args: ISocketFactoryArgs) => Socket;

export interface KafkaConfig {
  brokers: string[] | BrokersFunction;
  ssl?: ConnectionOptions | boolean | undefined;
  sasl?: SASLOptions | Mechanism | undefined;
  clientId?: string | undefined;
  connectionTimeout?: number | undefined;
  authenticationTimeout?: number | undefined;
  reauthenticationThreshold?: number | undefined;
  requestTimeout?: number | undefined;
  enforceRequestTimeout?: boolean | undefined;
  retry?: RetryOptions | undefined;
  socketFactory?: ISocketFactory | undefined;
  logLevel?: logLevel | undefined;
  logCreator?: logCreator | undefined;
}
