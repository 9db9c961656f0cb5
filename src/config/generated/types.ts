// Made by tools/java-config/generate.mjs from the table there. Do not edit.
import type { DeserializerOption, ListInnerOption, SerializerOption, Bytes } from '../../serde/spec';
import type { Password } from '../password';
import type {
  AssignorName,
  BooleanValue,
  ConsumerInterceptorOption,
  ListOf,
  MetricReporterOption,
  NumberValue,
  PartitionerOption,
  ProducerInterceptorOption,
  TokenProviderOption,
} from '../option-types';

/** Properties of a Producer, by Java's names; librdkafka's where only it has the property. */
export interface ProducerConfig<K = Bytes, V = Bytes> {
  /** Which acknowledgements a record needs before it counts as written: all in-sync replicas, the leader only (1), or none (0). 0 and 1 switch idempotence off, unless it was asked for by name: then they are refused. Default: all. */
  'acks'?: 'all' | '-1' | '0' | '1' | -1 | 0 | 1;
  /** Largest batch of records for one partition, in bytes. 0 sends each record by itself. librdkafka puts one partition's batch into each request, so larger values gain more here than in Java: see the performance guide. Default: 16384. */
  'batch.size'?: NumberValue;
  /** How long the names in bootstrap.servers may take to resolve. Names are resolved in the background, and again for each connection, so the constructor never blocks on it; `client.ready()` tells. Default: 0. */
  'bootstrap.resolve.timeout.ms'?: NumberValue;
  /** Brokers to ask first, as host:port; a few of them are enough to find the rest. Required. */
  'bootstrap.servers'?: ListOf<string>;
  /** Bytes of records that may wait to be sent or acknowledged. Counted as key, value, headers and 176 bytes per record. `produce` throws ERR__QUEUE_FULL when it is used up, `send` waits up to max.block.ms. Default: 33554432. */
  'buffer.memory'?: NumberValue;
  /** Whether all addresses of a name are tried, or only the canonical names of bootstrap.servers. Default: use_all_dns_ips. */
  'client.dns.lookup'?: 'use_all_dns_ips' | 'resolve_canonical_bootstrap_servers_only';
  /** Name of this client in the broker's logs, metrics and quotas. Made up as Java makes it when absent. Default: empty. */
  'client.id'?: string;
  /** Rack or availability zone of this client. In a producer it has no effect: see partitioner.rack.aware. Default: empty. */
  'client.rack'?: string;
  /** Level of gzip; -1 is zlib's default. Only with compression.type=gzip. Default: -1. */
  'compression.gzip.level'?: NumberValue;
  /** Level of LZ4; 9, the default, is the fast compressor. Only with compression.type=lz4. Levels 13 to 17 are lowered to 12, librdkafka's highest, with a warning. Default: 9. */
  'compression.lz4.level'?: NumberValue;
  /** Codec for batches of records. Default: none. */
  'compression.type'?: 'none' | 'gzip' | 'snappy' | 'lz4' | 'zstd';
  /** Level of Zstandard. Only with compression.type=zstd. Levels above 12 are lowered to 12 and negative ones raised to 1, with a warning: librdkafka takes no others. Default: 3. */
  'compression.zstd.level'?: NumberValue;
  /** Java classes that fill in values from elsewhere. Read such values in your program. Default: empty. */
  'config.providers'?: ListOf<string>;
  /** Connections that were idle for so long are closed; negative: never. Default: 540000. */
  'connections.max.idle.ms'?: NumberValue;
  /** Time from `produce` or `send` to success or failure of a record. At least linger.ms + request.timeout.ms. With a transactional.id at most transaction.timeout.ms. Default: 120000. */
  'delivery.timeout.ms'?: NumberValue;
  /** Whether the broker drops duplicates that retries would cause, and keeps the order. Default: true. */
  'enable.idempotence'?: BooleanValue;
  /** Whether the broker may ask this client for metrics (KIP-714). Default: true. */
  'enable.metrics.push'?: BooleanValue;
  /** Objects (or classes) that see records on their way: onSend and onAcknowledgement, or onConsume and onCommit. Functions and objects instead of Java class names. Default: empty. */
  'interceptor.classes'?: ListOf<ProducerInterceptorOption>;
  /** How keys are written: a short name, Java's class name, a function, object or class. Not required: Buffer, Uint8Array and string are taken when it is absent. Default: none. */
  'key.serializer'?: SerializerOption<K>;
  /** How long a batch waits for more records. At most 900000. Default: 5. */
  'linger.ms'?: NumberValue;
  /** How long `send` may wait for room and metadata, and transaction calls without a timeout for their answer. Default: 60000. */
  'max.block.ms'?: NumberValue;
  /** Produce requests on their way to one broker at once; at most 5 with idempotence. Default: 5. */
  'max.in.flight.requests.per.connection'?: NumberValue;
  /** Largest record, as an uncompressed batch of its own. At least 1000 bytes. Default: 1048576. */
  'max.request.size'?: NumberValue;
  /** Whether connections to a wrong cluster are detected. librdkafka has no such check: accepted without effect. Default: true. */
  'metadata.cluster.check.enable'?: BooleanValue;
  /** How often metadata is refreshed without a reason. At most an hour (3600000). Default: 300000. */
  'metadata.max.age.ms'?: NumberValue;
  /** How long Java remembers a topic it does not produce to. Topics are remembered as long as the client lives: accepted without effect. Default: 300000. */
  'metadata.max.idle.ms'?: NumberValue;
  /** After so long without metadata the client starts again from bootstrap.servers. Default: 300000. */
  'metadata.recovery.rebootstrap.trigger.ms'?: NumberValue;
  /** What to do when no known broker answers: start again from bootstrap.servers, or not. Default: rebootstrap. */
  'metadata.recovery.strategy'?: 'REBOOTSTRAP' | 'NONE' | 'rebootstrap' | 'none';
  /** Objects (or classes) that get the metrics: see `metrics()`. Java's JmxReporter is accepted without effect. Default: org.apache.kafka.common.metrics.JmxReporter. */
  'metric.reporters'?: ListOf<MetricReporterOption>;
  /** Samples kept for Java's metrics. The metrics come from librdkafka's statistics: accepted without effect. Default: 2. */
  'metrics.num.samples'?: NumberValue;
  /** Level of detail of Java's metrics. The metrics come from librdkafka's statistics: accepted without effect. Default: INFO. */
  'metrics.recording.level'?: 'INFO' | 'DEBUG' | 'TRACE';
  /** How often metric.reporters get metrics. Only where statistics.interval.ms is not set; at least 1000. Default: 30000. */
  'metrics.sample.window.ms'?: NumberValue;
  /** Whether slow brokers get fewer keyless records. librdkafka does not measure that: accepted without effect. Default: true. */
  'partitioner.adaptive.partitioning.enable'?: BooleanValue;
  /** After so long without an answer Java's partitioner avoids a partition. librdkafka has no such rule: a value above 0 is accepted with a warning. Default: 0. */
  'partitioner.availability.timeout.ms'?: NumberValue;
  /** How a record without a partition gets one: a Java class name, one of librdkafka's names, or a function. A record without a key stays with one partition for batch.size bytes, as in Java; which partition comes next does not depend on the brokers' load. Default: none. */
  'partitioner.class'?: PartitionerOption | null;
  /** Whether the key plays no part in choosing the partition. Default: false. */
  'partitioner.ignore.keys'?: BooleanValue;
  /** Whether keyless records prefer leaders in client.rack. librdkafka has no such rule: true is accepted with a warning. Default: false. */
  'partitioner.rack.aware'?: BooleanValue;
  /** Size of the socket's receive buffer; -1 leaves it to the system. 0 is refused: Java takes it and then fails to connect. Default: 32768. */
  'receive.buffer.bytes'?: NumberValue;
  /** Longest pause between attempts to connect. At most 2147483. Default: 1000. */
  'reconnect.backoff.max.ms'?: NumberValue;
  /** First pause between attempts to connect; doubled each time. Default: 50. */
  'reconnect.backoff.ms'?: NumberValue;
  /** How long a request waits for its answer. 10 to 300000, and with a transactional.id at most transaction.timeout.ms + 100. Default: 30000. */
  'request.timeout.ms'?: NumberValue;
  /** How often a request is sent again. In an AdminClient librdkafka decides. Default: 2147483647. */
  'retries'?: NumberValue;
  /** Longest pause before a request is sent again. 1 to 300000. Default: 1000. */
  'retry.backoff.max.ms'?: NumberValue;
  /** First pause before a request is sent again; doubled each time. 1 to 300000. Default: 100. */
  'retry.backoff.ms'?: NumberValue;
  /** Java class that answers SASL callbacks. SASL is done inside librdkafka. Default: none. */
  'sasl.client.callback.handler.class'?: string | null;
  /** Login module and its options on one line, as in Java. sasl.username and sasl.password do as well. PlainLoginModule, ScramLoginModule, OAuthBearerLoginModule and Krb5LoginModule are understood. Default: none. */
  'sasl.jaas.config'?: string | null;
  /** Path of kinit. Default: /usr/bin/kinit. */
  'sasl.kerberos.kinit.cmd'?: string;
  /** Time between refreshes of a Kerberos ticket. Default: 60000. */
  'sasl.kerberos.min.time.before.relogin'?: NumberValue;
  /** Kerberos name that the brokers run under. Default: none. */
  'sasl.kerberos.service.name'?: string | null;
  /** Randomness of Java's ticket renewal. Tickets are renewed at a fixed interval: accepted without effect. Default: 0.05. */
  'sasl.kerberos.ticket.renew.jitter'?: NumberValue;
  /** Part of a ticket's life after which Java renews it. Tickets are renewed at a fixed interval: accepted without effect. Default: 0.8. */
  'sasl.kerberos.ticket.renew.window.factor'?: NumberValue;
  /** For OAUTHBEARER: an async function (or object with `handle`) that returns a token, or Java's OAuthBearerLoginCallbackHandler for the OIDC properties. Default: none. */
  'sasl.login.callback.handler.class'?: TokenProviderOption | null;
  /** Java class that logs in. Login is done inside librdkafka. Default: none. */
  'sasl.login.class'?: string | null;
  /** How long connecting to the token endpoint may take. Default: none. */
  'sasl.login.connect.timeout.ms'?: NumberValue | null;
  /** How long the answer of the token endpoint may take. Default: none. */
  'sasl.login.read.timeout.ms'?: NumberValue | null;
  /** Time before a token expires that a refresh shall not come closer than. A token is refreshed after four fifths of its life: accepted without effect. Default: 300. */
  'sasl.login.refresh.buffer.seconds'?: NumberValue;
  /** Least time between refreshes of a token. A token is refreshed after four fifths of its life: accepted without effect. Default: 60. */
  'sasl.login.refresh.min.period.seconds'?: NumberValue;
  /** Part of a token's life after which it is refreshed. A token is refreshed after four fifths of its life: accepted without effect. Default: 0.8. */
  'sasl.login.refresh.window.factor'?: NumberValue;
  /** Randomness of a token's refresh. A token is refreshed after four fifths of its life: accepted without effect. Default: 0.05. */
  'sasl.login.refresh.window.jitter'?: NumberValue;
  /** Longest pause between attempts to get a token. Default: 10000. */
  'sasl.login.retry.backoff.max.ms'?: NumberValue;
  /** First pause between attempts to get a token; doubled each time. Default: 100. */
  'sasl.login.retry.backoff.ms'?: NumberValue;
  /** How to authenticate: PLAIN, SCRAM-SHA-256, SCRAM-SHA-512, OAUTHBEARER or GSSAPI. GSSAPI needs a build with Kerberos. Default: GSSAPI. */
  'sasl.mechanism'?: string;
  /** For brokers. Accepted without effect. Default: false. */
  'sasl.oauthbearer.allow.unverified.audience'?: BooleanValue;
  /** For brokers. Accepted without effect. Default: false. */
  'sasl.oauthbearer.allow.unverified.issuer'?: BooleanValue;
  /** Signature of the assertion sent for a token: RS256 or ES256. Default: RS256. */
  'sasl.oauthbearer.assertion.algorithm'?: 'ES256' | 'RS256' | 'es256' | 'rs256';
  /** Audience claim of the assertion. Default: none. */
  'sasl.oauthbearer.assertion.claim.aud'?: string | null;
  /** Seconds until the assertion expires. Default: 300. */
  'sasl.oauthbearer.assertion.claim.exp.seconds'?: NumberValue;
  /** Issuer claim of the assertion. Default: none. */
  'sasl.oauthbearer.assertion.claim.iss'?: string | null;
  /** Whether the assertion carries a unique id. Default: false. */
  'sasl.oauthbearer.assertion.claim.jti.include'?: BooleanValue;
  /** Seconds by which the assertion is valid earlier than now. Default: 60. */
  'sasl.oauthbearer.assertion.claim.nbf.seconds'?: NumberValue;
  /** Subject claim of the assertion. Default: none. */
  'sasl.oauthbearer.assertion.claim.sub'?: string | null;
  /** File with a ready assertion. Default: none. */
  'sasl.oauthbearer.assertion.file'?: string | null;
  /** PEM file with the key that signs the assertion. Default: none. */
  'sasl.oauthbearer.assertion.private.key.file'?: string | null;
  /** Passphrase of that key. Default: none. */
  'sasl.oauthbearer.assertion.private.key.passphrase'?: string | null;
  /** JSON file with header and claims to start the assertion from. Default: none. */
  'sasl.oauthbearer.assertion.template.file'?: string | null;
  /** Client id for the token endpoint. Default: none. */
  'sasl.oauthbearer.client.credentials.client.id'?: string | null;
  /** Client secret for the token endpoint. Default: none. */
  'sasl.oauthbearer.client.credentials.client.secret'?: string | null;
  /** For brokers. Accepted without effect. Default: 30. */
  'sasl.oauthbearer.clock.skew.seconds'?: NumberValue;
  /** For brokers. Accepted without effect. Default: empty. */
  'sasl.oauthbearer.expected.audience'?: ListOf<string>;
  /** For brokers. Accepted without effect. Default: none. */
  'sasl.oauthbearer.expected.issuer'?: string | null;
  /** Whether client id and secret are URL-encoded in the token request. Default: false. */
  'sasl.oauthbearer.header.urlencode'?: BooleanValue;
  /** For brokers. Accepted without effect. Default: 3600000. */
  'sasl.oauthbearer.jwks.endpoint.refresh.ms'?: NumberValue;
  /** For brokers. Accepted without effect. Default: 10000. */
  'sasl.oauthbearer.jwks.endpoint.retry.backoff.max.ms'?: NumberValue;
  /** For brokers. Accepted without effect. Default: 100. */
  'sasl.oauthbearer.jwks.endpoint.retry.backoff.ms'?: NumberValue;
  /** For brokers. Accepted without effect. Default: none. */
  'sasl.oauthbearer.jwks.endpoint.url'?: string | null;
  /** How a token is got: a function or object, or one of Java's retrievers by class name. Default: org.apache.kafka.common.security.oauthbearer.DefaultJwtRetriever. */
  'sasl.oauthbearer.jwt.retriever.class'?: TokenProviderOption | null;
  /** Java class that checks a token. Tokens are checked for subject and expiry. Default: org.apache.kafka.common.security.oauthbearer.DefaultJwtValidator. */
  'sasl.oauthbearer.jwt.validator.class'?: string;
  /** Scope to ask the token endpoint for. Default: none. */
  'sasl.oauthbearer.scope'?: string | null;
  /** Claim that holds the scope. The client does not read the scope: accepted without effect. Default: scope. */
  'sasl.oauthbearer.scope.claim.name'?: string;
  /** Claim that holds the principal's name. Default: sub. */
  'sasl.oauthbearer.sub.claim.name'?: string;
  /** Where tokens come from: http:, https:, or file:. Default: none. */
  'sasl.oauthbearer.token.endpoint.url'?: string | null;
  /** How to talk to brokers: with TLS, SASL, both or neither. Default: PLAINTEXT. */
  'security.protocol'?: 'SASL_SSL' | 'PLAINTEXT' | 'SSL' | 'SASL_PLAINTEXT' | 'sasl_ssl' | 'plaintext' | 'ssl' | 'sasl_plaintext';
  /** Java security providers. Default: none. */
  'security.providers'?: string | null;
  /** Size of the socket's send buffer; -1 leaves it to the system. 0 is refused: Java takes it and then fails to connect. Default: 131072. */
  'send.buffer.bytes'?: NumberValue;
  /** Longest that connecting may take after repeated failures. The limit does not grow: accepted without effect. Default: 30000. */
  'socket.connection.setup.timeout.max.ms'?: NumberValue;
  /** How long connecting may take. At least 1000. Covers TLS and SASL too, which Java's does not. Default: 10000. */
  'socket.connection.setup.timeout.ms'?: NumberValue;
  /** Cipher suites to offer, by IANA or OpenSSL names; all when empty. TLS 1.3 suites cannot be restricted. Default: empty. */
  'ssl.cipher.suites'?: ListOf<string>;
  /** TLS versions to offer. Exactly TLSv1.2 and TLSv1.3 are on offer; a narrower list would not be enforced. Default: TLSv1.2, TLSv1.3. */
  'ssl.enabled.protocols'?: ListOf<string>;
  /** Whether the broker's certificate must match its name: https, or empty for no check. Default: https. */
  'ssl.endpoint.identification.algorithm'?: string;
  /** Java class that makes TLS engines. Default: none. */
  'ssl.engine.factory.class'?: string | null;
  /** Password of the private key. Default: none. */
  'ssl.key.password'?: string | null;
  /** Java's key manager. Accepted without effect. Default: SunX509. */
  'ssl.keymanager.algorithm'?: string;
  /** Certificate of this client and its chain, as PEM text. Default: none. */
  'ssl.keystore.certificate.chain'?: string | null;
  /** Private key of this client, as PEM text (PKCS#8). Default: none. */
  'ssl.keystore.key'?: string | null;
  /** File with key and certificate of this client: PKCS#12, PEM or JKS; its content decides. Default: none. */
  'ssl.keystore.location'?: string | null;
  /** Password of that file. Default: none. */
  'ssl.keystore.password'?: string | null;
  /** Type of that file: JKS, PKCS12 or PEM. Default: JKS. */
  'ssl.keystore.type'?: string;
  /** Java's SSLContext. The highest version both sides have is used: accepted without effect. Default: TLSv1.3. */
  'ssl.protocol'?: string;
  /** Java security provider for TLS. Default: none. */
  'ssl.provider'?: string | null;
  /** Java's random number generator. Default: none. */
  'ssl.secure.random.implementation'?: string | null;
  /** Java's trust manager. Accepted without effect. Default: PKIX. */
  'ssl.trustmanager.algorithm'?: string;
  /** Certificates to trust, as PEM text. Default: none. */
  'ssl.truststore.certificates'?: string | null;
  /** File with certificates to trust: PKCS#12, PEM or JKS; its content decides. Default: none. */
  'ssl.truststore.location'?: string | null;
  /** Password of that file. Default: none. */
  'ssl.truststore.password'?: string | null;
  /** Type of that file: JKS, PKCS12 or PEM. Default: JKS. */
  'ssl.truststore.type'?: string;
  /** The broker aborts a transaction that is open for so long. At least 1000. Default: 60000. */
  'transaction.timeout.ms'?: NumberValue;
  /** Whether an outside coordinator decides transactions (KIP-939). librdkafka does not have it. Default: false. */
  'transaction.two.phase.commit.enable'?: BooleanValue;
  /** Name that makes the producer transactional and fences its predecessor. Default: none. */
  'transactional.id'?: string | null;
  /** How values are written: a short name, Java's class name, a function, object or class. Not required: Buffer, Uint8Array and string are taken when it is absent. Default: none. */
  'value.serializer'?: SerializerOption<V>;
  /** How long asking a broker for its protocol versions may take. librdkafka's own. */
  'api.version.request.timeout.ms'?: NumberValue;
  /** Most records in one batch. Set to 1000000, so that bytes decide as in Java. librdkafka's own. */
  'batch.num.messages'?: NumberValue;
  /** Use IPv4 only, IPv6 only, or any. librdkafka's own. */
  'broker.address.family'?: 'any' | 'v4' | 'v6';
  /** How long a resolved broker address is kept, in ms. librdkafka's own. */
  'broker.address.ttl'?: NumberValue;
  /** librdkafka's name of `compression.type`. */
  'compression.codec'?: 'none' | 'gzip' | 'snappy' | 'lz4' | 'zstd';
  /** Level of the codec, in librdkafka's own scale; wins over compression.gzip.level and its like. librdkafka's own. */
  'compression.level'?: NumberValue;
  /** Contexts to log in detail, comma-separated; raises log_level to 7. librdkafka's own. */
  'debug'?: ListOf<string>;
  /** Fail for good when the order of records has a gap. Needs idempotence. librdkafka's own. */
  'enable.gapless.guarantee'?: BooleanValue;
  /** Make unsecured tokens for OAUTHBEARER. For tests only. librdkafka's own. */
  'enable.sasl.oauthbearer.unsecure.jwt'?: BooleanValue;
  /** Connect only to brokers that are needed. librdkafka's own. */
  'enable.sparse.connections'?: BooleanValue;
  /** Whether the broker's certificate is verified. Leave it on. librdkafka's own. */
  'enable.ssl.certificate.verification'?: BooleanValue;
  /** File or folder of CA certificates for the token endpoint. librdkafka's own. */
  'https.ca.location'?: string;
  /** CA certificates for the token endpoint, as PEM text. librdkafka's own. */
  'https.ca.pem'?: string;
  /** Whether closed connections are logged. librdkafka's own. */
  'log.connection.close'?: BooleanValue;
  /** Whether log lines name the thread. librdkafka's own. */
  'log.thread.name'?: BooleanValue;
  /** Most detailed level of logs, 0 to 7. librdkafka's own. */
  'log_level'?: NumberValue;
  /** librdkafka's name of `max.in.flight.requests.per.connection`. */
  'max.in.flight'?: NumberValue;
  /** Larger records are not copied into the request. librdkafka's own. */
  'message.copy.max.bytes'?: NumberValue;
  /** librdkafka's name of `max.request.size`. */
  'message.max.bytes'?: NumberValue;
  /** librdkafka's name of `retries`. */
  'message.send.max.retries'?: NumberValue;
  /** librdkafka's name of `delivery.timeout.ms`. */
  'message.timeout.ms'?: NumberValue;
  /** librdkafka's name of `bootstrap.servers`. */
  'metadata.broker.list'?: ListOf<string>;
  /** librdkafka's name of `partitioner.class`. */
  'partitioner'?: PartitionerOption | null;
  /** Native plug-ins for librdkafka to load. librdkafka's own. */
  'plugin.library.paths'?: string;
  /** Transmissions that may wait for a broker before batches are held back; 1 with idempotence. librdkafka's own. */
  'queue.buffering.backpressure.threshold'?: NumberValue;
  /** librdkafka's name of `buffer.memory`. */
  'queue.buffering.max.kbytes'?: NumberValue;
  /** Most records in librdkafka's queue. 0, no limit, so that buffer.memory decides. librdkafka's own. */
  'queue.buffering.max.messages'?: NumberValue;
  /** librdkafka's name of `linger.ms`. */
  'queue.buffering.max.ms'?: NumberValue;
  /** Largest response from a broker. At least fetch.max.bytes + 512. librdkafka's own. */
  'receive.message.max.bytes'?: NumberValue;
  /** librdkafka's name of `acks`. */
  'request.required.acks'?: 'all' | '-1' | '0' | '1' | -1 | 0 | 1;
  /** Keytab file. librdkafka's own. */
  'sasl.kerberos.keytab'?: string;
  /** Kerberos name of this client. librdkafka's own. */
  'sasl.kerberos.principal'?: string;
  /** librdkafka's name of `sasl.mechanism`. */
  'sasl.mechanisms'?: string;
  /** librdkafka's name of `sasl.oauthbearer.assertion.template.file`. */
  'sasl.oauthbearer.assertion.jwt.template.file'?: string | null;
  /** Key that signs the assertion, as PEM text. librdkafka's own. */
  'sasl.oauthbearer.assertion.private.key.pem'?: string;
  /** librdkafka's name of `sasl.oauthbearer.client.credentials.client.id`. */
  'sasl.oauthbearer.client.id'?: string | null;
  /** librdkafka's name of `sasl.oauthbearer.client.credentials.client.secret`. */
  'sasl.oauthbearer.client.secret'?: string | null;
  /** Settings of unsecured tokens, as in principal=me. librdkafka's own. */
  'sasl.oauthbearer.config'?: string;
  /** SASL extensions to send with a token, as in a=1,b=2. librdkafka's own. */
  'sasl.oauthbearer.extensions'?: string;
  /** Grant to ask the token endpoint for. librdkafka's own. */
  'sasl.oauthbearer.grant.type'?: 'client_credentials' | 'urn:ietf:params:oauth:grant-type:jwt-bearer';
  /** oidc asks the token endpoint; default leaves tokens to the callback handler. librdkafka's own. */
  'sasl.oauthbearer.method'?: 'default' | 'oidc';
  /** Password for PLAIN and SCRAM. librdkafka's own. */
  'sasl.password'?: string;
  /** User for PLAIN and SCRAM. librdkafka's own. */
  'sasl.username'?: string;
  /** TCP keep-alive. On, as in Java. librdkafka's own. */
  'socket.keepalive.enable'?: BooleanValue;
  /** Failed requests before a connection is closed. librdkafka's own. */
  'socket.max.fails'?: NumberValue;
  /** TCP_NODELAY. librdkafka's own. */
  'socket.nagle.disable'?: BooleanValue;
  /** librdkafka's name of `receive.buffer.bytes`. */
  'socket.receive.buffer.bytes'?: NumberValue;
  /** librdkafka's name of `send.buffer.bytes`. */
  'socket.send.buffer.bytes'?: NumberValue;
  /** librdkafka's name of `request.timeout.ms`. */
  'socket.timeout.ms'?: NumberValue;
  /** Windows certificate stores to trust. librdkafka's own. */
  'ssl.ca.certificate.stores'?: string;
  /** File or folder of CA certificates, or probe. librdkafka's own. */
  'ssl.ca.location'?: string;
  /** librdkafka's name of `ssl.truststore.certificates`. */
  'ssl.ca.pem'?: string | null;
  /** PEM file with the client's certificate. librdkafka's own. */
  'ssl.certificate.location'?: string;
  /** Certificate of this client and its chain, as PEM text. librdkafka's own. */
  'ssl.certificate.pem'?: string;
  /** File of revoked certificates. librdkafka's own. */
  'ssl.crl.location'?: string;
  /** Elliptic curves to offer, as OpenSSL names them. librdkafka's own. */
  'ssl.curves.list'?: string;
  /** PEM file with the client's private key. librdkafka's own. */
  'ssl.key.location'?: string;
  /** Private key of this client, as PEM text. librdkafka's own. */
  'ssl.key.pem'?: string;
  /** OpenSSL 3 providers to load, as in default,legacy. librdkafka's own. */
  'ssl.providers'?: string;
  /** Signature algorithms to offer, as OpenSSL names them. librdkafka's own. */
  'ssl.sigalgs.list'?: string;
  /** How often `stats` is emitted; 0: never. librdkafka's own. */
  'statistics.interval.ms'?: NumberValue;
  /** How long keyless records stay with one partition. Twice linger.ms by default, 10 where that is 0. librdkafka's own. */
  'sticky.partitioning.linger.ms'?: NumberValue;
  /** Round-trip time of the built-in mock cluster. librdkafka's own. */
  'test.mock.broker.rtt'?: NumberValue;
  /** Talk to a built-in mock cluster of so many brokers. librdkafka's own. */
  'test.mock.num.brokers'?: NumberValue;
  /** Patterns of topics to ignore everywhere. librdkafka's own. */
  'topic.blacklist'?: string;
  /** How long an unknown topic may stay unknown after its creation. Follows max.block.ms. librdkafka's own. */
  'topic.metadata.propagation.max.ms'?: NumberValue;
  /** First pause between attempts to find a topic's leader. librdkafka's own. */
  'topic.metadata.refresh.fast.interval.ms'?: NumberValue;
  /** librdkafka's name of `metadata.max.age.ms`. */
  'topic.metadata.refresh.interval.ms'?: NumberValue;
  /** Ask only for topics that are in use. librdkafka's own. */
  'topic.metadata.refresh.sparse'?: BooleanValue;
  /** What an unknown property does: throw, or warn as in Java. Default: error. */
  'config.unknown'?: 'error' | 'warn';
  /** Character encoding of a string key. Default: UTF-8. */
  'key.serializer.encoding'?: string;
  /** Character encoding of a string value. Default: UTF-8. */
  'value.serializer.encoding'?: string;
  /** Character encoding of strings where the property for the side is not set. Default: UTF-8. */
  'serializer.encoding'?: string;
  /** How the elements of a key that is a list are written and read: a short name or Java's Serde, Serializer or Deserializer class. Default: none. */
  'default.list.key.serde.inner'?: ListInnerOption | null;
  /** How the elements of a value that is a list are written and read: a short name or Java's Serde, Serializer or Deserializer class. Default: none. */
  'default.list.value.serde.inner'?: ListInnerOption | null;
  /** Java's list class. Accepted without effect: lists are arrays. Default: none. */
  'default.list.key.serde.type'?: string;
  /** Java's list class. Accepted without effect: lists are arrays. Default: none. */
  'default.list.value.serde.type'?: string;
}

/** Properties of a Consumer, by Java's names; librdkafka's where only it has the property. */
export interface ConsumerConfig<K = Buffer, V = Buffer> {
  /** Whether reading a topic that does not exist may create it, where the broker allows that. Default: true. */
  'allow.auto.create.topics'?: BooleanValue;
  /** How often positions are committed when enable.auto.commit is on. Default: 5000. */
  'auto.commit.interval.ms'?: NumberValue;
  /** Where to start without a committed offset, or when it is out of range: latest, earliest, none (an error), or by_duration:PT1H (that long ago). Default: latest. */
  'auto.offset.reset'?: 'latest' | 'earliest' | 'none' | `by_duration:${string}`;
  /** How long the names in bootstrap.servers may take to resolve. Names are resolved in the background, and again for each connection, so the constructor never blocks on it; `client.ready()` tells. Default: 0. */
  'bootstrap.resolve.timeout.ms'?: NumberValue;
  /** Brokers to ask first, as host:port; a few of them are enough to find the rest. Required. */
  'bootstrap.servers'?: ListOf<string>;
  /** Whether the checksum of each fetched batch is verified. Default: true. */
  'check.crcs'?: BooleanValue;
  /** Whether all addresses of a name are tried, or only the canonical names of bootstrap.servers. Default: use_all_dns_ips. */
  'client.dns.lookup'?: 'use_all_dns_ips' | 'resolve_canonical_bootstrap_servers_only';
  /** Name of this client in the broker's logs, metrics and quotas. Made up as Java makes it when absent. Default: empty. */
  'client.id'?: string;
  /** Rack or availability zone of this client. In a producer it has no effect: see partitioner.rack.aware. Default: empty. */
  'client.rack'?: string;
  /** Java classes that fill in values from elsewhere. Read such values in your program. Default: empty. */
  'config.providers'?: ListOf<string>;
  /** Connections that were idle for so long are closed; negative: never. Default: 540000. */
  'connections.max.idle.ms'?: NumberValue;
  /** How long a call may take that was given no timeout. Default: 60000. */
  'default.api.timeout.ms'?: NumberValue;
  /** Whether positions are committed in the background: only what an earlier poll returned. Default: true. */
  'enable.auto.commit'?: BooleanValue;
  /** Whether the broker may ask this client for metrics (KIP-714). Default: true. */
  'enable.metrics.push'?: BooleanValue;
  /** Whether a pattern subscription leaves out Kafka's own topics. Default: true. */
  'exclude.internal.topics'?: BooleanValue;
  /** Most bytes of one fetch response. Default: 52428800. */
  'fetch.max.bytes'?: NumberValue;
  /** How long the broker may wait for fetch.min.bytes. At most 300000, and less than request.timeout.ms. Default: 500. */
  'fetch.max.wait.ms'?: NumberValue;
  /** Bytes a broker gathers before it answers a fetch. 0 counts as 1; at most 100000000. Default: 1. */
  'fetch.min.bytes'?: NumberValue;
  /** Name of the consumer group. Without one, only assign() works and nothing is committed. Default: none. */
  'group.id'?: string | null;
  /** Name of this member that survives restarts (static membership). Default: none. */
  'group.instance.id'?: string | null;
  /** Rebalance protocol: classic, or consumer (KIP-848). Default: classic. */
  'group.protocol'?: 'classic' | 'consumer' | 'CLASSIC' | 'CONSUMER';
  /** Assignor the broker shall use. Only with group.protocol=consumer. Default: none. */
  'group.remote.assignor'?: string | null;
  /** Time between heartbeats, lower than session.timeout.ms. Only with group.protocol=classic. Default: 3000. */
  'heartbeat.interval.ms'?: NumberValue;
  /** Objects (or classes) that see records on their way: onSend and onAcknowledgement, or onConsume and onCommit. Functions and objects instead of Java class names. Default: empty. */
  'interceptor.classes'?: ListOf<ConsumerInterceptorOption>;
  /** Whether records of open and aborted transactions are returned. Default: read_uncommitted. */
  'isolation.level'?: 'read_committed' | 'read_uncommitted';
  /** How keys are read: a short name, Java's class name, a function, object or class. Not required: bytes come as Buffer when it is absent. Default: none. */
  'key.deserializer'?: DeserializerOption<K>;
  /** Bytes of one partition in a fetch response; a larger batch still comes through. Default: 1048576. */
  'max.partition.fetch.bytes'?: NumberValue;
  /** A consumer that does not poll for so long leaves its group. At most a day (86400000), and with the classic protocol at least session.timeout.ms. Default: 300000. */
  'max.poll.interval.ms'?: NumberValue;
  /** Most records a poll returns. Default: 500. */
  'max.poll.records'?: NumberValue;
  /** Whether connections to a wrong cluster are detected. librdkafka has no such check: accepted without effect. Default: true. */
  'metadata.cluster.check.enable'?: BooleanValue;
  /** How often metadata is refreshed without a reason. At most an hour (3600000). Default: 300000. */
  'metadata.max.age.ms'?: NumberValue;
  /** After so long without metadata the client starts again from bootstrap.servers. Default: 300000. */
  'metadata.recovery.rebootstrap.trigger.ms'?: NumberValue;
  /** What to do when no known broker answers: start again from bootstrap.servers, or not. Default: rebootstrap. */
  'metadata.recovery.strategy'?: 'REBOOTSTRAP' | 'NONE' | 'rebootstrap' | 'none';
  /** Objects (or classes) that get the metrics: see `metrics()`. Java's JmxReporter is accepted without effect. Default: org.apache.kafka.common.metrics.JmxReporter. */
  'metric.reporters'?: ListOf<MetricReporterOption>;
  /** Samples kept for Java's metrics. The metrics come from librdkafka's statistics: accepted without effect. Default: 2. */
  'metrics.num.samples'?: NumberValue;
  /** Level of detail of Java's metrics. The metrics come from librdkafka's statistics: accepted without effect. Default: INFO. */
  'metrics.recording.level'?: 'INFO' | 'DEBUG' | 'TRACE';
  /** How often metric.reporters get metrics. Only where statistics.interval.ms is not set; at least 1000. Default: 30000. */
  'metrics.sample.window.ms'?: NumberValue;
  /** Assignors this member accepts, best first. Only with group.protocol=classic. Range, RoundRobin and CooperativeSticky, as Java classes or range, roundrobin, cooperative-sticky. librdkafka cannot offer eager and cooperative ones together: those of the first one's kind are kept. Java's default list works as range. Default: org.apache.kafka.clients.consumer.RangeAssignor, org.apache.kafka.clients.consumer.CooperativeStickyAssignor. */
  'partition.assignment.strategy'?: ListOf<AssignorName>;
  /** Size of the socket's receive buffer; -1 leaves it to the system. 0 is refused: Java takes it and then fails to connect. Default: 65536. */
  'receive.buffer.bytes'?: NumberValue;
  /** Longest pause between attempts to connect. At most 2147483. Default: 1000. */
  'reconnect.backoff.max.ms'?: NumberValue;
  /** First pause between attempts to connect; doubled each time. Default: 50. */
  'reconnect.backoff.ms'?: NumberValue;
  /** How long a request waits for its answer. 10 to 300000, and with a transactional.id at most transaction.timeout.ms + 100. Default: 30000. */
  'request.timeout.ms'?: NumberValue;
  /** Longest pause before a request is sent again. 1 to 300000. Default: 1000. */
  'retry.backoff.max.ms'?: NumberValue;
  /** First pause before a request is sent again; doubled each time. 1 to 300000. Default: 100. */
  'retry.backoff.ms'?: NumberValue;
  /** Java class that answers SASL callbacks. SASL is done inside librdkafka. Default: none. */
  'sasl.client.callback.handler.class'?: string | null;
  /** Login module and its options on one line, as in Java. sasl.username and sasl.password do as well. PlainLoginModule, ScramLoginModule, OAuthBearerLoginModule and Krb5LoginModule are understood. Default: none. */
  'sasl.jaas.config'?: string | null;
  /** Path of kinit. Default: /usr/bin/kinit. */
  'sasl.kerberos.kinit.cmd'?: string;
  /** Time between refreshes of a Kerberos ticket. Default: 60000. */
  'sasl.kerberos.min.time.before.relogin'?: NumberValue;
  /** Kerberos name that the brokers run under. Default: none. */
  'sasl.kerberos.service.name'?: string | null;
  /** Randomness of Java's ticket renewal. Tickets are renewed at a fixed interval: accepted without effect. Default: 0.05. */
  'sasl.kerberos.ticket.renew.jitter'?: NumberValue;
  /** Part of a ticket's life after which Java renews it. Tickets are renewed at a fixed interval: accepted without effect. Default: 0.8. */
  'sasl.kerberos.ticket.renew.window.factor'?: NumberValue;
  /** For OAUTHBEARER: an async function (or object with `handle`) that returns a token, or Java's OAuthBearerLoginCallbackHandler for the OIDC properties. Default: none. */
  'sasl.login.callback.handler.class'?: TokenProviderOption | null;
  /** Java class that logs in. Login is done inside librdkafka. Default: none. */
  'sasl.login.class'?: string | null;
  /** How long connecting to the token endpoint may take. Default: none. */
  'sasl.login.connect.timeout.ms'?: NumberValue | null;
  /** How long the answer of the token endpoint may take. Default: none. */
  'sasl.login.read.timeout.ms'?: NumberValue | null;
  /** Time before a token expires that a refresh shall not come closer than. A token is refreshed after four fifths of its life: accepted without effect. Default: 300. */
  'sasl.login.refresh.buffer.seconds'?: NumberValue;
  /** Least time between refreshes of a token. A token is refreshed after four fifths of its life: accepted without effect. Default: 60. */
  'sasl.login.refresh.min.period.seconds'?: NumberValue;
  /** Part of a token's life after which it is refreshed. A token is refreshed after four fifths of its life: accepted without effect. Default: 0.8. */
  'sasl.login.refresh.window.factor'?: NumberValue;
  /** Randomness of a token's refresh. A token is refreshed after four fifths of its life: accepted without effect. Default: 0.05. */
  'sasl.login.refresh.window.jitter'?: NumberValue;
  /** Longest pause between attempts to get a token. Default: 10000. */
  'sasl.login.retry.backoff.max.ms'?: NumberValue;
  /** First pause between attempts to get a token; doubled each time. Default: 100. */
  'sasl.login.retry.backoff.ms'?: NumberValue;
  /** How to authenticate: PLAIN, SCRAM-SHA-256, SCRAM-SHA-512, OAUTHBEARER or GSSAPI. GSSAPI needs a build with Kerberos. Default: GSSAPI. */
  'sasl.mechanism'?: string;
  /** For brokers. Accepted without effect. Default: false. */
  'sasl.oauthbearer.allow.unverified.audience'?: BooleanValue;
  /** For brokers. Accepted without effect. Default: false. */
  'sasl.oauthbearer.allow.unverified.issuer'?: BooleanValue;
  /** Signature of the assertion sent for a token: RS256 or ES256. Default: RS256. */
  'sasl.oauthbearer.assertion.algorithm'?: 'ES256' | 'RS256' | 'es256' | 'rs256';
  /** Audience claim of the assertion. Default: none. */
  'sasl.oauthbearer.assertion.claim.aud'?: string | null;
  /** Seconds until the assertion expires. Default: 300. */
  'sasl.oauthbearer.assertion.claim.exp.seconds'?: NumberValue;
  /** Issuer claim of the assertion. Default: none. */
  'sasl.oauthbearer.assertion.claim.iss'?: string | null;
  /** Whether the assertion carries a unique id. Default: false. */
  'sasl.oauthbearer.assertion.claim.jti.include'?: BooleanValue;
  /** Seconds by which the assertion is valid earlier than now. Default: 60. */
  'sasl.oauthbearer.assertion.claim.nbf.seconds'?: NumberValue;
  /** Subject claim of the assertion. Default: none. */
  'sasl.oauthbearer.assertion.claim.sub'?: string | null;
  /** File with a ready assertion. Default: none. */
  'sasl.oauthbearer.assertion.file'?: string | null;
  /** PEM file with the key that signs the assertion. Default: none. */
  'sasl.oauthbearer.assertion.private.key.file'?: string | null;
  /** Passphrase of that key. Default: none. */
  'sasl.oauthbearer.assertion.private.key.passphrase'?: string | null;
  /** JSON file with header and claims to start the assertion from. Default: none. */
  'sasl.oauthbearer.assertion.template.file'?: string | null;
  /** Client id for the token endpoint. Default: none. */
  'sasl.oauthbearer.client.credentials.client.id'?: string | null;
  /** Client secret for the token endpoint. Default: none. */
  'sasl.oauthbearer.client.credentials.client.secret'?: string | null;
  /** For brokers. Accepted without effect. Default: 30. */
  'sasl.oauthbearer.clock.skew.seconds'?: NumberValue;
  /** For brokers. Accepted without effect. Default: empty. */
  'sasl.oauthbearer.expected.audience'?: ListOf<string>;
  /** For brokers. Accepted without effect. Default: none. */
  'sasl.oauthbearer.expected.issuer'?: string | null;
  /** Whether client id and secret are URL-encoded in the token request. Default: false. */
  'sasl.oauthbearer.header.urlencode'?: BooleanValue;
  /** For brokers. Accepted without effect. Default: 3600000. */
  'sasl.oauthbearer.jwks.endpoint.refresh.ms'?: NumberValue;
  /** For brokers. Accepted without effect. Default: 10000. */
  'sasl.oauthbearer.jwks.endpoint.retry.backoff.max.ms'?: NumberValue;
  /** For brokers. Accepted without effect. Default: 100. */
  'sasl.oauthbearer.jwks.endpoint.retry.backoff.ms'?: NumberValue;
  /** For brokers. Accepted without effect. Default: none. */
  'sasl.oauthbearer.jwks.endpoint.url'?: string | null;
  /** How a token is got: a function or object, or one of Java's retrievers by class name. Default: org.apache.kafka.common.security.oauthbearer.DefaultJwtRetriever. */
  'sasl.oauthbearer.jwt.retriever.class'?: TokenProviderOption | null;
  /** Java class that checks a token. Tokens are checked for subject and expiry. Default: org.apache.kafka.common.security.oauthbearer.DefaultJwtValidator. */
  'sasl.oauthbearer.jwt.validator.class'?: string;
  /** Scope to ask the token endpoint for. Default: none. */
  'sasl.oauthbearer.scope'?: string | null;
  /** Claim that holds the scope. The client does not read the scope: accepted without effect. Default: scope. */
  'sasl.oauthbearer.scope.claim.name'?: string;
  /** Claim that holds the principal's name. Default: sub. */
  'sasl.oauthbearer.sub.claim.name'?: string;
  /** Where tokens come from: http:, https:, or file:. Default: none. */
  'sasl.oauthbearer.token.endpoint.url'?: string | null;
  /** How to talk to brokers: with TLS, SASL, both or neither. Default: PLAINTEXT. */
  'security.protocol'?: 'SASL_SSL' | 'PLAINTEXT' | 'SSL' | 'SASL_PLAINTEXT' | 'sasl_ssl' | 'plaintext' | 'ssl' | 'sasl_plaintext';
  /** Java security providers. Default: none. */
  'security.providers'?: string | null;
  /** Size of the socket's send buffer; -1 leaves it to the system. 0 is refused: Java takes it and then fails to connect. Default: 131072. */
  'send.buffer.bytes'?: NumberValue;
  /** A member whose heartbeats stay away for so long is dropped from the group. Only with group.protocol=classic. At most an hour (3600000); lowered to max.poll.interval.ms where that is less. Default: 45000. */
  'session.timeout.ms'?: NumberValue;
  /** For share consumers. A consumer refuses anything but the default, as Java does. Default: implicit. */
  'share.acknowledgement.mode'?: 'implicit' | 'explicit';
  /** For share consumers. record_limit is refused: librdkafka does not have it. Default: BATCH_OPTIMIZED. */
  'share.acquire.mode'?: 'batch_optimized' | 'record_limit' | 'BATCH_OPTIMIZED' | 'RECORD_LIMIT';
  /** Longest that connecting may take after repeated failures. The limit does not grow: accepted without effect. Default: 30000. */
  'socket.connection.setup.timeout.max.ms'?: NumberValue;
  /** How long connecting may take. At least 1000. Covers TLS and SASL too, which Java's does not. Default: 10000. */
  'socket.connection.setup.timeout.ms'?: NumberValue;
  /** Cipher suites to offer, by IANA or OpenSSL names; all when empty. TLS 1.3 suites cannot be restricted. Default: empty. */
  'ssl.cipher.suites'?: ListOf<string>;
  /** TLS versions to offer. Exactly TLSv1.2 and TLSv1.3 are on offer; a narrower list would not be enforced. Default: TLSv1.2, TLSv1.3. */
  'ssl.enabled.protocols'?: ListOf<string>;
  /** Whether the broker's certificate must match its name: https, or empty for no check. Default: https. */
  'ssl.endpoint.identification.algorithm'?: string;
  /** Java class that makes TLS engines. Default: none. */
  'ssl.engine.factory.class'?: string | null;
  /** Password of the private key. Default: none. */
  'ssl.key.password'?: string | null;
  /** Java's key manager. Accepted without effect. Default: SunX509. */
  'ssl.keymanager.algorithm'?: string;
  /** Certificate of this client and its chain, as PEM text. Default: none. */
  'ssl.keystore.certificate.chain'?: string | null;
  /** Private key of this client, as PEM text (PKCS#8). Default: none. */
  'ssl.keystore.key'?: string | null;
  /** File with key and certificate of this client: PKCS#12, PEM or JKS; its content decides. Default: none. */
  'ssl.keystore.location'?: string | null;
  /** Password of that file. Default: none. */
  'ssl.keystore.password'?: string | null;
  /** Type of that file: JKS, PKCS12 or PEM. Default: JKS. */
  'ssl.keystore.type'?: string;
  /** Java's SSLContext. The highest version both sides have is used: accepted without effect. Default: TLSv1.3. */
  'ssl.protocol'?: string;
  /** Java security provider for TLS. Default: none. */
  'ssl.provider'?: string | null;
  /** Java's random number generator. Default: none. */
  'ssl.secure.random.implementation'?: string | null;
  /** Java's trust manager. Accepted without effect. Default: PKIX. */
  'ssl.trustmanager.algorithm'?: string;
  /** Certificates to trust, as PEM text. Default: none. */
  'ssl.truststore.certificates'?: string | null;
  /** File with certificates to trust: PKCS#12, PEM or JKS; its content decides. Default: none. */
  'ssl.truststore.location'?: string | null;
  /** Password of that file. Default: none. */
  'ssl.truststore.password'?: string | null;
  /** Type of that file: JKS, PKCS12 or PEM. Default: JKS. */
  'ssl.truststore.type'?: string;
  /** How values are read: a short name, Java's class name, a function, object or class. Not required: bytes come as Buffer when it is absent. Default: none. */
  'value.deserializer'?: DeserializerOption<V>;
  /** How long asking a broker for its protocol versions may take. librdkafka's own. */
  'api.version.request.timeout.ms'?: NumberValue;
  /** Use IPv4 only, IPv6 only, or any. librdkafka's own. */
  'broker.address.family'?: 'any' | 'v4' | 'v6';
  /** How long a resolved broker address is kept, in ms. librdkafka's own. */
  'broker.address.ttl'?: NumberValue;
  /** How often the group's coordinator is asked for. librdkafka's own. */
  'coordinator.query.interval.ms'?: NumberValue;
  /** Contexts to log in detail, comma-separated; raises log_level to 7. librdkafka's own. */
  'debug'?: ListOf<string>;
  /** Emit `partitionEof` when the end of a partition is reached. librdkafka's own. */
  'enable.partition.eof'?: BooleanValue;
  /** Make unsecured tokens for OAUTHBEARER. For tests only. librdkafka's own. */
  'enable.sasl.oauthbearer.unsecure.jwt'?: BooleanValue;
  /** Connect only to brokers that are needed. librdkafka's own. */
  'enable.sparse.connections'?: BooleanValue;
  /** Whether the broker's certificate is verified. Leave it on. librdkafka's own. */
  'enable.ssl.certificate.verification'?: BooleanValue;
  /** Pause after a failed fetch. librdkafka's own. */
  'fetch.error.backoff.ms'?: NumberValue;
  /** librdkafka's name of `max.partition.fetch.bytes`. */
  'fetch.message.max.bytes'?: NumberValue;
  /** Pause of the fetcher when its queue is full, in ms. Set to 5, so that the queue does not run dry. librdkafka's own. */
  'fetch.queue.backoff.ms'?: NumberValue;
  /** librdkafka's name of `fetch.max.wait.ms`. */
  'fetch.wait.max.ms'?: NumberValue;
  /** File or folder of CA certificates for the token endpoint. librdkafka's own. */
  'https.ca.location'?: string;
  /** CA certificates for the token endpoint, as PEM text. librdkafka's own. */
  'https.ca.pem'?: string;
  /** Whether closed connections are logged. librdkafka's own. */
  'log.connection.close'?: BooleanValue;
  /** Whether log lines name the thread. librdkafka's own. */
  'log.thread.name'?: BooleanValue;
  /** Most detailed level of logs, 0 to 7. librdkafka's own. */
  'log_level'?: NumberValue;
  /** librdkafka's own here; in a Producer `max.in.flight.requests.per.connection`. */
  'max.in.flight'?: NumberValue;
  /** Larger records are not copied into the request. librdkafka's own. */
  'message.copy.max.bytes'?: NumberValue;
  /** librdkafka's own here; in a Producer `max.request.size`. */
  'message.max.bytes'?: NumberValue;
  /** librdkafka's name of `bootstrap.servers`. */
  'metadata.broker.list'?: ListOf<string>;
  /** Native plug-ins for librdkafka to load. librdkafka's own. */
  'plugin.library.paths'?: string;
  /** Kilobytes of values the consumer may hold ready. Set to 32768, to bound memory. librdkafka's own. */
  'queued.max.messages.kbytes'?: NumberValue;
  /** Records the consumer tries to hold ready. Set to 30000, to bound memory. librdkafka's own. */
  'queued.min.messages'?: NumberValue;
  /** Largest response from a broker. At least fetch.max.bytes + 512. librdkafka's own. */
  'receive.message.max.bytes'?: NumberValue;
  /** Keytab file. librdkafka's own. */
  'sasl.kerberos.keytab'?: string;
  /** Kerberos name of this client. librdkafka's own. */
  'sasl.kerberos.principal'?: string;
  /** librdkafka's name of `sasl.mechanism`. */
  'sasl.mechanisms'?: string;
  /** librdkafka's name of `sasl.oauthbearer.assertion.template.file`. */
  'sasl.oauthbearer.assertion.jwt.template.file'?: string | null;
  /** Key that signs the assertion, as PEM text. librdkafka's own. */
  'sasl.oauthbearer.assertion.private.key.pem'?: string;
  /** librdkafka's name of `sasl.oauthbearer.client.credentials.client.id`. */
  'sasl.oauthbearer.client.id'?: string | null;
  /** librdkafka's name of `sasl.oauthbearer.client.credentials.client.secret`. */
  'sasl.oauthbearer.client.secret'?: string | null;
  /** Settings of unsecured tokens, as in principal=me. librdkafka's own. */
  'sasl.oauthbearer.config'?: string;
  /** SASL extensions to send with a token, as in a=1,b=2. librdkafka's own. */
  'sasl.oauthbearer.extensions'?: string;
  /** Grant to ask the token endpoint for. librdkafka's own. */
  'sasl.oauthbearer.grant.type'?: 'client_credentials' | 'urn:ietf:params:oauth:grant-type:jwt-bearer';
  /** oidc asks the token endpoint; default leaves tokens to the callback handler. librdkafka's own. */
  'sasl.oauthbearer.method'?: 'default' | 'oidc';
  /** Password for PLAIN and SCRAM. librdkafka's own. */
  'sasl.password'?: string;
  /** User for PLAIN and SCRAM. librdkafka's own. */
  'sasl.username'?: string;
  /** TCP keep-alive. On, as in Java. librdkafka's own. */
  'socket.keepalive.enable'?: BooleanValue;
  /** Failed requests before a connection is closed. librdkafka's own. */
  'socket.max.fails'?: NumberValue;
  /** TCP_NODELAY. librdkafka's own. */
  'socket.nagle.disable'?: BooleanValue;
  /** librdkafka's name of `receive.buffer.bytes`. */
  'socket.receive.buffer.bytes'?: NumberValue;
  /** librdkafka's name of `send.buffer.bytes`. */
  'socket.send.buffer.bytes'?: NumberValue;
  /** librdkafka's name of `request.timeout.ms`. */
  'socket.timeout.ms'?: NumberValue;
  /** Windows certificate stores to trust. librdkafka's own. */
  'ssl.ca.certificate.stores'?: string;
  /** File or folder of CA certificates, or probe. librdkafka's own. */
  'ssl.ca.location'?: string;
  /** librdkafka's name of `ssl.truststore.certificates`. */
  'ssl.ca.pem'?: string | null;
  /** PEM file with the client's certificate. librdkafka's own. */
  'ssl.certificate.location'?: string;
  /** Certificate of this client and its chain, as PEM text. librdkafka's own. */
  'ssl.certificate.pem'?: string;
  /** File of revoked certificates. librdkafka's own. */
  'ssl.crl.location'?: string;
  /** Elliptic curves to offer, as OpenSSL names them. librdkafka's own. */
  'ssl.curves.list'?: string;
  /** PEM file with the client's private key. librdkafka's own. */
  'ssl.key.location'?: string;
  /** Private key of this client, as PEM text. librdkafka's own. */
  'ssl.key.pem'?: string;
  /** OpenSSL 3 providers to load, as in default,legacy. librdkafka's own. */
  'ssl.providers'?: string;
  /** Signature algorithms to offer, as OpenSSL names them. librdkafka's own. */
  'ssl.sigalgs.list'?: string;
  /** How often `stats` is emitted; 0: never. librdkafka's own. */
  'statistics.interval.ms'?: NumberValue;
  /** Round-trip time of the built-in mock cluster. librdkafka's own. */
  'test.mock.broker.rtt'?: NumberValue;
  /** Talk to a built-in mock cluster of so many brokers. librdkafka's own. */
  'test.mock.num.brokers'?: NumberValue;
  /** Patterns of topics to ignore everywhere. librdkafka's own. */
  'topic.blacklist'?: string;
  /** How long an unknown topic may stay unknown after its creation. Follows max.block.ms. librdkafka's own. */
  'topic.metadata.propagation.max.ms'?: NumberValue;
  /** First pause between attempts to find a topic's leader. librdkafka's own. */
  'topic.metadata.refresh.fast.interval.ms'?: NumberValue;
  /** librdkafka's name of `metadata.max.age.ms`. */
  'topic.metadata.refresh.interval.ms'?: NumberValue;
  /** Ask only for topics that are in use. librdkafka's own. */
  'topic.metadata.refresh.sparse'?: BooleanValue;
  /** What an unknown property does: throw, or warn as in Java. Default: error. */
  'config.unknown'?: 'error' | 'warn';
  /** Character encoding of a string key. Default: UTF-8. */
  'key.deserializer.encoding'?: string;
  /** Character encoding of a string value. Default: UTF-8. */
  'value.deserializer.encoding'?: string;
  /** Character encoding of strings where the property for the side is not set. Default: UTF-8. */
  'deserializer.encoding'?: string;
  /** How the elements of a key that is a list are written and read: a short name or Java's Serde, Serializer or Deserializer class. Default: none. */
  'default.list.key.serde.inner'?: ListInnerOption | null;
  /** How the elements of a value that is a list are written and read: a short name or Java's Serde, Serializer or Deserializer class. Default: none. */
  'default.list.value.serde.inner'?: ListInnerOption | null;
  /** Java's list class. Accepted without effect: lists are arrays. Default: none. */
  'default.list.key.serde.type'?: string;
  /** Java's list class. Accepted without effect: lists are arrays. Default: none. */
  'default.list.value.serde.type'?: string;
}

/** Properties of an AdminClient, by Java's names; librdkafka's where only it has the property. */
export interface AdminConfig {
  /** KRaft controllers to talk to instead of brokers. librdkafka cannot talk to controllers. Default: empty. */
  'bootstrap.controllers'?: ListOf<string>;
  /** How long the names in bootstrap.servers may take to resolve. Names are resolved in the background, and again for each connection, so the constructor never blocks on it; `client.ready()` tells. Default: 0. */
  'bootstrap.resolve.timeout.ms'?: NumberValue;
  /** Brokers to ask first, as host:port; a few of them are enough to find the rest. Required. */
  'bootstrap.servers'?: ListOf<string>;
  /** Whether all addresses of a name are tried, or only the canonical names of bootstrap.servers. Default: use_all_dns_ips. */
  'client.dns.lookup'?: 'use_all_dns_ips' | 'resolve_canonical_bootstrap_servers_only';
  /** Name of this client in the broker's logs, metrics and quotas. Made up as Java makes it when absent. Default: empty. */
  'client.id'?: string;
  /** Java classes that fill in values from elsewhere. Read such values in your program. Default: empty. */
  'config.providers'?: ListOf<string>;
  /** Connections that were idle for so long are closed; negative: never. Default: 300000. */
  'connections.max.idle.ms'?: NumberValue;
  /** How long a call may take that was given no timeout. Default: 60000. */
  'default.api.timeout.ms'?: NumberValue;
  /** Whether the broker may ask this client for metrics (KIP-714). Default: false. */
  'enable.metrics.push'?: BooleanValue;
  /** Whether connections to a wrong cluster are detected. librdkafka has no such check: accepted without effect. Default: true. */
  'metadata.cluster.check.enable'?: BooleanValue;
  /** How often metadata is refreshed without a reason. At most an hour (3600000). Default: 300000. */
  'metadata.max.age.ms'?: NumberValue;
  /** After so long without metadata the client starts again from bootstrap.servers. Default: 300000. */
  'metadata.recovery.rebootstrap.trigger.ms'?: NumberValue;
  /** What to do when no known broker answers: start again from bootstrap.servers, or not. Default: rebootstrap. */
  'metadata.recovery.strategy'?: 'REBOOTSTRAP' | 'NONE' | 'rebootstrap' | 'none';
  /** Objects (or classes) that get the metrics: see `metrics()`. Java's JmxReporter is accepted without effect. Default: org.apache.kafka.common.metrics.JmxReporter. */
  'metric.reporters'?: ListOf<MetricReporterOption>;
  /** Samples kept for Java's metrics. The metrics come from librdkafka's statistics: accepted without effect. Default: 2. */
  'metrics.num.samples'?: NumberValue;
  /** Level of detail of Java's metrics. The metrics come from librdkafka's statistics: accepted without effect. Default: INFO. */
  'metrics.recording.level'?: 'INFO' | 'DEBUG' | 'TRACE';
  /** How often metric.reporters get metrics. Only where statistics.interval.ms is not set; at least 1000. Default: 30000. */
  'metrics.sample.window.ms'?: NumberValue;
  /** Size of the socket's receive buffer; -1 leaves it to the system. 0 is refused: Java takes it and then fails to connect. Default: 65536. */
  'receive.buffer.bytes'?: NumberValue;
  /** Longest pause between attempts to connect. At most 2147483. Default: 1000. */
  'reconnect.backoff.max.ms'?: NumberValue;
  /** First pause between attempts to connect; doubled each time. Default: 50. */
  'reconnect.backoff.ms'?: NumberValue;
  /** How long a request waits for its answer. 10 to 300000, and with a transactional.id at most transaction.timeout.ms + 100. Default: 30000. */
  'request.timeout.ms'?: NumberValue;
  /** How often a request is sent again. In an AdminClient librdkafka decides. Default: 2147483647. */
  'retries'?: NumberValue;
  /** Longest pause before a request is sent again. 1 to 300000. Default: 1000. */
  'retry.backoff.max.ms'?: NumberValue;
  /** First pause before a request is sent again; doubled each time. 1 to 300000. Default: 100. */
  'retry.backoff.ms'?: NumberValue;
  /** Java class that answers SASL callbacks. SASL is done inside librdkafka. Default: none. */
  'sasl.client.callback.handler.class'?: string | null;
  /** Login module and its options on one line, as in Java. sasl.username and sasl.password do as well. PlainLoginModule, ScramLoginModule, OAuthBearerLoginModule and Krb5LoginModule are understood. Default: none. */
  'sasl.jaas.config'?: string | null;
  /** Path of kinit. Default: /usr/bin/kinit. */
  'sasl.kerberos.kinit.cmd'?: string;
  /** Time between refreshes of a Kerberos ticket. Default: 60000. */
  'sasl.kerberos.min.time.before.relogin'?: NumberValue;
  /** Kerberos name that the brokers run under. Default: none. */
  'sasl.kerberos.service.name'?: string | null;
  /** Randomness of Java's ticket renewal. Tickets are renewed at a fixed interval: accepted without effect. Default: 0.05. */
  'sasl.kerberos.ticket.renew.jitter'?: NumberValue;
  /** Part of a ticket's life after which Java renews it. Tickets are renewed at a fixed interval: accepted without effect. Default: 0.8. */
  'sasl.kerberos.ticket.renew.window.factor'?: NumberValue;
  /** For OAUTHBEARER: an async function (or object with `handle`) that returns a token, or Java's OAuthBearerLoginCallbackHandler for the OIDC properties. Default: none. */
  'sasl.login.callback.handler.class'?: TokenProviderOption | null;
  /** Java class that logs in. Login is done inside librdkafka. Default: none. */
  'sasl.login.class'?: string | null;
  /** How long connecting to the token endpoint may take. Default: none. */
  'sasl.login.connect.timeout.ms'?: NumberValue | null;
  /** How long the answer of the token endpoint may take. Default: none. */
  'sasl.login.read.timeout.ms'?: NumberValue | null;
  /** Time before a token expires that a refresh shall not come closer than. A token is refreshed after four fifths of its life: accepted without effect. Default: 300. */
  'sasl.login.refresh.buffer.seconds'?: NumberValue;
  /** Least time between refreshes of a token. A token is refreshed after four fifths of its life: accepted without effect. Default: 60. */
  'sasl.login.refresh.min.period.seconds'?: NumberValue;
  /** Part of a token's life after which it is refreshed. A token is refreshed after four fifths of its life: accepted without effect. Default: 0.8. */
  'sasl.login.refresh.window.factor'?: NumberValue;
  /** Randomness of a token's refresh. A token is refreshed after four fifths of its life: accepted without effect. Default: 0.05. */
  'sasl.login.refresh.window.jitter'?: NumberValue;
  /** Longest pause between attempts to get a token. Default: 10000. */
  'sasl.login.retry.backoff.max.ms'?: NumberValue;
  /** First pause between attempts to get a token; doubled each time. Default: 100. */
  'sasl.login.retry.backoff.ms'?: NumberValue;
  /** How to authenticate: PLAIN, SCRAM-SHA-256, SCRAM-SHA-512, OAUTHBEARER or GSSAPI. GSSAPI needs a build with Kerberos. Default: GSSAPI. */
  'sasl.mechanism'?: string;
  /** For brokers. Accepted without effect. Default: false. */
  'sasl.oauthbearer.allow.unverified.audience'?: BooleanValue;
  /** For brokers. Accepted without effect. Default: false. */
  'sasl.oauthbearer.allow.unverified.issuer'?: BooleanValue;
  /** Signature of the assertion sent for a token: RS256 or ES256. Default: RS256. */
  'sasl.oauthbearer.assertion.algorithm'?: 'ES256' | 'RS256' | 'es256' | 'rs256';
  /** Audience claim of the assertion. Default: none. */
  'sasl.oauthbearer.assertion.claim.aud'?: string | null;
  /** Seconds until the assertion expires. Default: 300. */
  'sasl.oauthbearer.assertion.claim.exp.seconds'?: NumberValue;
  /** Issuer claim of the assertion. Default: none. */
  'sasl.oauthbearer.assertion.claim.iss'?: string | null;
  /** Whether the assertion carries a unique id. Default: false. */
  'sasl.oauthbearer.assertion.claim.jti.include'?: BooleanValue;
  /** Seconds by which the assertion is valid earlier than now. Default: 60. */
  'sasl.oauthbearer.assertion.claim.nbf.seconds'?: NumberValue;
  /** Subject claim of the assertion. Default: none. */
  'sasl.oauthbearer.assertion.claim.sub'?: string | null;
  /** File with a ready assertion. Default: none. */
  'sasl.oauthbearer.assertion.file'?: string | null;
  /** PEM file with the key that signs the assertion. Default: none. */
  'sasl.oauthbearer.assertion.private.key.file'?: string | null;
  /** Passphrase of that key. Default: none. */
  'sasl.oauthbearer.assertion.private.key.passphrase'?: string | null;
  /** JSON file with header and claims to start the assertion from. Default: none. */
  'sasl.oauthbearer.assertion.template.file'?: string | null;
  /** Client id for the token endpoint. Default: none. */
  'sasl.oauthbearer.client.credentials.client.id'?: string | null;
  /** Client secret for the token endpoint. Default: none. */
  'sasl.oauthbearer.client.credentials.client.secret'?: string | null;
  /** For brokers. Accepted without effect. Default: 30. */
  'sasl.oauthbearer.clock.skew.seconds'?: NumberValue;
  /** For brokers. Accepted without effect. Default: empty. */
  'sasl.oauthbearer.expected.audience'?: ListOf<string>;
  /** For brokers. Accepted without effect. Default: none. */
  'sasl.oauthbearer.expected.issuer'?: string | null;
  /** Whether client id and secret are URL-encoded in the token request. Default: false. */
  'sasl.oauthbearer.header.urlencode'?: BooleanValue;
  /** For brokers. Accepted without effect. Default: 3600000. */
  'sasl.oauthbearer.jwks.endpoint.refresh.ms'?: NumberValue;
  /** For brokers. Accepted without effect. Default: 10000. */
  'sasl.oauthbearer.jwks.endpoint.retry.backoff.max.ms'?: NumberValue;
  /** For brokers. Accepted without effect. Default: 100. */
  'sasl.oauthbearer.jwks.endpoint.retry.backoff.ms'?: NumberValue;
  /** For brokers. Accepted without effect. Default: none. */
  'sasl.oauthbearer.jwks.endpoint.url'?: string | null;
  /** How a token is got: a function or object, or one of Java's retrievers by class name. Default: org.apache.kafka.common.security.oauthbearer.DefaultJwtRetriever. */
  'sasl.oauthbearer.jwt.retriever.class'?: TokenProviderOption | null;
  /** Java class that checks a token. Tokens are checked for subject and expiry. Default: org.apache.kafka.common.security.oauthbearer.DefaultJwtValidator. */
  'sasl.oauthbearer.jwt.validator.class'?: string;
  /** Scope to ask the token endpoint for. Default: none. */
  'sasl.oauthbearer.scope'?: string | null;
  /** Claim that holds the scope. The client does not read the scope: accepted without effect. Default: scope. */
  'sasl.oauthbearer.scope.claim.name'?: string;
  /** Claim that holds the principal's name. Default: sub. */
  'sasl.oauthbearer.sub.claim.name'?: string;
  /** Where tokens come from: http:, https:, or file:. Default: none. */
  'sasl.oauthbearer.token.endpoint.url'?: string | null;
  /** How to talk to brokers: with TLS, SASL, both or neither. Default: PLAINTEXT. */
  'security.protocol'?: 'SASL_SSL' | 'PLAINTEXT' | 'SSL' | 'SASL_PLAINTEXT' | 'sasl_ssl' | 'plaintext' | 'ssl' | 'sasl_plaintext';
  /** Java security providers. Default: none. */
  'security.providers'?: string | null;
  /** Size of the socket's send buffer; -1 leaves it to the system. 0 is refused: Java takes it and then fails to connect. Default: 131072. */
  'send.buffer.bytes'?: NumberValue;
  /** Longest that connecting may take after repeated failures. The limit does not grow: accepted without effect. Default: 30000. */
  'socket.connection.setup.timeout.max.ms'?: NumberValue;
  /** How long connecting may take. At least 1000. Covers TLS and SASL too, which Java's does not. Default: 10000. */
  'socket.connection.setup.timeout.ms'?: NumberValue;
  /** Cipher suites to offer, by IANA or OpenSSL names; all when empty. TLS 1.3 suites cannot be restricted. Default: empty. */
  'ssl.cipher.suites'?: ListOf<string>;
  /** TLS versions to offer. Exactly TLSv1.2 and TLSv1.3 are on offer; a narrower list would not be enforced. Default: TLSv1.2, TLSv1.3. */
  'ssl.enabled.protocols'?: ListOf<string>;
  /** Whether the broker's certificate must match its name: https, or empty for no check. Default: https. */
  'ssl.endpoint.identification.algorithm'?: string;
  /** Java class that makes TLS engines. Default: none. */
  'ssl.engine.factory.class'?: string | null;
  /** Password of the private key. Default: none. */
  'ssl.key.password'?: string | null;
  /** Java's key manager. Accepted without effect. Default: SunX509. */
  'ssl.keymanager.algorithm'?: string;
  /** Certificate of this client and its chain, as PEM text. Default: none. */
  'ssl.keystore.certificate.chain'?: string | null;
  /** Private key of this client, as PEM text (PKCS#8). Default: none. */
  'ssl.keystore.key'?: string | null;
  /** File with key and certificate of this client: PKCS#12, PEM or JKS; its content decides. Default: none. */
  'ssl.keystore.location'?: string | null;
  /** Password of that file. Default: none. */
  'ssl.keystore.password'?: string | null;
  /** Type of that file: JKS, PKCS12 or PEM. Default: JKS. */
  'ssl.keystore.type'?: string;
  /** Java's SSLContext. The highest version both sides have is used: accepted without effect. Default: TLSv1.3. */
  'ssl.protocol'?: string;
  /** Java security provider for TLS. Default: none. */
  'ssl.provider'?: string | null;
  /** Java's random number generator. Default: none. */
  'ssl.secure.random.implementation'?: string | null;
  /** Java's trust manager. Accepted without effect. Default: PKIX. */
  'ssl.trustmanager.algorithm'?: string;
  /** Certificates to trust, as PEM text. Default: none. */
  'ssl.truststore.certificates'?: string | null;
  /** File with certificates to trust: PKCS#12, PEM or JKS; its content decides. Default: none. */
  'ssl.truststore.location'?: string | null;
  /** Password of that file. Default: none. */
  'ssl.truststore.password'?: string | null;
  /** Type of that file: JKS, PKCS12 or PEM. Default: JKS. */
  'ssl.truststore.type'?: string;
  /** How long asking a broker for its protocol versions may take. librdkafka's own. */
  'api.version.request.timeout.ms'?: NumberValue;
  /** Use IPv4 only, IPv6 only, or any. librdkafka's own. */
  'broker.address.family'?: 'any' | 'v4' | 'v6';
  /** How long a resolved broker address is kept, in ms. librdkafka's own. */
  'broker.address.ttl'?: NumberValue;
  /** Contexts to log in detail, comma-separated; raises log_level to 7. librdkafka's own. */
  'debug'?: ListOf<string>;
  /** Make unsecured tokens for OAUTHBEARER. For tests only. librdkafka's own. */
  'enable.sasl.oauthbearer.unsecure.jwt'?: BooleanValue;
  /** Connect only to brokers that are needed. librdkafka's own. */
  'enable.sparse.connections'?: BooleanValue;
  /** Whether the broker's certificate is verified. Leave it on. librdkafka's own. */
  'enable.ssl.certificate.verification'?: BooleanValue;
  /** File or folder of CA certificates for the token endpoint. librdkafka's own. */
  'https.ca.location'?: string;
  /** CA certificates for the token endpoint, as PEM text. librdkafka's own. */
  'https.ca.pem'?: string;
  /** Whether closed connections are logged. librdkafka's own. */
  'log.connection.close'?: BooleanValue;
  /** Whether log lines name the thread. librdkafka's own. */
  'log.thread.name'?: BooleanValue;
  /** Most detailed level of logs, 0 to 7. librdkafka's own. */
  'log_level'?: NumberValue;
  /** librdkafka's own here; in a Producer `max.in.flight.requests.per.connection`. */
  'max.in.flight'?: NumberValue;
  /** Larger records are not copied into the request. librdkafka's own. */
  'message.copy.max.bytes'?: NumberValue;
  /** librdkafka's own here; in a Producer `max.request.size`. */
  'message.max.bytes'?: NumberValue;
  /** librdkafka's name of `bootstrap.servers`. */
  'metadata.broker.list'?: ListOf<string>;
  /** Native plug-ins for librdkafka to load. librdkafka's own. */
  'plugin.library.paths'?: string;
  /** Largest response from a broker. At least fetch.max.bytes + 512. librdkafka's own. */
  'receive.message.max.bytes'?: NumberValue;
  /** Keytab file. librdkafka's own. */
  'sasl.kerberos.keytab'?: string;
  /** Kerberos name of this client. librdkafka's own. */
  'sasl.kerberos.principal'?: string;
  /** librdkafka's name of `sasl.mechanism`. */
  'sasl.mechanisms'?: string;
  /** librdkafka's name of `sasl.oauthbearer.assertion.template.file`. */
  'sasl.oauthbearer.assertion.jwt.template.file'?: string | null;
  /** Key that signs the assertion, as PEM text. librdkafka's own. */
  'sasl.oauthbearer.assertion.private.key.pem'?: string;
  /** librdkafka's name of `sasl.oauthbearer.client.credentials.client.id`. */
  'sasl.oauthbearer.client.id'?: string | null;
  /** librdkafka's name of `sasl.oauthbearer.client.credentials.client.secret`. */
  'sasl.oauthbearer.client.secret'?: string | null;
  /** Settings of unsecured tokens, as in principal=me. librdkafka's own. */
  'sasl.oauthbearer.config'?: string;
  /** SASL extensions to send with a token, as in a=1,b=2. librdkafka's own. */
  'sasl.oauthbearer.extensions'?: string;
  /** Grant to ask the token endpoint for. librdkafka's own. */
  'sasl.oauthbearer.grant.type'?: 'client_credentials' | 'urn:ietf:params:oauth:grant-type:jwt-bearer';
  /** oidc asks the token endpoint; default leaves tokens to the callback handler. librdkafka's own. */
  'sasl.oauthbearer.method'?: 'default' | 'oidc';
  /** Password for PLAIN and SCRAM. librdkafka's own. */
  'sasl.password'?: string;
  /** User for PLAIN and SCRAM. librdkafka's own. */
  'sasl.username'?: string;
  /** TCP keep-alive. On, as in Java. librdkafka's own. */
  'socket.keepalive.enable'?: BooleanValue;
  /** Failed requests before a connection is closed. librdkafka's own. */
  'socket.max.fails'?: NumberValue;
  /** TCP_NODELAY. librdkafka's own. */
  'socket.nagle.disable'?: BooleanValue;
  /** librdkafka's name of `receive.buffer.bytes`. */
  'socket.receive.buffer.bytes'?: NumberValue;
  /** librdkafka's name of `send.buffer.bytes`. */
  'socket.send.buffer.bytes'?: NumberValue;
  /** librdkafka's name of `request.timeout.ms`. */
  'socket.timeout.ms'?: NumberValue;
  /** Windows certificate stores to trust. librdkafka's own. */
  'ssl.ca.certificate.stores'?: string;
  /** File or folder of CA certificates, or probe. librdkafka's own. */
  'ssl.ca.location'?: string;
  /** librdkafka's name of `ssl.truststore.certificates`. */
  'ssl.ca.pem'?: string | null;
  /** PEM file with the client's certificate. librdkafka's own. */
  'ssl.certificate.location'?: string;
  /** Certificate of this client and its chain, as PEM text. librdkafka's own. */
  'ssl.certificate.pem'?: string;
  /** File of revoked certificates. librdkafka's own. */
  'ssl.crl.location'?: string;
  /** Elliptic curves to offer, as OpenSSL names them. librdkafka's own. */
  'ssl.curves.list'?: string;
  /** PEM file with the client's private key. librdkafka's own. */
  'ssl.key.location'?: string;
  /** Private key of this client, as PEM text. librdkafka's own. */
  'ssl.key.pem'?: string;
  /** OpenSSL 3 providers to load, as in default,legacy. librdkafka's own. */
  'ssl.providers'?: string;
  /** Signature algorithms to offer, as OpenSSL names them. librdkafka's own. */
  'ssl.sigalgs.list'?: string;
  /** How often `stats` is emitted; 0: never. librdkafka's own. */
  'statistics.interval.ms'?: NumberValue;
  /** Round-trip time of the built-in mock cluster. librdkafka's own. */
  'test.mock.broker.rtt'?: NumberValue;
  /** Talk to a built-in mock cluster of so many brokers. librdkafka's own. */
  'test.mock.num.brokers'?: NumberValue;
  /** Patterns of topics to ignore everywhere. librdkafka's own. */
  'topic.blacklist'?: string;
  /** How long an unknown topic may stay unknown after its creation. Follows max.block.ms. librdkafka's own. */
  'topic.metadata.propagation.max.ms'?: NumberValue;
  /** First pause between attempts to find a topic's leader. librdkafka's own. */
  'topic.metadata.refresh.fast.interval.ms'?: NumberValue;
  /** librdkafka's name of `metadata.max.age.ms`. */
  'topic.metadata.refresh.interval.ms'?: NumberValue;
  /** Ask only for topics that are in use. librdkafka's own. */
  'topic.metadata.refresh.sparse'?: BooleanValue;
  /** What an unknown property does: throw, or warn as in Java. Default: error. */
  'config.unknown'?: 'error' | 'warn';
}

/** The effective values of a Producer: parsed, defaults filled in, post-processed in Java's order. */
export interface ProducerValues {
  readonly 'acks': string;
  readonly 'batch.size': number;
  readonly 'bootstrap.resolve.timeout.ms': number;
  readonly 'bootstrap.servers': readonly string[];
  readonly 'buffer.memory': number;
  readonly 'buffer.memory.allocation.strategy': string;
  readonly 'client.dns.lookup': string;
  readonly 'client.id': string;
  readonly 'client.rack': string;
  readonly 'compression.gzip.level': number;
  readonly 'compression.lz4.level': number;
  readonly 'compression.type': string;
  readonly 'compression.zstd.level': number;
  readonly 'config.providers': readonly string[];
  readonly 'connections.max.idle.ms': number;
  readonly 'delivery.timeout.ms': number;
  readonly 'enable.idempotence': boolean;
  readonly 'enable.metrics.push': boolean;
  readonly 'interceptor.classes': readonly string[];
  readonly 'key.serializer': unknown;
  readonly 'linger.ms': number;
  readonly 'max.block.ms': number;
  readonly 'max.in.flight.requests.per.connection': number;
  readonly 'max.request.size': number;
  readonly 'metadata.cluster.check.enable': boolean;
  readonly 'metadata.max.age.ms': number;
  readonly 'metadata.max.idle.ms': number;
  readonly 'metadata.recovery.rebootstrap.trigger.ms': number;
  readonly 'metadata.recovery.strategy': string;
  readonly 'metric.reporters': readonly unknown[];
  readonly 'metrics.num.samples': number;
  readonly 'metrics.recording.level': string;
  readonly 'metrics.sample.window.ms': number;
  readonly 'partitioner.adaptive.partitioning.enable': boolean;
  readonly 'partitioner.availability.timeout.ms': number;
  readonly 'partitioner.class': unknown;
  readonly 'partitioner.ignore.keys': boolean;
  readonly 'partitioner.rack.aware': boolean;
  readonly 'receive.buffer.bytes': number;
  readonly 'reconnect.backoff.max.ms': number;
  readonly 'reconnect.backoff.ms': number;
  readonly 'request.timeout.ms': number;
  readonly 'retries': number;
  readonly 'retry.backoff.max.ms': number;
  readonly 'retry.backoff.ms': number;
  readonly 'sasl.client.callback.handler.class': unknown;
  readonly 'sasl.jaas.config': Password | null;
  readonly 'sasl.kerberos.kinit.cmd': string;
  readonly 'sasl.kerberos.min.time.before.relogin': number;
  readonly 'sasl.kerberos.service.name': string | null;
  readonly 'sasl.kerberos.ticket.renew.jitter': number;
  readonly 'sasl.kerberos.ticket.renew.window.factor': number;
  readonly 'sasl.login.callback.handler.class': unknown;
  readonly 'sasl.login.class': unknown;
  readonly 'sasl.login.connect.timeout.ms': number | null;
  readonly 'sasl.login.read.timeout.ms': number | null;
  readonly 'sasl.login.refresh.buffer.seconds': number;
  readonly 'sasl.login.refresh.min.period.seconds': number;
  readonly 'sasl.login.refresh.window.factor': number;
  readonly 'sasl.login.refresh.window.jitter': number;
  readonly 'sasl.login.retry.backoff.max.ms': number;
  readonly 'sasl.login.retry.backoff.ms': number;
  readonly 'sasl.mechanism': string;
  readonly 'sasl.oauthbearer.allow.unverified.audience': boolean;
  readonly 'sasl.oauthbearer.allow.unverified.issuer': boolean;
  readonly 'sasl.oauthbearer.assertion.algorithm': string;
  readonly 'sasl.oauthbearer.assertion.claim.aud': string | null;
  readonly 'sasl.oauthbearer.assertion.claim.exp.seconds': number;
  readonly 'sasl.oauthbearer.assertion.claim.iss': string | null;
  readonly 'sasl.oauthbearer.assertion.claim.jti.include': boolean;
  readonly 'sasl.oauthbearer.assertion.claim.nbf.seconds': number;
  readonly 'sasl.oauthbearer.assertion.claim.sub': string | null;
  readonly 'sasl.oauthbearer.assertion.file': string | null;
  readonly 'sasl.oauthbearer.assertion.private.key.file': string | null;
  readonly 'sasl.oauthbearer.assertion.private.key.passphrase': Password | null;
  readonly 'sasl.oauthbearer.assertion.template.file': string | null;
  readonly 'sasl.oauthbearer.client.credentials.client.id': string | null;
  readonly 'sasl.oauthbearer.client.credentials.client.secret': Password | null;
  readonly 'sasl.oauthbearer.clock.skew.seconds': number;
  readonly 'sasl.oauthbearer.expected.audience': readonly string[];
  readonly 'sasl.oauthbearer.expected.issuer': string | null;
  readonly 'sasl.oauthbearer.header.urlencode': boolean;
  readonly 'sasl.oauthbearer.jwks.endpoint.refresh.ms': number;
  readonly 'sasl.oauthbearer.jwks.endpoint.retry.backoff.max.ms': number;
  readonly 'sasl.oauthbearer.jwks.endpoint.retry.backoff.ms': number;
  readonly 'sasl.oauthbearer.jwks.endpoint.url': string | null;
  readonly 'sasl.oauthbearer.jwt.retriever.class': unknown;
  readonly 'sasl.oauthbearer.jwt.validator.class': unknown;
  readonly 'sasl.oauthbearer.scope': string | null;
  readonly 'sasl.oauthbearer.scope.claim.name': string;
  readonly 'sasl.oauthbearer.sub.claim.name': string;
  readonly 'sasl.oauthbearer.token.endpoint.url': string | null;
  readonly 'security.protocol': string;
  readonly 'security.providers': string | null;
  readonly 'send.buffer.bytes': number;
  readonly 'socket.connection.setup.timeout.max.ms': number;
  readonly 'socket.connection.setup.timeout.ms': number;
  readonly 'ssl.cipher.suites': readonly string[];
  readonly 'ssl.enabled.protocols': readonly string[];
  readonly 'ssl.endpoint.identification.algorithm': string;
  readonly 'ssl.engine.factory.class': unknown;
  readonly 'ssl.key.password': Password | null;
  readonly 'ssl.keymanager.algorithm': string;
  readonly 'ssl.keystore.certificate.chain': Password | null;
  readonly 'ssl.keystore.key': Password | null;
  readonly 'ssl.keystore.location': string | null;
  readonly 'ssl.keystore.password': Password | null;
  readonly 'ssl.keystore.type': string;
  readonly 'ssl.protocol': string;
  readonly 'ssl.provider': string | null;
  readonly 'ssl.secure.random.implementation': string | null;
  readonly 'ssl.trustmanager.algorithm': string;
  readonly 'ssl.truststore.certificates': Password | null;
  readonly 'ssl.truststore.location': string | null;
  readonly 'ssl.truststore.password': Password | null;
  readonly 'ssl.truststore.type': string;
  readonly 'transaction.timeout.ms': number;
  readonly 'transaction.two.phase.commit.enable': boolean;
  readonly 'transactional.id': string | null;
  readonly 'value.serializer': unknown;
}

/** The effective values of a Consumer: parsed, defaults filled in, post-processed in Java's order. */
export interface ConsumerValues {
  readonly 'allow.auto.create.topics': boolean;
  readonly 'auto.commit.interval.ms': number;
  readonly 'auto.offset.reset': string;
  readonly 'bootstrap.resolve.timeout.ms': number;
  readonly 'bootstrap.servers': readonly string[];
  readonly 'check.crcs': boolean;
  readonly 'client.dns.lookup': string;
  readonly 'client.id': string;
  readonly 'client.rack': string;
  readonly 'config.providers': readonly string[];
  readonly 'connections.max.idle.ms': number;
  readonly 'default.api.timeout.ms': number;
  readonly 'enable.auto.commit': boolean;
  readonly 'enable.metrics.push': boolean;
  readonly 'exclude.internal.topics': boolean;
  readonly 'fetch.max.bytes': number;
  readonly 'fetch.max.wait.ms': number;
  readonly 'fetch.min.bytes': number;
  readonly 'group.id': string | null;
  readonly 'group.instance.id': string | null;
  readonly 'group.protocol': string;
  readonly 'group.remote.assignor': string | null;
  readonly 'heartbeat.interval.ms': number;
  readonly 'interceptor.classes': readonly string[];
  readonly 'internal.throw.on.fetch.stable.offset.unsupported': boolean;
  readonly 'isolation.level': string;
  readonly 'key.deserializer': unknown;
  readonly 'max.partition.fetch.bytes': number;
  readonly 'max.poll.interval.ms': number;
  readonly 'max.poll.records': number;
  readonly 'metadata.cluster.check.enable': boolean;
  readonly 'metadata.max.age.ms': number;
  readonly 'metadata.recovery.rebootstrap.trigger.ms': number;
  readonly 'metadata.recovery.strategy': string;
  readonly 'metric.reporters': readonly unknown[];
  readonly 'metrics.num.samples': number;
  readonly 'metrics.recording.level': string;
  readonly 'metrics.sample.window.ms': number;
  readonly 'partition.assignment.strategy': readonly unknown[];
  readonly 'receive.buffer.bytes': number;
  readonly 'reconnect.backoff.max.ms': number;
  readonly 'reconnect.backoff.ms': number;
  readonly 'request.timeout.ms': number;
  readonly 'retry.backoff.max.ms': number;
  readonly 'retry.backoff.ms': number;
  readonly 'sasl.client.callback.handler.class': unknown;
  readonly 'sasl.jaas.config': Password | null;
  readonly 'sasl.kerberos.kinit.cmd': string;
  readonly 'sasl.kerberos.min.time.before.relogin': number;
  readonly 'sasl.kerberos.service.name': string | null;
  readonly 'sasl.kerberos.ticket.renew.jitter': number;
  readonly 'sasl.kerberos.ticket.renew.window.factor': number;
  readonly 'sasl.login.callback.handler.class': unknown;
  readonly 'sasl.login.class': unknown;
  readonly 'sasl.login.connect.timeout.ms': number | null;
  readonly 'sasl.login.read.timeout.ms': number | null;
  readonly 'sasl.login.refresh.buffer.seconds': number;
  readonly 'sasl.login.refresh.min.period.seconds': number;
  readonly 'sasl.login.refresh.window.factor': number;
  readonly 'sasl.login.refresh.window.jitter': number;
  readonly 'sasl.login.retry.backoff.max.ms': number;
  readonly 'sasl.login.retry.backoff.ms': number;
  readonly 'sasl.mechanism': string;
  readonly 'sasl.oauthbearer.allow.unverified.audience': boolean;
  readonly 'sasl.oauthbearer.allow.unverified.issuer': boolean;
  readonly 'sasl.oauthbearer.assertion.algorithm': string;
  readonly 'sasl.oauthbearer.assertion.claim.aud': string | null;
  readonly 'sasl.oauthbearer.assertion.claim.exp.seconds': number;
  readonly 'sasl.oauthbearer.assertion.claim.iss': string | null;
  readonly 'sasl.oauthbearer.assertion.claim.jti.include': boolean;
  readonly 'sasl.oauthbearer.assertion.claim.nbf.seconds': number;
  readonly 'sasl.oauthbearer.assertion.claim.sub': string | null;
  readonly 'sasl.oauthbearer.assertion.file': string | null;
  readonly 'sasl.oauthbearer.assertion.private.key.file': string | null;
  readonly 'sasl.oauthbearer.assertion.private.key.passphrase': Password | null;
  readonly 'sasl.oauthbearer.assertion.template.file': string | null;
  readonly 'sasl.oauthbearer.client.credentials.client.id': string | null;
  readonly 'sasl.oauthbearer.client.credentials.client.secret': Password | null;
  readonly 'sasl.oauthbearer.clock.skew.seconds': number;
  readonly 'sasl.oauthbearer.expected.audience': readonly string[];
  readonly 'sasl.oauthbearer.expected.issuer': string | null;
  readonly 'sasl.oauthbearer.header.urlencode': boolean;
  readonly 'sasl.oauthbearer.jwks.endpoint.refresh.ms': number;
  readonly 'sasl.oauthbearer.jwks.endpoint.retry.backoff.max.ms': number;
  readonly 'sasl.oauthbearer.jwks.endpoint.retry.backoff.ms': number;
  readonly 'sasl.oauthbearer.jwks.endpoint.url': string | null;
  readonly 'sasl.oauthbearer.jwt.retriever.class': unknown;
  readonly 'sasl.oauthbearer.jwt.validator.class': unknown;
  readonly 'sasl.oauthbearer.scope': string | null;
  readonly 'sasl.oauthbearer.scope.claim.name': string;
  readonly 'sasl.oauthbearer.sub.claim.name': string;
  readonly 'sasl.oauthbearer.token.endpoint.url': string | null;
  readonly 'security.protocol': string;
  readonly 'security.providers': string | null;
  readonly 'send.buffer.bytes': number;
  readonly 'session.timeout.ms': number;
  readonly 'share.acknowledgement.mode': string;
  readonly 'share.acquire.mode': string;
  readonly 'socket.connection.setup.timeout.max.ms': number;
  readonly 'socket.connection.setup.timeout.ms': number;
  readonly 'ssl.cipher.suites': readonly string[];
  readonly 'ssl.enabled.protocols': readonly string[];
  readonly 'ssl.endpoint.identification.algorithm': string;
  readonly 'ssl.engine.factory.class': unknown;
  readonly 'ssl.key.password': Password | null;
  readonly 'ssl.keymanager.algorithm': string;
  readonly 'ssl.keystore.certificate.chain': Password | null;
  readonly 'ssl.keystore.key': Password | null;
  readonly 'ssl.keystore.location': string | null;
  readonly 'ssl.keystore.password': Password | null;
  readonly 'ssl.keystore.type': string;
  readonly 'ssl.protocol': string;
  readonly 'ssl.provider': string | null;
  readonly 'ssl.secure.random.implementation': string | null;
  readonly 'ssl.trustmanager.algorithm': string;
  readonly 'ssl.truststore.certificates': Password | null;
  readonly 'ssl.truststore.location': string | null;
  readonly 'ssl.truststore.password': Password | null;
  readonly 'ssl.truststore.type': string;
  readonly 'value.deserializer': unknown;
}

/** The effective values of an AdminClient: parsed, defaults filled in, post-processed in Java's order. */
export interface AdminValues {
  readonly 'bootstrap.controllers': readonly string[];
  readonly 'bootstrap.resolve.timeout.ms': number;
  readonly 'bootstrap.servers': readonly string[];
  readonly 'client.dns.lookup': string;
  readonly 'client.id': string;
  readonly 'config.providers': readonly string[];
  readonly 'connections.max.idle.ms': number;
  readonly 'default.api.timeout.ms': number;
  readonly 'enable.metrics.push': boolean;
  readonly 'metadata.cluster.check.enable': boolean;
  readonly 'metadata.max.age.ms': number;
  readonly 'metadata.recovery.rebootstrap.trigger.ms': number;
  readonly 'metadata.recovery.strategy': string;
  readonly 'metric.reporters': readonly unknown[];
  readonly 'metrics.num.samples': number;
  readonly 'metrics.recording.level': string;
  readonly 'metrics.sample.window.ms': number;
  readonly 'receive.buffer.bytes': number;
  readonly 'reconnect.backoff.max.ms': number;
  readonly 'reconnect.backoff.ms': number;
  readonly 'request.timeout.ms': number;
  readonly 'retries': number;
  readonly 'retry.backoff.max.ms': number;
  readonly 'retry.backoff.ms': number;
  readonly 'sasl.client.callback.handler.class': unknown;
  readonly 'sasl.jaas.config': Password | null;
  readonly 'sasl.kerberos.kinit.cmd': string;
  readonly 'sasl.kerberos.min.time.before.relogin': number;
  readonly 'sasl.kerberos.service.name': string | null;
  readonly 'sasl.kerberos.ticket.renew.jitter': number;
  readonly 'sasl.kerberos.ticket.renew.window.factor': number;
  readonly 'sasl.login.callback.handler.class': unknown;
  readonly 'sasl.login.class': unknown;
  readonly 'sasl.login.connect.timeout.ms': number | null;
  readonly 'sasl.login.read.timeout.ms': number | null;
  readonly 'sasl.login.refresh.buffer.seconds': number;
  readonly 'sasl.login.refresh.min.period.seconds': number;
  readonly 'sasl.login.refresh.window.factor': number;
  readonly 'sasl.login.refresh.window.jitter': number;
  readonly 'sasl.login.retry.backoff.max.ms': number;
  readonly 'sasl.login.retry.backoff.ms': number;
  readonly 'sasl.mechanism': string;
  readonly 'sasl.oauthbearer.allow.unverified.audience': boolean;
  readonly 'sasl.oauthbearer.allow.unverified.issuer': boolean;
  readonly 'sasl.oauthbearer.assertion.algorithm': string;
  readonly 'sasl.oauthbearer.assertion.claim.aud': string | null;
  readonly 'sasl.oauthbearer.assertion.claim.exp.seconds': number;
  readonly 'sasl.oauthbearer.assertion.claim.iss': string | null;
  readonly 'sasl.oauthbearer.assertion.claim.jti.include': boolean;
  readonly 'sasl.oauthbearer.assertion.claim.nbf.seconds': number;
  readonly 'sasl.oauthbearer.assertion.claim.sub': string | null;
  readonly 'sasl.oauthbearer.assertion.file': string | null;
  readonly 'sasl.oauthbearer.assertion.private.key.file': string | null;
  readonly 'sasl.oauthbearer.assertion.private.key.passphrase': Password | null;
  readonly 'sasl.oauthbearer.assertion.template.file': string | null;
  readonly 'sasl.oauthbearer.client.credentials.client.id': string | null;
  readonly 'sasl.oauthbearer.client.credentials.client.secret': Password | null;
  readonly 'sasl.oauthbearer.clock.skew.seconds': number;
  readonly 'sasl.oauthbearer.expected.audience': readonly string[];
  readonly 'sasl.oauthbearer.expected.issuer': string | null;
  readonly 'sasl.oauthbearer.header.urlencode': boolean;
  readonly 'sasl.oauthbearer.jwks.endpoint.refresh.ms': number;
  readonly 'sasl.oauthbearer.jwks.endpoint.retry.backoff.max.ms': number;
  readonly 'sasl.oauthbearer.jwks.endpoint.retry.backoff.ms': number;
  readonly 'sasl.oauthbearer.jwks.endpoint.url': string | null;
  readonly 'sasl.oauthbearer.jwt.retriever.class': unknown;
  readonly 'sasl.oauthbearer.jwt.validator.class': unknown;
  readonly 'sasl.oauthbearer.scope': string | null;
  readonly 'sasl.oauthbearer.scope.claim.name': string;
  readonly 'sasl.oauthbearer.sub.claim.name': string;
  readonly 'sasl.oauthbearer.token.endpoint.url': string | null;
  readonly 'security.protocol': string;
  readonly 'security.providers': string | null;
  readonly 'send.buffer.bytes': number;
  readonly 'socket.connection.setup.timeout.max.ms': number;
  readonly 'socket.connection.setup.timeout.ms': number;
  readonly 'ssl.cipher.suites': readonly string[];
  readonly 'ssl.enabled.protocols': readonly string[];
  readonly 'ssl.endpoint.identification.algorithm': string;
  readonly 'ssl.engine.factory.class': unknown;
  readonly 'ssl.key.password': Password | null;
  readonly 'ssl.keymanager.algorithm': string;
  readonly 'ssl.keystore.certificate.chain': Password | null;
  readonly 'ssl.keystore.key': Password | null;
  readonly 'ssl.keystore.location': string | null;
  readonly 'ssl.keystore.password': Password | null;
  readonly 'ssl.keystore.type': string;
  readonly 'ssl.protocol': string;
  readonly 'ssl.provider': string | null;
  readonly 'ssl.secure.random.implementation': string | null;
  readonly 'ssl.trustmanager.algorithm': string;
  readonly 'ssl.truststore.certificates': Password | null;
  readonly 'ssl.truststore.location': string | null;
  readonly 'ssl.truststore.password': Password | null;
  readonly 'ssl.truststore.type': string;
}
