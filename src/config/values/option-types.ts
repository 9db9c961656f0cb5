/** A number, as such or as a string. */
export type NumberValue = number | bigint | `${number}`;
export type BooleanValue = boolean | 'true' | 'false';
/** A list, as an array or comma-separated; or a single element. */
export type ListOf<T> = readonly T[] | string;

/** Called with the serialized key and value (`null` for none). Returns a partition from 0 to `partitionCount` - 1. */
export type PartitionerFunction = (
  topic: string,
  key: Buffer | null,
  value: Buffer | null,
  partitionCount: number,
) => number;

/** librdkafka's partitioners. `murmur2_random` uses Java's hash. */
export type NativePartitionerName =
  'random' | 'consistent' | 'consistent_random' | 'murmur2' | 'murmur2_random' | 'fnv1a' | 'fnv1a_random';

export type JavaPartitionerName = 'org.apache.kafka.clients.producer.RoundRobinPartitioner';

export type PartitionerOption =
  | PartitionerFunction
  | { partition: PartitionerFunction }
  | (new () => { partition: PartitionerFunction })
  | NativePartitionerName
  | JavaPartitionerName;

export type AssignorName =
  | 'range'
  | 'roundrobin'
  | 'cooperative-sticky'
  | 'org.apache.kafka.clients.consumer.RangeAssignor'
  | 'org.apache.kafka.clients.consumer.RoundRobinAssignor'
  | 'org.apache.kafka.clients.consumer.CooperativeStickyAssignor';

/** Java's ProducerInterceptor. An error of a method is logged and has no other effect. */
export interface ProducerInterceptor {
  configure?(config: Readonly<Record<string, unknown>>): void;
  /** Before serialization: returns the record to send. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  onSend?(record: any): any;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  onAcknowledgement?(metadata: any, error: Error | null): void;
  close?(): void;
}

/** Java's ConsumerInterceptor. An error of a method is logged and has no other effect. */
export interface ConsumerInterceptor {
  configure?(config: Readonly<Record<string, unknown>>): void;
  /** Before a poll returns: returns the records that it shall return. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  onConsume?(records: any): any;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  onCommit?(offsets: any): void;
  close?(): void;
}

/** Gets the metrics of a client whenever librdkafka's statistics arrive. */
export interface MetricReporter {
  configure?(config: Readonly<Record<string, unknown>>): void;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  metrics(metrics: any): void;
  close?(): void;
}

export type ProducerInterceptorOption = ProducerInterceptor | (new () => ProducerInterceptor);
export type ConsumerInterceptorOption = ConsumerInterceptor | (new () => ConsumerInterceptor);
export type MetricReporterOption = MetricReporter | (new () => MetricReporter);

/** A token for SASL/OAUTHBEARER. */
export interface OAuthToken {
  /** The token as it is sent, usually a JWT. */
  token: string;
  /** The name of the principal; librdkafka requires one. */
  principal: string;
  /** Time of expiry, in milliseconds since the epoch. */
  lifetimeMs: number;
  /** SASL extensions (KIP-342). */
  extensions?: Readonly<Record<string, string>> | undefined;
}

/** Returns a token for SASL/OAUTHBEARER. Called when librdkafka needs a new one. */
export type TokenProvider = () => OAuthToken | Promise<OAuthToken>;

export type TokenProviderOption =
  TokenProvider | { handle: TokenProvider } | (new () => { handle: TokenProvider }) | (string & {});
