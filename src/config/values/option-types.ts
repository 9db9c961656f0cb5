/** A number, as such or as a string. */
export type NumberValue = number | bigint | `${number}`;
export type BooleanValue = boolean | 'true' | 'false';
/** A list, as an array or comma-separated; or a single element. */
export type ListOf<T> = readonly T[] | string;

/** Given serialized key and value (`null` for none), returns a partition from 0 to `partitionCount` - 1. */
export type PartitionerFunction = (
  topic: string,
  key: Buffer | null,
  value: Buffer | null,
  partitionCount: number,
) => number;

/** librdkafka's partitioners. `murmur2_random` is Java's hash. */
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

/** Java's ProducerInterceptor. What a method throws is logged, and goes no further. */
export interface ProducerInterceptor {
  configure?(config: Readonly<Record<string, unknown>>): void;
  /** Before serialization: returns the record to send. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  onSend?(record: any): any;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  onAcknowledgement?(metadata: any, error: Error | null): void;
  close?(): void;
}

/** Java's ConsumerInterceptor. What a method throws is logged, and goes no further. */
export interface ConsumerInterceptor {
  configure?(config: Readonly<Record<string, unknown>>): void;
  /** Before a poll returns: returns the records it shall return. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  onConsume?(records: any): any;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  onCommit?(offsets: any): void;
  close?(): void;
}

/** Gets the metrics of a client, each time librdkafka's statistics come in. */
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
  /** The token as it is sent: a JWT in most cases. */
  token: string;
  /** The name it stands for; librdkafka needs one. */
  principal: string;
  /** When it expires, in milliseconds since the epoch. */
  lifetimeMs: number;
  /** SASL extensions (KIP-342). */
  extensions?: Readonly<Record<string, string>>;
}

/** Returns a token for SASL/OAUTHBEARER. Called when librdkafka needs a new one. */
export type TokenProvider = () => OAuthToken | Promise<OAuthToken>;

export type TokenProviderOption =
  TokenProvider | { handle: TokenProvider } | (new () => { handle: TokenProvider }) | (string & {});
