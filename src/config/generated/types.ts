// Made by tools/java-config/generate.mjs from the table there. Do not edit.
import type { DeserializerOption, ListInnerOption, SerializerOption, Bytes } from '../../serde/spec';
import type { Password } from '../security/password';
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
} from '../values/option-types';

/** Properties of a Producer, by Java's names; librdkafka's where only it has the property. */
export interface ProducerConfig<K = Bytes, V = Bytes> {
  /** Which acknowledgements a record needs before it counts as written: all in-sync replicas, the leader only (1), or none (0). 0 and 1 switch idempotence off, unless it was asked for by name: then they are refused. Default: all. */
  'acks'?: 'all' | '-1' | '0' | '1' | -1 | 0 | 1 | undefined;
  /** Largest batch of records for one partition, in bytes. 0 sends each record by itself. librdkafka puts one partition's batch into each request, so larger values gain more here than in Java: see the performance guide. Default: 16384. */
  'batch.size'?: NumberValue | undefined;
  /** How long the names in bootstrap.servers may take to resolve. Names are resolved in the background, and again for each connection, so the constructor never blocks on it; `client.ready()` tells. Default: 0. */
  'bootstrap.resolve.timeout.ms'?: NumberValue | undefined;
  /** Brokers to ask first, as host:port; a few of them are enough to find the rest. Required. */
  'bootstrap.servers'?: ListOf<string> | undefined;
  /** Bytes of records that may wait to be sent or acknowledged. Counted as key, value, headers and 176 bytes per record. `produce` throws ERR__QUEUE_FULL when it is used up, `send` waits up to max.block.ms. Default: 33554432. */
  'buffer.memory'?: NumberValue | undefined;
  /** Whether all addresses of a name are tried, or only the canonical names of bootstrap.servers. Default: use_all_dns_ips. */
  'client.dns.lookup'?: 'use_all_dns_ips' | 'resolve_canonical_bootstrap_servers_only' | undefined;
  /** Name of this client in the broker's logs, metrics and quotas. Made up as Java makes it when absent. Default: empty. */
  'client.id'?: string | undefined;
  /** Rack or availability zone of this client. In a producer it has no effect: see partitioner.rack.aware. Default: empty. */
  'client.rack'?: string | undefined;
  /** Level of gzip; -1 is zlib's default. Only with compression.type=gzip. Default: -1. */
  'compression.gzip.level'?: NumberValue | undefined;
  /** Level of LZ4; 9, the default, is the fast compressor. Only with compression.type=lz4. Levels 13 to 17 are lowered to 12, librdkafka's highest, with a warning. Default: 9. */
  'compression.lz4.level'?: NumberValue | undefined;
  /** Codec for batches of records. Default: none. */
  'compression.type'?: 'none' | 'gzip' | 'snappy' | 'lz4' | 'zstd' | undefined;
  /** Level of Zstandard. Only with compression.type=zstd. Levels above 12 are lowered to 12 and negative ones raised to 1, with a warning: librdkafka takes no others. Default: 3. */
  'compression.zstd.level'?: NumberValue | undefined;
  /** Java classes that fill in values from elsewhere. Read such values in your program. Default: empty. */
  'config.providers'?: ListOf<string> | undefined;
  /** Connections that were idle for so long are closed; negative: never. Default: 540000. */
  'connections.max.idle.ms'?: NumberValue | undefined;
  /** Time from `produce` or `send` to success or failure of a record. At least linger.ms + request.timeout.ms. With a transactional.id at most transaction.timeout.ms. Default: 120000. */
  'delivery.timeout.ms'?: NumberValue | undefined;
  /** Whether the broker drops duplicates that retries would cause, and keeps the order. Default: true. */
  'enable.idempotence'?: BooleanValue | undefined;
  /** Whether the broker may ask this client for metrics (KIP-714). Default: true. */
  'enable.metrics.push'?: BooleanValue | undefined;
  /** Objects (or classes) that see records on their way: onSend and onAcknowledgement, or onConsume and onCommit. Functions and objects instead of Java class names. Default: empty. */
  'interceptor.classes'?: ListOf<ProducerInterceptorOption> | undefined;
  /** How keys are written: a short name, Java's class name, a function, object or class. Not required: Buffer, Uint8Array and string are taken when it is absent. Default: none. */
  'key.serializer'?: SerializerOption<K> | undefined;
  /** How long a batch waits for more records. At most 900000. Default: 5. */
  'linger.ms'?: NumberValue | undefined;
  /** How long `send` may wait for room and metadata, and transaction calls without a timeout for their answer. Default: 60000. */
  'max.block.ms'?: NumberValue | undefined;
  /** Produce requests on their way to one broker at once; at most 5 with idempotence. Default: 5. */
  'max.in.flight.requests.per.connection'?: NumberValue | undefined;
  /** Largest record, as an uncompressed batch of its own. At least 1000 bytes. Default: 1048576. */
  'max.request.size'?: NumberValue | undefined;
  /** Whether connections to a wrong cluster are detected. librdkafka has no such check: accepted without effect. Default: true. */
  'metadata.cluster.check.enable'?: BooleanValue | undefined;
  /** How often metadata is refreshed without a reason. At most an hour (3600000). Default: 300000. */
  'metadata.max.age.ms'?: NumberValue | undefined;
  /** How long Java remembers a topic it does not produce to. Topics are remembered as long as the client lives: accepted without effect. Default: 300000. */
  'metadata.max.idle.ms'?: NumberValue | undefined;
  /** After so long without metadata the client starts again from bootstrap.servers. Default: 300000. */
  'metadata.recovery.rebootstrap.trigger.ms'?: NumberValue | undefined;
  /** What to do when no known broker answers: start again from bootstrap.servers, or not. Default: rebootstrap. */
  'metadata.recovery.strategy'?: 'REBOOTSTRAP' | 'NONE' | 'rebootstrap' | 'none' | undefined;
  /** Objects (or classes) that get the metrics: see `metrics()`. Java's JmxReporter is accepted without effect. Default: org.apache.kafka.common.metrics.JmxReporter. */
  'metric.reporters'?: ListOf<MetricReporterOption> | undefined;
  /** Samples kept for Java's metrics. The metrics come from librdkafka's statistics: accepted without effect. Default: 2. */
  'metrics.num.samples'?: NumberValue | undefined;
  /** Level of detail of Java's metrics. The metrics come from librdkafka's statistics: accepted without effect. Default: INFO. */
  'metrics.recording.level'?: 'INFO' | 'DEBUG' | 'TRACE' | undefined;
  /** How often metric.reporters get metrics. Only where statistics.interval.ms is not set; at least 1000. Default: 30000. */
  'metrics.sample.window.ms'?: NumberValue | undefined;
  /** Whether slow brokers get fewer keyless records. librdkafka does not measure that: accepted without effect. Default: true. */
  'partitioner.adaptive.partitioning.enable'?: BooleanValue | undefined;
  /** After so long without an answer Java's partitioner avoids a partition. librdkafka has no such rule: a value above 0 is accepted with a warning. Default: 0. */
  'partitioner.availability.timeout.ms'?: NumberValue | undefined;
  /** How a record without a partition gets one: a Java class name, one of librdkafka's names, or a function. A record without a key stays with one partition for batch.size bytes, as in Java; which partition comes next does not depend on the brokers' load. Default: none. */
  'partitioner.class'?: PartitionerOption | null | undefined;
  /** Whether the key plays no part in choosing the partition. Default: false. */
  'partitioner.ignore.keys'?: BooleanValue | undefined;
  /** Whether keyless records prefer leaders in client.rack. librdkafka has no such rule: true is accepted with a warning. Default: false. */
  'partitioner.rack.aware'?: BooleanValue | undefined;
  /** Size of the socket's receive buffer; -1 leaves it to the system. 0 is refused: Java takes it and then fails to connect. Default: 32768. */
  'receive.buffer.bytes'?: NumberValue | undefined;
  /** Longest pause between attempts to connect. At most 2147483. Default: 1000. */
  'reconnect.backoff.max.ms'?: NumberValue | undefined;
  /** First pause between attempts to connect; doubled each time. Default: 50. */
  'reconnect.backoff.ms'?: NumberValue | undefined;
  /** How long a request waits for its answer. 10 to 300000, and with a transactional.id at most transaction.timeout.ms + 100. Default: 30000. */
  'request.timeout.ms'?: NumberValue | undefined;
  /** How often a request is sent again. In an AdminClient librdkafka decides. Default: 2147483647. */
  'retries'?: NumberValue | undefined;
  /** Longest pause before a request is sent again. 1 to 300000. Default: 1000. */
  'retry.backoff.max.ms'?: NumberValue | undefined;
  /** First pause before a request is sent again; doubled each time. 1 to 300000. Default: 100. */
  'retry.backoff.ms'?: NumberValue | undefined;
  /** Java class that answers SASL callbacks. SASL is done inside librdkafka. Default: none. */
  'sasl.client.callback.handler.class'?: string | null | undefined;
  /** Login module and its options on one line, as in Java. sasl.username and sasl.password do as well. PlainLoginModule, ScramLoginModule, OAuthBearerLoginModule and Krb5LoginModule are understood. Default: none. */
  'sasl.jaas.config'?: string | null | undefined;
  /** Path of kinit. Default: /usr/bin/kinit. */
  'sasl.kerberos.kinit.cmd'?: string | undefined;
  /** Time between refreshes of a Kerberos ticket. Default: 60000. */
  'sasl.kerberos.min.time.before.relogin'?: NumberValue | undefined;
  /** Kerberos name that the brokers run under. Default: none. */
  'sasl.kerberos.service.name'?: string | null | undefined;
  /** Randomness of Java's ticket renewal. Tickets are renewed at a fixed interval: accepted without effect. Default: 0.05. */
  'sasl.kerberos.ticket.renew.jitter'?: NumberValue | undefined;
  /** Part of a ticket's life after which Java renews it. Tickets are renewed at a fixed interval: accepted without effect. Default: 0.8. */
  'sasl.kerberos.ticket.renew.window.factor'?: NumberValue | undefined;
  /** For OAUTHBEARER: an async function (or object with `handle`) that returns a token, or Java's OAuthBearerLoginCallbackHandler for the OIDC properties. Default: none. */
  'sasl.login.callback.handler.class'?: TokenProviderOption | null | undefined;
  /** Java class that logs in. Login is done inside librdkafka. Default: none. */
  'sasl.login.class'?: string | null | undefined;
  /** How long connecting to the token endpoint may take. Default: none. */
  'sasl.login.connect.timeout.ms'?: NumberValue | null | undefined;
  /** How long the answer of the token endpoint, or of a token provider, may take; 30 s when it is not set. Default: none. */
  'sasl.login.read.timeout.ms'?: NumberValue | null | undefined;
  /** Time before a token expires that a refresh shall not come closer than. Default: 300. */
  'sasl.login.refresh.buffer.seconds'?: NumberValue | undefined;
  /** Least time between refreshes of a token. Default: 60. */
  'sasl.login.refresh.min.period.seconds'?: NumberValue | undefined;
  /** Part of a token's life after which it is refreshed. Default: 0.8. */
  'sasl.login.refresh.window.factor'?: NumberValue | undefined;
  /** Randomness of a token's refresh. Default: 0.05. */
  'sasl.login.refresh.window.jitter'?: NumberValue | undefined;
  /** Longest pause between attempts to get a token. Default: 10000. */
  'sasl.login.retry.backoff.max.ms'?: NumberValue | undefined;
  /** First pause between attempts to get a token; doubled each time. Default: 100. */
  'sasl.login.retry.backoff.ms'?: NumberValue | undefined;
  /** How to authenticate: PLAIN, SCRAM-SHA-256, SCRAM-SHA-512, OAUTHBEARER or GSSAPI. GSSAPI needs a build with Kerberos. Default: GSSAPI. */
  'sasl.mechanism'?: string | undefined;
  /** For brokers. Accepted without effect. Default: false. */
  'sasl.oauthbearer.allow.unverified.audience'?: BooleanValue | undefined;
  /** For brokers. Accepted without effect. Default: false. */
  'sasl.oauthbearer.allow.unverified.issuer'?: BooleanValue | undefined;
  /** Signature of the assertion sent for a token: RS256 or ES256. Default: RS256. */
  'sasl.oauthbearer.assertion.algorithm'?: 'ES256' | 'RS256' | 'es256' | 'rs256' | undefined;
  /** Audience claim of the assertion. Default: none. */
  'sasl.oauthbearer.assertion.claim.aud'?: string | null | undefined;
  /** Seconds until the assertion expires. Default: 300. */
  'sasl.oauthbearer.assertion.claim.exp.seconds'?: NumberValue | undefined;
  /** Issuer claim of the assertion. Default: none. */
  'sasl.oauthbearer.assertion.claim.iss'?: string | null | undefined;
  /** Whether the assertion carries a unique id. Default: false. */
  'sasl.oauthbearer.assertion.claim.jti.include'?: BooleanValue | undefined;
  /** Seconds by which the assertion is valid earlier than now. Default: 60. */
  'sasl.oauthbearer.assertion.claim.nbf.seconds'?: NumberValue | undefined;
  /** Subject claim of the assertion. Default: none. */
  'sasl.oauthbearer.assertion.claim.sub'?: string | null | undefined;
  /** File with a ready assertion. Default: none. */
  'sasl.oauthbearer.assertion.file'?: string | null | undefined;
  /** PEM file with the key that signs the assertion. Default: none. */
  'sasl.oauthbearer.assertion.private.key.file'?: string | null | undefined;
  /** Passphrase of that key. Default: none. */
  'sasl.oauthbearer.assertion.private.key.passphrase'?: string | null | undefined;
  /** JSON file with header and claims to start the assertion from. Default: none. */
  'sasl.oauthbearer.assertion.template.file'?: string | null | undefined;
  /** Client id for the token endpoint. Default: none. */
  'sasl.oauthbearer.client.credentials.client.id'?: string | null | undefined;
  /** Client secret for the token endpoint. Default: none. */
  'sasl.oauthbearer.client.credentials.client.secret'?: string | null | undefined;
  /** For brokers. Accepted without effect. Default: 30. */
  'sasl.oauthbearer.clock.skew.seconds'?: NumberValue | undefined;
  /** For brokers. Accepted without effect. Default: empty. */
  'sasl.oauthbearer.expected.audience'?: ListOf<string> | undefined;
  /** For brokers. Accepted without effect. Default: none. */
  'sasl.oauthbearer.expected.issuer'?: string | null | undefined;
  /** Whether client id and secret are URL-encoded in the token request. Default: false. */
  'sasl.oauthbearer.header.urlencode'?: BooleanValue | undefined;
  /** For brokers. Accepted without effect. Default: 3600000. */
  'sasl.oauthbearer.jwks.endpoint.refresh.ms'?: NumberValue | undefined;
  /** For brokers. Accepted without effect. Default: 10000. */
  'sasl.oauthbearer.jwks.endpoint.retry.backoff.max.ms'?: NumberValue | undefined;
  /** For brokers. Accepted without effect. Default: 100. */
  'sasl.oauthbearer.jwks.endpoint.retry.backoff.ms'?: NumberValue | undefined;
  /** For brokers. Accepted without effect. Default: none. */
  'sasl.oauthbearer.jwks.endpoint.url'?: string | null | undefined;
  /** How a token is got: a function or object, or one of Java's retrievers by class name. Default: org.apache.kafka.common.security.oauthbearer.DefaultJwtRetriever. */
  'sasl.oauthbearer.jwt.retriever.class'?: TokenProviderOption | null | undefined;
  /** Java class that checks a token. Tokens are checked for subject and expiry. Default: org.apache.kafka.common.security.oauthbearer.DefaultJwtValidator. */
  'sasl.oauthbearer.jwt.validator.class'?: string | undefined;
  /** Scope to ask the token endpoint for. Default: none. */
  'sasl.oauthbearer.scope'?: string | null | undefined;
  /** Claim that holds the scope. The client does not read the scope: accepted without effect. Default: scope. */
  'sasl.oauthbearer.scope.claim.name'?: string | undefined;
  /** Claim that holds the principal's name. Default: sub. */
  'sasl.oauthbearer.sub.claim.name'?: string | undefined;
  /** Where tokens come from: http:, https:, or file:. Default: none. */
  'sasl.oauthbearer.token.endpoint.url'?: string | null | undefined;
  /** How to talk to brokers: with TLS, SASL, both or neither. Default: PLAINTEXT. */
  'security.protocol'?: 'SASL_SSL' | 'PLAINTEXT' | 'SSL' | 'SASL_PLAINTEXT' | 'sasl_ssl' | 'plaintext' | 'ssl' | 'sasl_plaintext' | undefined;
  /** Java security providers. Default: none. */
  'security.providers'?: string | null | undefined;
  /** Size of the socket's send buffer; -1 leaves it to the system. 0 is refused: Java takes it and then fails to connect. Default: 131072. */
  'send.buffer.bytes'?: NumberValue | undefined;
  /** Longest that connecting may take after repeated failures. The limit does not grow: accepted without effect. Default: 30000. */
  'socket.connection.setup.timeout.max.ms'?: NumberValue | undefined;
  /** How long connecting may take. At least 1000. Covers TLS and SASL too, which Java's does not. Default: 10000. */
  'socket.connection.setup.timeout.ms'?: NumberValue | undefined;
  /** Cipher suites to offer, by IANA or OpenSSL names; all when empty. A TLS version that has none of them is not offered. Default: empty. */
  'ssl.cipher.suites'?: ListOf<string> | undefined;
  /** TLS versions to offer: TLSv1.2, TLSv1.3 or both. Older versions are never spoken, and only a list without these two is an error. Default: TLSv1.2, TLSv1.3. */
  'ssl.enabled.protocols'?: ListOf<string> | undefined;
  /** Whether the broker's certificate must match its name: https, or '' for no check. null and blanks are refused: only '' switches the check off. Default: https. */
  'ssl.endpoint.identification.algorithm'?: string | undefined;
  /** Java class that makes TLS engines. Default: none. */
  'ssl.engine.factory.class'?: string | null | undefined;
  /** Password of the private key. Default: none. */
  'ssl.key.password'?: string | null | undefined;
  /** Java's key manager. Accepted without effect. Default: SunX509. */
  'ssl.keymanager.algorithm'?: string | undefined;
  /** Certificate of this client and its chain, as PEM text. Default: none. */
  'ssl.keystore.certificate.chain'?: string | null | undefined;
  /** Private key of this client, as PEM text (PKCS#8). Default: none. */
  'ssl.keystore.key'?: string | null | undefined;
  /** File with key and certificate of this client: PKCS#12, PEM or JKS; its content decides. Default: none. */
  'ssl.keystore.location'?: string | null | undefined;
  /** Password of that file. Default: none. */
  'ssl.keystore.password'?: string | null | undefined;
  /** Type of that file: JKS, PKCS12 or PEM. Default: JKS. */
  'ssl.keystore.type'?: string | undefined;
  /** Java's SSLContext. The highest version both sides have is used: accepted without effect. Default: TLSv1.3. */
  'ssl.protocol'?: string | undefined;
  /** Java security provider for TLS. Default: none. */
  'ssl.provider'?: string | null | undefined;
  /** Java's random number generator. Default: none. */
  'ssl.secure.random.implementation'?: string | null | undefined;
  /** Java's trust manager. Accepted without effect. Default: PKIX. */
  'ssl.trustmanager.algorithm'?: string | undefined;
  /** Certificates to trust, as PEM text. Default: none. */
  'ssl.truststore.certificates'?: string | null | undefined;
  /** File with certificates to trust: PKCS#12, PEM or JKS; its content decides. Default: none. */
  'ssl.truststore.location'?: string | null | undefined;
  /** Password of that file. Default: none. */
  'ssl.truststore.password'?: string | null | undefined;
  /** Type of that file: JKS, PKCS12 or PEM. Default: JKS. */
  'ssl.truststore.type'?: string | undefined;
  /** The broker aborts a transaction that is open for so long. At least 1000. Default: 60000. */
  'transaction.timeout.ms'?: NumberValue | undefined;
  /** Whether an outside coordinator decides transactions (KIP-939). librdkafka does not have it. Default: false. */
  'transaction.two.phase.commit.enable'?: BooleanValue | undefined;
  /** Name that makes the producer transactional and fences its predecessor. Default: none. */
  'transactional.id'?: string | null | undefined;
  /** How values are written: a short name, Java's class name, a function, object or class. Not required: Buffer, Uint8Array and string are taken when it is absent. Default: none. */
  'value.serializer'?: SerializerOption<V> | undefined;
  /** How long asking a broker for its protocol versions may take. librdkafka's own. */
  'api.version.request.timeout.ms'?: NumberValue | undefined;
  /** Most records in one batch. Set to 1000000, so that bytes decide as in Java. librdkafka's own. */
  'batch.num.messages'?: NumberValue | undefined;
  /** Use IPv4 only, IPv6 only, or any. librdkafka's own. */
  'broker.address.family'?: 'any' | 'v4' | 'v6' | undefined;
  /** How long a resolved broker address is kept, in ms. librdkafka's own. */
  'broker.address.ttl'?: NumberValue | undefined;
  /** librdkafka's name of `compression.type`. */
  'compression.codec'?: 'none' | 'gzip' | 'snappy' | 'lz4' | 'zstd' | undefined;
  /** Level of the codec, in librdkafka's own scale; wins over compression.gzip.level and its like. librdkafka's own. */
  'compression.level'?: NumberValue | undefined;
  /** Contexts to log in detail, comma-separated; raises log_level to 7. librdkafka's own. */
  'debug'?: ListOf<string> | undefined;
  /** Fail for good when the order of records has a gap. Needs idempotence. librdkafka's own. */
  'enable.gapless.guarantee'?: BooleanValue | undefined;
  /** Make unsecured tokens for OAUTHBEARER. For tests only. librdkafka's own. */
  'enable.sasl.oauthbearer.unsecure.jwt'?: BooleanValue | undefined;
  /** Connect only to brokers that are needed. librdkafka's own. */
  'enable.sparse.connections'?: BooleanValue | undefined;
  /** Whether the broker's certificate is verified. Leave it on. librdkafka's own. */
  'enable.ssl.certificate.verification'?: BooleanValue | undefined;
  /** File or folder of CA certificates for the token endpoint. librdkafka's own. */
  'https.ca.location'?: string | undefined;
  /** CA certificates for the token endpoint, as PEM text. librdkafka's own. */
  'https.ca.pem'?: string | undefined;
  /** Whether closed connections are logged. librdkafka's own. */
  'log.connection.close'?: BooleanValue | undefined;
  /** Whether log lines name the thread. librdkafka's own. */
  'log.thread.name'?: BooleanValue | undefined;
  /** Most detailed level of logs, 0 to 7. librdkafka's own. */
  'log_level'?: NumberValue | undefined;
  /** librdkafka's name of `max.in.flight.requests.per.connection`. */
  'max.in.flight'?: NumberValue | undefined;
  /** Larger records are not copied into the request. librdkafka's own. */
  'message.copy.max.bytes'?: NumberValue | undefined;
  /** librdkafka's name of `max.request.size`. */
  'message.max.bytes'?: NumberValue | undefined;
  /** librdkafka's name of `retries`. */
  'message.send.max.retries'?: NumberValue | undefined;
  /** librdkafka's name of `delivery.timeout.ms`. */
  'message.timeout.ms'?: NumberValue | undefined;
  /** librdkafka's name of `bootstrap.servers`. */
  'metadata.broker.list'?: ListOf<string> | undefined;
  /** librdkafka's name of `partitioner.class`. */
  'partitioner'?: PartitionerOption | null | undefined;
  /** Native plug-ins for librdkafka to load. librdkafka's own. */
  'plugin.library.paths'?: string | undefined;
  /** Transmissions that may wait for a broker before batches are held back; 1 with idempotence. librdkafka's own. */
  'queue.buffering.backpressure.threshold'?: NumberValue | undefined;
  /** librdkafka's name of `buffer.memory`. */
  'queue.buffering.max.kbytes'?: NumberValue | undefined;
  /** Most records in librdkafka's queue. 0, no limit, so that buffer.memory decides. librdkafka's own. */
  'queue.buffering.max.messages'?: NumberValue | undefined;
  /** librdkafka's name of `linger.ms`. */
  'queue.buffering.max.ms'?: NumberValue | undefined;
  /** Largest response from a broker. At least fetch.max.bytes + 512. A consumer takes at least 350000000 unless this is set: what holds a larger record is not read, and polls reject (ERR__BAD_MSG). librdkafka's own. */
  'receive.message.max.bytes'?: NumberValue | undefined;
  /** librdkafka's name of `acks`. */
  'request.required.acks'?: 'all' | '-1' | '0' | '1' | -1 | 0 | 1 | undefined;
  /** Keytab file. librdkafka's own. */
  'sasl.kerberos.keytab'?: string | undefined;
  /** Kerberos name of this client. librdkafka's own. */
  'sasl.kerberos.principal'?: string | undefined;
  /** librdkafka's name of `sasl.mechanism`. */
  'sasl.mechanisms'?: string | undefined;
  /** librdkafka's name of `sasl.oauthbearer.assertion.template.file`. */
  'sasl.oauthbearer.assertion.jwt.template.file'?: string | null | undefined;
  /** Key that signs the assertion, as PEM text. librdkafka's own. */
  'sasl.oauthbearer.assertion.private.key.pem'?: string | undefined;
  /** librdkafka's name of `sasl.oauthbearer.client.credentials.client.id`. */
  'sasl.oauthbearer.client.id'?: string | null | undefined;
  /** librdkafka's name of `sasl.oauthbearer.client.credentials.client.secret`. */
  'sasl.oauthbearer.client.secret'?: string | null | undefined;
  /** Settings of unsecured tokens, as in principal=me. librdkafka's own. */
  'sasl.oauthbearer.config'?: string | undefined;
  /** SASL extensions to send with a token, as in a=1,b=2. librdkafka's own. */
  'sasl.oauthbearer.extensions'?: string | undefined;
  /** Grant to ask the token endpoint for. librdkafka's own. */
  'sasl.oauthbearer.grant.type'?: 'client_credentials' | 'urn:ietf:params:oauth:grant-type:jwt-bearer' | undefined;
  /** oidc asks the token endpoint; default leaves tokens to the callback handler. librdkafka's own. */
  'sasl.oauthbearer.method'?: 'default' | 'oidc' | undefined;
  /** Password for PLAIN and SCRAM. librdkafka's own. */
  'sasl.password'?: string | undefined;
  /** User for PLAIN and SCRAM. librdkafka's own. */
  'sasl.username'?: string | undefined;
  /** TCP keep-alive. On, as in Java. librdkafka's own. */
  'socket.keepalive.enable'?: BooleanValue | undefined;
  /** Failed requests before a connection is closed. librdkafka's own. */
  'socket.max.fails'?: NumberValue | undefined;
  /** TCP_NODELAY. librdkafka's own. */
  'socket.nagle.disable'?: BooleanValue | undefined;
  /** librdkafka's name of `receive.buffer.bytes`. */
  'socket.receive.buffer.bytes'?: NumberValue | undefined;
  /** librdkafka's name of `send.buffer.bytes`. */
  'socket.send.buffer.bytes'?: NumberValue | undefined;
  /** librdkafka's name of `request.timeout.ms`. */
  'socket.timeout.ms'?: NumberValue | undefined;
  /** Windows certificate stores to trust. librdkafka's own. */
  'ssl.ca.certificate.stores'?: string | undefined;
  /** File or folder of CA certificates, or probe. librdkafka's own. */
  'ssl.ca.location'?: string | undefined;
  /** librdkafka's name of `ssl.truststore.certificates`. */
  'ssl.ca.pem'?: string | null | undefined;
  /** PEM file with the client's certificate. librdkafka's own. */
  'ssl.certificate.location'?: string | undefined;
  /** Certificate of this client and its chain, as PEM text. librdkafka's own. */
  'ssl.certificate.pem'?: string | undefined;
  /** File of revoked certificates. librdkafka's own. */
  'ssl.crl.location'?: string | undefined;
  /** Elliptic curves to offer, as OpenSSL names them. librdkafka's own. */
  'ssl.curves.list'?: string | undefined;
  /** PEM file with the client's private key. librdkafka's own. */
  'ssl.key.location'?: string | undefined;
  /** Private key of this client, as PEM text. librdkafka's own. */
  'ssl.key.pem'?: string | undefined;
  /** OpenSSL 3 providers to load, as in default,legacy. librdkafka's own. */
  'ssl.providers'?: string | undefined;
  /** Signature algorithms to offer, as OpenSSL names them. librdkafka's own. */
  'ssl.sigalgs.list'?: string | undefined;
  /** How often `stats` is emitted; 0: never. librdkafka's own. */
  'statistics.interval.ms'?: NumberValue | undefined;
  /** How long keyless records stay with one partition. Twice linger.ms by default, 10 where that is 0. librdkafka's own. */
  'sticky.partitioning.linger.ms'?: NumberValue | undefined;
  /** Round-trip time of the built-in mock cluster. librdkafka's own. */
  'test.mock.broker.rtt'?: NumberValue | undefined;
  /** Talk to a built-in mock cluster of so many brokers. librdkafka's own. */
  'test.mock.num.brokers'?: NumberValue | undefined;
  /** Patterns of topics to ignore everywhere. librdkafka's own. */
  'topic.blacklist'?: string | undefined;
  /** How long an unknown topic may stay unknown after its creation. Follows max.block.ms. librdkafka's own. */
  'topic.metadata.propagation.max.ms'?: NumberValue | undefined;
  /** First pause between attempts to find a topic's leader. librdkafka's own. */
  'topic.metadata.refresh.fast.interval.ms'?: NumberValue | undefined;
  /** librdkafka's name of `metadata.max.age.ms`. */
  'topic.metadata.refresh.interval.ms'?: NumberValue | undefined;
  /** Ask only for topics that are in use. librdkafka's own. */
  'topic.metadata.refresh.sparse'?: BooleanValue | undefined;
  /** What an unknown property does: throw, or warn as in Java. Default: error. */
  'config.unknown'?: 'error' | 'warn' | undefined;
  /** Character encoding of a string key. Default: UTF-8. */
  'key.serializer.encoding'?: string | undefined;
  /** Character encoding of a string value. Default: UTF-8. */
  'value.serializer.encoding'?: string | undefined;
  /** Character encoding of strings where the property for the side is not set. Default: UTF-8. */
  'serializer.encoding'?: string | undefined;
  /** How the elements of a key that is a list are written and read: a short name or Java's Serde, Serializer or Deserializer class. Default: none. */
  'default.list.key.serde.inner'?: ListInnerOption | null | undefined;
  /** How the elements of a value that is a list are written and read: a short name or Java's Serde, Serializer or Deserializer class. Default: none. */
  'default.list.value.serde.inner'?: ListInnerOption | null | undefined;
  /** Java's list class. Accepted without effect: lists are arrays. Default: none. */
  'default.list.key.serde.type'?: string | undefined;
  /** Java's list class. Accepted without effect: lists are arrays. Default: none. */
  'default.list.value.serde.type'?: string | undefined;
}

/** Properties of a Consumer, by Java's names; librdkafka's where only it has the property. */
export interface ConsumerConfig<K = Buffer, V = Buffer> {
  /** Whether reading a topic that does not exist may create it, where the broker allows that. Default: true. */
  'allow.auto.create.topics'?: BooleanValue | undefined;
  /** How often positions are committed when enable.auto.commit is on. Default: 5000. */
  'auto.commit.interval.ms'?: NumberValue | undefined;
  /** Where to start without a committed offset, or when it is out of range: latest, earliest, none (an error), or by_duration:PT1H (that long ago). Default: latest. */
  'auto.offset.reset'?: 'latest' | 'earliest' | 'none' | `by_duration:${string}` | undefined;
  /** How long the names in bootstrap.servers may take to resolve. Names are resolved in the background, and again for each connection, so the constructor never blocks on it; `client.ready()` tells. Default: 0. */
  'bootstrap.resolve.timeout.ms'?: NumberValue | undefined;
  /** Brokers to ask first, as host:port; a few of them are enough to find the rest. Required. */
  'bootstrap.servers'?: ListOf<string> | undefined;
  /** Whether the checksum of each fetched batch is verified. Default: true. */
  'check.crcs'?: BooleanValue | undefined;
  /** Whether all addresses of a name are tried, or only the canonical names of bootstrap.servers. Default: use_all_dns_ips. */
  'client.dns.lookup'?: 'use_all_dns_ips' | 'resolve_canonical_bootstrap_servers_only' | undefined;
  /** Name of this client in the broker's logs, metrics and quotas. Made up as Java makes it when absent. Default: empty. */
  'client.id'?: string | undefined;
  /** Rack or availability zone of this client. In a producer it has no effect: see partitioner.rack.aware. Default: empty. */
  'client.rack'?: string | undefined;
  /** Java classes that fill in values from elsewhere. Read such values in your program. Default: empty. */
  'config.providers'?: ListOf<string> | undefined;
  /** Connections that were idle for so long are closed; negative: never. Default: 540000. */
  'connections.max.idle.ms'?: NumberValue | undefined;
  /** How long a call may take that was given no timeout. Default: 60000. */
  'default.api.timeout.ms'?: NumberValue | undefined;
  /** Whether positions are committed in the background: only what an earlier poll returned. Default: true. */
  'enable.auto.commit'?: BooleanValue | undefined;
  /** Whether the broker may ask this client for metrics (KIP-714). Default: true. */
  'enable.metrics.push'?: BooleanValue | undefined;
  /** Whether a pattern subscription leaves out Kafka's own topics. Default: true. */
  'exclude.internal.topics'?: BooleanValue | undefined;
  /** Most bytes of one fetch response. Default: 52428800. */
  'fetch.max.bytes'?: NumberValue | undefined;
  /** How long the broker may wait for fetch.min.bytes. At most 300000, and less than request.timeout.ms. Default: 500. */
  'fetch.max.wait.ms'?: NumberValue | undefined;
  /** Bytes a broker gathers before it answers a fetch. 0 counts as 1; at most 100000000. Default: 1. */
  'fetch.min.bytes'?: NumberValue | undefined;
  /** Name of the consumer group. Without one, only assign() works and nothing is committed. Default: none. */
  'group.id'?: string | null | undefined;
  /** Name of this member that survives restarts (static membership). Default: none. */
  'group.instance.id'?: string | null | undefined;
  /** Rebalance protocol: classic, or consumer (KIP-848). Default: classic. */
  'group.protocol'?: 'classic' | 'consumer' | 'CLASSIC' | 'CONSUMER' | undefined;
  /** Assignor the broker shall use. Only with group.protocol=consumer. Default: none. */
  'group.remote.assignor'?: string | null | undefined;
  /** Time between heartbeats, lower than session.timeout.ms. Only with group.protocol=classic. Default: 3000. */
  'heartbeat.interval.ms'?: NumberValue | undefined;
  /** Objects (or classes) that see records on their way: onSend and onAcknowledgement, or onConsume and onCommit. Functions and objects instead of Java class names. Default: empty. */
  'interceptor.classes'?: ListOf<ConsumerInterceptorOption> | undefined;
  /** Whether records of open and aborted transactions are returned. Default: read_uncommitted. */
  'isolation.level'?: 'read_committed' | 'read_uncommitted' | undefined;
  /** How keys are read: a short name, Java's class name, a function, object or class. Not required: bytes come as Buffer when it is absent. Default: none. */
  'key.deserializer'?: DeserializerOption<K> | undefined;
  /** Bytes of one partition in a fetch response; a larger batch still comes through. Default: 1048576. */
  'max.partition.fetch.bytes'?: NumberValue | undefined;
  /** A consumer that does not poll for so long leaves its group. At most a day (86400000), and with the classic protocol at least session.timeout.ms. Default: 300000. */
  'max.poll.interval.ms'?: NumberValue | undefined;
  /** Most records a poll returns. Default: 500. */
  'max.poll.records'?: NumberValue | undefined;
  /** Whether connections to a wrong cluster are detected. librdkafka has no such check: accepted without effect. Default: true. */
  'metadata.cluster.check.enable'?: BooleanValue | undefined;
  /** How often metadata is refreshed without a reason. At most an hour (3600000). Default: 300000. */
  'metadata.max.age.ms'?: NumberValue | undefined;
  /** After so long without metadata the client starts again from bootstrap.servers. Default: 300000. */
  'metadata.recovery.rebootstrap.trigger.ms'?: NumberValue | undefined;
  /** What to do when no known broker answers: start again from bootstrap.servers, or not. Default: rebootstrap. */
  'metadata.recovery.strategy'?: 'REBOOTSTRAP' | 'NONE' | 'rebootstrap' | 'none' | undefined;
  /** Objects (or classes) that get the metrics: see `metrics()`. Java's JmxReporter is accepted without effect. Default: org.apache.kafka.common.metrics.JmxReporter. */
  'metric.reporters'?: ListOf<MetricReporterOption> | undefined;
  /** Samples kept for Java's metrics. The metrics come from librdkafka's statistics: accepted without effect. Default: 2. */
  'metrics.num.samples'?: NumberValue | undefined;
  /** Level of detail of Java's metrics. The metrics come from librdkafka's statistics: accepted without effect. Default: INFO. */
  'metrics.recording.level'?: 'INFO' | 'DEBUG' | 'TRACE' | undefined;
  /** How often metric.reporters get metrics. Only where statistics.interval.ms is not set; at least 1000. Default: 30000. */
  'metrics.sample.window.ms'?: NumberValue | undefined;
  /** Assignors this member accepts, best first. Only with group.protocol=classic. Range, RoundRobin and CooperativeSticky, as Java classes or range, roundrobin, cooperative-sticky. librdkafka cannot offer eager and cooperative ones together: those of the first one's kind are kept. Java's default list works as range. Default: org.apache.kafka.clients.consumer.RangeAssignor, org.apache.kafka.clients.consumer.CooperativeStickyAssignor. */
  'partition.assignment.strategy'?: ListOf<AssignorName> | undefined;
  /** Size of the socket's receive buffer; -1 leaves it to the system. 0 is refused: Java takes it and then fails to connect. Default: 65536. */
  'receive.buffer.bytes'?: NumberValue | undefined;
  /** Longest pause between attempts to connect. At most 2147483. Default: 1000. */
  'reconnect.backoff.max.ms'?: NumberValue | undefined;
  /** First pause between attempts to connect; doubled each time. Default: 50. */
  'reconnect.backoff.ms'?: NumberValue | undefined;
  /** How long a request waits for its answer. 10 to 300000, and with a transactional.id at most transaction.timeout.ms + 100. Default: 30000. */
  'request.timeout.ms'?: NumberValue | undefined;
  /** Longest pause before a request is sent again. 1 to 300000. Default: 1000. */
  'retry.backoff.max.ms'?: NumberValue | undefined;
  /** First pause before a request is sent again; doubled each time. 1 to 300000. Default: 100. */
  'retry.backoff.ms'?: NumberValue | undefined;
  /** Java class that answers SASL callbacks. SASL is done inside librdkafka. Default: none. */
  'sasl.client.callback.handler.class'?: string | null | undefined;
  /** Login module and its options on one line, as in Java. sasl.username and sasl.password do as well. PlainLoginModule, ScramLoginModule, OAuthBearerLoginModule and Krb5LoginModule are understood. Default: none. */
  'sasl.jaas.config'?: string | null | undefined;
  /** Path of kinit. Default: /usr/bin/kinit. */
  'sasl.kerberos.kinit.cmd'?: string | undefined;
  /** Time between refreshes of a Kerberos ticket. Default: 60000. */
  'sasl.kerberos.min.time.before.relogin'?: NumberValue | undefined;
  /** Kerberos name that the brokers run under. Default: none. */
  'sasl.kerberos.service.name'?: string | null | undefined;
  /** Randomness of Java's ticket renewal. Tickets are renewed at a fixed interval: accepted without effect. Default: 0.05. */
  'sasl.kerberos.ticket.renew.jitter'?: NumberValue | undefined;
  /** Part of a ticket's life after which Java renews it. Tickets are renewed at a fixed interval: accepted without effect. Default: 0.8. */
  'sasl.kerberos.ticket.renew.window.factor'?: NumberValue | undefined;
  /** For OAUTHBEARER: an async function (or object with `handle`) that returns a token, or Java's OAuthBearerLoginCallbackHandler for the OIDC properties. Default: none. */
  'sasl.login.callback.handler.class'?: TokenProviderOption | null | undefined;
  /** Java class that logs in. Login is done inside librdkafka. Default: none. */
  'sasl.login.class'?: string | null | undefined;
  /** How long connecting to the token endpoint may take. Default: none. */
  'sasl.login.connect.timeout.ms'?: NumberValue | null | undefined;
  /** How long the answer of the token endpoint, or of a token provider, may take; 30 s when it is not set. Default: none. */
  'sasl.login.read.timeout.ms'?: NumberValue | null | undefined;
  /** Time before a token expires that a refresh shall not come closer than. Default: 300. */
  'sasl.login.refresh.buffer.seconds'?: NumberValue | undefined;
  /** Least time between refreshes of a token. Default: 60. */
  'sasl.login.refresh.min.period.seconds'?: NumberValue | undefined;
  /** Part of a token's life after which it is refreshed. Default: 0.8. */
  'sasl.login.refresh.window.factor'?: NumberValue | undefined;
  /** Randomness of a token's refresh. Default: 0.05. */
  'sasl.login.refresh.window.jitter'?: NumberValue | undefined;
  /** Longest pause between attempts to get a token. Default: 10000. */
  'sasl.login.retry.backoff.max.ms'?: NumberValue | undefined;
  /** First pause between attempts to get a token; doubled each time. Default: 100. */
  'sasl.login.retry.backoff.ms'?: NumberValue | undefined;
  /** How to authenticate: PLAIN, SCRAM-SHA-256, SCRAM-SHA-512, OAUTHBEARER or GSSAPI. GSSAPI needs a build with Kerberos. Default: GSSAPI. */
  'sasl.mechanism'?: string | undefined;
  /** For brokers. Accepted without effect. Default: false. */
  'sasl.oauthbearer.allow.unverified.audience'?: BooleanValue | undefined;
  /** For brokers. Accepted without effect. Default: false. */
  'sasl.oauthbearer.allow.unverified.issuer'?: BooleanValue | undefined;
  /** Signature of the assertion sent for a token: RS256 or ES256. Default: RS256. */
  'sasl.oauthbearer.assertion.algorithm'?: 'ES256' | 'RS256' | 'es256' | 'rs256' | undefined;
  /** Audience claim of the assertion. Default: none. */
  'sasl.oauthbearer.assertion.claim.aud'?: string | null | undefined;
  /** Seconds until the assertion expires. Default: 300. */
  'sasl.oauthbearer.assertion.claim.exp.seconds'?: NumberValue | undefined;
  /** Issuer claim of the assertion. Default: none. */
  'sasl.oauthbearer.assertion.claim.iss'?: string | null | undefined;
  /** Whether the assertion carries a unique id. Default: false. */
  'sasl.oauthbearer.assertion.claim.jti.include'?: BooleanValue | undefined;
  /** Seconds by which the assertion is valid earlier than now. Default: 60. */
  'sasl.oauthbearer.assertion.claim.nbf.seconds'?: NumberValue | undefined;
  /** Subject claim of the assertion. Default: none. */
  'sasl.oauthbearer.assertion.claim.sub'?: string | null | undefined;
  /** File with a ready assertion. Default: none. */
  'sasl.oauthbearer.assertion.file'?: string | null | undefined;
  /** PEM file with the key that signs the assertion. Default: none. */
  'sasl.oauthbearer.assertion.private.key.file'?: string | null | undefined;
  /** Passphrase of that key. Default: none. */
  'sasl.oauthbearer.assertion.private.key.passphrase'?: string | null | undefined;
  /** JSON file with header and claims to start the assertion from. Default: none. */
  'sasl.oauthbearer.assertion.template.file'?: string | null | undefined;
  /** Client id for the token endpoint. Default: none. */
  'sasl.oauthbearer.client.credentials.client.id'?: string | null | undefined;
  /** Client secret for the token endpoint. Default: none. */
  'sasl.oauthbearer.client.credentials.client.secret'?: string | null | undefined;
  /** For brokers. Accepted without effect. Default: 30. */
  'sasl.oauthbearer.clock.skew.seconds'?: NumberValue | undefined;
  /** For brokers. Accepted without effect. Default: empty. */
  'sasl.oauthbearer.expected.audience'?: ListOf<string> | undefined;
  /** For brokers. Accepted without effect. Default: none. */
  'sasl.oauthbearer.expected.issuer'?: string | null | undefined;
  /** Whether client id and secret are URL-encoded in the token request. Default: false. */
  'sasl.oauthbearer.header.urlencode'?: BooleanValue | undefined;
  /** For brokers. Accepted without effect. Default: 3600000. */
  'sasl.oauthbearer.jwks.endpoint.refresh.ms'?: NumberValue | undefined;
  /** For brokers. Accepted without effect. Default: 10000. */
  'sasl.oauthbearer.jwks.endpoint.retry.backoff.max.ms'?: NumberValue | undefined;
  /** For brokers. Accepted without effect. Default: 100. */
  'sasl.oauthbearer.jwks.endpoint.retry.backoff.ms'?: NumberValue | undefined;
  /** For brokers. Accepted without effect. Default: none. */
  'sasl.oauthbearer.jwks.endpoint.url'?: string | null | undefined;
  /** How a token is got: a function or object, or one of Java's retrievers by class name. Default: org.apache.kafka.common.security.oauthbearer.DefaultJwtRetriever. */
  'sasl.oauthbearer.jwt.retriever.class'?: TokenProviderOption | null | undefined;
  /** Java class that checks a token. Tokens are checked for subject and expiry. Default: org.apache.kafka.common.security.oauthbearer.DefaultJwtValidator. */
  'sasl.oauthbearer.jwt.validator.class'?: string | undefined;
  /** Scope to ask the token endpoint for. Default: none. */
  'sasl.oauthbearer.scope'?: string | null | undefined;
  /** Claim that holds the scope. The client does not read the scope: accepted without effect. Default: scope. */
  'sasl.oauthbearer.scope.claim.name'?: string | undefined;
  /** Claim that holds the principal's name. Default: sub. */
  'sasl.oauthbearer.sub.claim.name'?: string | undefined;
  /** Where tokens come from: http:, https:, or file:. Default: none. */
  'sasl.oauthbearer.token.endpoint.url'?: string | null | undefined;
  /** How to talk to brokers: with TLS, SASL, both or neither. Default: PLAINTEXT. */
  'security.protocol'?: 'SASL_SSL' | 'PLAINTEXT' | 'SSL' | 'SASL_PLAINTEXT' | 'sasl_ssl' | 'plaintext' | 'ssl' | 'sasl_plaintext' | undefined;
  /** Java security providers. Default: none. */
  'security.providers'?: string | null | undefined;
  /** Size of the socket's send buffer; -1 leaves it to the system. 0 is refused: Java takes it and then fails to connect. Default: 131072. */
  'send.buffer.bytes'?: NumberValue | undefined;
  /** A member whose heartbeats stay away for so long is dropped from the group. Only with group.protocol=classic. At most an hour (3600000); lowered to max.poll.interval.ms where that is less. Default: 45000. */
  'session.timeout.ms'?: NumberValue | undefined;
  /** For share consumers. A consumer refuses anything but the default, as Java does. Default: implicit. */
  'share.acknowledgement.mode'?: 'implicit' | 'explicit' | undefined;
  /** For share consumers. record_limit is refused: librdkafka does not have it. Default: BATCH_OPTIMIZED. */
  'share.acquire.mode'?: 'batch_optimized' | 'record_limit' | 'BATCH_OPTIMIZED' | 'RECORD_LIMIT' | undefined;
  /** Longest that connecting may take after repeated failures. The limit does not grow: accepted without effect. Default: 30000. */
  'socket.connection.setup.timeout.max.ms'?: NumberValue | undefined;
  /** How long connecting may take. At least 1000. Covers TLS and SASL too, which Java's does not. Default: 10000. */
  'socket.connection.setup.timeout.ms'?: NumberValue | undefined;
  /** Cipher suites to offer, by IANA or OpenSSL names; all when empty. A TLS version that has none of them is not offered. Default: empty. */
  'ssl.cipher.suites'?: ListOf<string> | undefined;
  /** TLS versions to offer: TLSv1.2, TLSv1.3 or both. Older versions are never spoken, and only a list without these two is an error. Default: TLSv1.2, TLSv1.3. */
  'ssl.enabled.protocols'?: ListOf<string> | undefined;
  /** Whether the broker's certificate must match its name: https, or '' for no check. null and blanks are refused: only '' switches the check off. Default: https. */
  'ssl.endpoint.identification.algorithm'?: string | undefined;
  /** Java class that makes TLS engines. Default: none. */
  'ssl.engine.factory.class'?: string | null | undefined;
  /** Password of the private key. Default: none. */
  'ssl.key.password'?: string | null | undefined;
  /** Java's key manager. Accepted without effect. Default: SunX509. */
  'ssl.keymanager.algorithm'?: string | undefined;
  /** Certificate of this client and its chain, as PEM text. Default: none. */
  'ssl.keystore.certificate.chain'?: string | null | undefined;
  /** Private key of this client, as PEM text (PKCS#8). Default: none. */
  'ssl.keystore.key'?: string | null | undefined;
  /** File with key and certificate of this client: PKCS#12, PEM or JKS; its content decides. Default: none. */
  'ssl.keystore.location'?: string | null | undefined;
  /** Password of that file. Default: none. */
  'ssl.keystore.password'?: string | null | undefined;
  /** Type of that file: JKS, PKCS12 or PEM. Default: JKS. */
  'ssl.keystore.type'?: string | undefined;
  /** Java's SSLContext. The highest version both sides have is used: accepted without effect. Default: TLSv1.3. */
  'ssl.protocol'?: string | undefined;
  /** Java security provider for TLS. Default: none. */
  'ssl.provider'?: string | null | undefined;
  /** Java's random number generator. Default: none. */
  'ssl.secure.random.implementation'?: string | null | undefined;
  /** Java's trust manager. Accepted without effect. Default: PKIX. */
  'ssl.trustmanager.algorithm'?: string | undefined;
  /** Certificates to trust, as PEM text. Default: none. */
  'ssl.truststore.certificates'?: string | null | undefined;
  /** File with certificates to trust: PKCS#12, PEM or JKS; its content decides. Default: none. */
  'ssl.truststore.location'?: string | null | undefined;
  /** Password of that file. Default: none. */
  'ssl.truststore.password'?: string | null | undefined;
  /** Type of that file: JKS, PKCS12 or PEM. Default: JKS. */
  'ssl.truststore.type'?: string | undefined;
  /** How values are read: a short name, Java's class name, a function, object or class. Not required: bytes come as Buffer when it is absent. Default: none. */
  'value.deserializer'?: DeserializerOption<V> | undefined;
  /** How long asking a broker for its protocol versions may take. librdkafka's own. */
  'api.version.request.timeout.ms'?: NumberValue | undefined;
  /** Use IPv4 only, IPv6 only, or any. librdkafka's own. */
  'broker.address.family'?: 'any' | 'v4' | 'v6' | undefined;
  /** How long a resolved broker address is kept, in ms. librdkafka's own. */
  'broker.address.ttl'?: NumberValue | undefined;
  /** How often the group's coordinator is asked for. librdkafka's own. */
  'coordinator.query.interval.ms'?: NumberValue | undefined;
  /** Contexts to log in detail, comma-separated; raises log_level to 7. librdkafka's own. */
  'debug'?: ListOf<string> | undefined;
  /** Emit `partitionEof` when the end of a partition is reached. librdkafka's own. */
  'enable.partition.eof'?: BooleanValue | undefined;
  /** Make unsecured tokens for OAUTHBEARER. For tests only. librdkafka's own. */
  'enable.sasl.oauthbearer.unsecure.jwt'?: BooleanValue | undefined;
  /** Connect only to brokers that are needed. librdkafka's own. */
  'enable.sparse.connections'?: BooleanValue | undefined;
  /** Whether the broker's certificate is verified. Leave it on. librdkafka's own. */
  'enable.ssl.certificate.verification'?: BooleanValue | undefined;
  /** Pause after a failed fetch. librdkafka's own. */
  'fetch.error.backoff.ms'?: NumberValue | undefined;
  /** librdkafka's name of `max.partition.fetch.bytes`. */
  'fetch.message.max.bytes'?: NumberValue | undefined;
  /** Pause of the fetcher when its queue is full, in ms. Set to 5, so that the queue does not run dry. librdkafka's own. */
  'fetch.queue.backoff.ms'?: NumberValue | undefined;
  /** librdkafka's name of `fetch.max.wait.ms`. */
  'fetch.wait.max.ms'?: NumberValue | undefined;
  /** File or folder of CA certificates for the token endpoint. librdkafka's own. */
  'https.ca.location'?: string | undefined;
  /** CA certificates for the token endpoint, as PEM text. librdkafka's own. */
  'https.ca.pem'?: string | undefined;
  /** Whether closed connections are logged. librdkafka's own. */
  'log.connection.close'?: BooleanValue | undefined;
  /** Whether log lines name the thread. librdkafka's own. */
  'log.thread.name'?: BooleanValue | undefined;
  /** Most detailed level of logs, 0 to 7. librdkafka's own. */
  'log_level'?: NumberValue | undefined;
  /** librdkafka's own here; in a Producer `max.in.flight.requests.per.connection`. */
  'max.in.flight'?: NumberValue | undefined;
  /** Larger records are not copied into the request. librdkafka's own. */
  'message.copy.max.bytes'?: NumberValue | undefined;
  /** librdkafka's own here; in a Producer `max.request.size`. */
  'message.max.bytes'?: NumberValue | undefined;
  /** librdkafka's name of `bootstrap.servers`. */
  'metadata.broker.list'?: ListOf<string> | undefined;
  /** Native plug-ins for librdkafka to load. librdkafka's own. */
  'plugin.library.paths'?: string | undefined;
  /** Kilobytes of values the consumer may hold ready. Set to 32768, to bound memory. librdkafka's own. */
  'queued.max.messages.kbytes'?: NumberValue | undefined;
  /** Records the consumer tries to hold ready. Set to 30000, to bound memory. librdkafka's own. */
  'queued.min.messages'?: NumberValue | undefined;
  /** Largest response from a broker. At least fetch.max.bytes + 512. A consumer takes at least 350000000 unless this is set: what holds a larger record is not read, and polls reject (ERR__BAD_MSG). librdkafka's own. */
  'receive.message.max.bytes'?: NumberValue | undefined;
  /** Keytab file. librdkafka's own. */
  'sasl.kerberos.keytab'?: string | undefined;
  /** Kerberos name of this client. librdkafka's own. */
  'sasl.kerberos.principal'?: string | undefined;
  /** librdkafka's name of `sasl.mechanism`. */
  'sasl.mechanisms'?: string | undefined;
  /** librdkafka's name of `sasl.oauthbearer.assertion.template.file`. */
  'sasl.oauthbearer.assertion.jwt.template.file'?: string | null | undefined;
  /** Key that signs the assertion, as PEM text. librdkafka's own. */
  'sasl.oauthbearer.assertion.private.key.pem'?: string | undefined;
  /** librdkafka's name of `sasl.oauthbearer.client.credentials.client.id`. */
  'sasl.oauthbearer.client.id'?: string | null | undefined;
  /** librdkafka's name of `sasl.oauthbearer.client.credentials.client.secret`. */
  'sasl.oauthbearer.client.secret'?: string | null | undefined;
  /** Settings of unsecured tokens, as in principal=me. librdkafka's own. */
  'sasl.oauthbearer.config'?: string | undefined;
  /** SASL extensions to send with a token, as in a=1,b=2. librdkafka's own. */
  'sasl.oauthbearer.extensions'?: string | undefined;
  /** Grant to ask the token endpoint for. librdkafka's own. */
  'sasl.oauthbearer.grant.type'?: 'client_credentials' | 'urn:ietf:params:oauth:grant-type:jwt-bearer' | undefined;
  /** oidc asks the token endpoint; default leaves tokens to the callback handler. librdkafka's own. */
  'sasl.oauthbearer.method'?: 'default' | 'oidc' | undefined;
  /** Password for PLAIN and SCRAM. librdkafka's own. */
  'sasl.password'?: string | undefined;
  /** User for PLAIN and SCRAM. librdkafka's own. */
  'sasl.username'?: string | undefined;
  /** TCP keep-alive. On, as in Java. librdkafka's own. */
  'socket.keepalive.enable'?: BooleanValue | undefined;
  /** Failed requests before a connection is closed. librdkafka's own. */
  'socket.max.fails'?: NumberValue | undefined;
  /** TCP_NODELAY. librdkafka's own. */
  'socket.nagle.disable'?: BooleanValue | undefined;
  /** librdkafka's name of `receive.buffer.bytes`. */
  'socket.receive.buffer.bytes'?: NumberValue | undefined;
  /** librdkafka's name of `send.buffer.bytes`. */
  'socket.send.buffer.bytes'?: NumberValue | undefined;
  /** librdkafka's name of `request.timeout.ms`. */
  'socket.timeout.ms'?: NumberValue | undefined;
  /** Windows certificate stores to trust. librdkafka's own. */
  'ssl.ca.certificate.stores'?: string | undefined;
  /** File or folder of CA certificates, or probe. librdkafka's own. */
  'ssl.ca.location'?: string | undefined;
  /** librdkafka's name of `ssl.truststore.certificates`. */
  'ssl.ca.pem'?: string | null | undefined;
  /** PEM file with the client's certificate. librdkafka's own. */
  'ssl.certificate.location'?: string | undefined;
  /** Certificate of this client and its chain, as PEM text. librdkafka's own. */
  'ssl.certificate.pem'?: string | undefined;
  /** File of revoked certificates. librdkafka's own. */
  'ssl.crl.location'?: string | undefined;
  /** Elliptic curves to offer, as OpenSSL names them. librdkafka's own. */
  'ssl.curves.list'?: string | undefined;
  /** PEM file with the client's private key. librdkafka's own. */
  'ssl.key.location'?: string | undefined;
  /** Private key of this client, as PEM text. librdkafka's own. */
  'ssl.key.pem'?: string | undefined;
  /** OpenSSL 3 providers to load, as in default,legacy. librdkafka's own. */
  'ssl.providers'?: string | undefined;
  /** Signature algorithms to offer, as OpenSSL names them. librdkafka's own. */
  'ssl.sigalgs.list'?: string | undefined;
  /** How often `stats` is emitted; 0: never. librdkafka's own. */
  'statistics.interval.ms'?: NumberValue | undefined;
  /** Round-trip time of the built-in mock cluster. librdkafka's own. */
  'test.mock.broker.rtt'?: NumberValue | undefined;
  /** Talk to a built-in mock cluster of so many brokers. librdkafka's own. */
  'test.mock.num.brokers'?: NumberValue | undefined;
  /** Patterns of topics to ignore everywhere. librdkafka's own. */
  'topic.blacklist'?: string | undefined;
  /** How long an unknown topic may stay unknown after its creation. Follows max.block.ms. librdkafka's own. */
  'topic.metadata.propagation.max.ms'?: NumberValue | undefined;
  /** First pause between attempts to find a topic's leader. librdkafka's own. */
  'topic.metadata.refresh.fast.interval.ms'?: NumberValue | undefined;
  /** librdkafka's name of `metadata.max.age.ms`. */
  'topic.metadata.refresh.interval.ms'?: NumberValue | undefined;
  /** Ask only for topics that are in use. librdkafka's own. */
  'topic.metadata.refresh.sparse'?: BooleanValue | undefined;
  /** What an unknown property does: throw, or warn as in Java. Default: error. */
  'config.unknown'?: 'error' | 'warn' | undefined;
  /** Character encoding of a string key. Default: UTF-8. */
  'key.deserializer.encoding'?: string | undefined;
  /** Character encoding of a string value. Default: UTF-8. */
  'value.deserializer.encoding'?: string | undefined;
  /** Character encoding of strings where the property for the side is not set. Default: UTF-8. */
  'deserializer.encoding'?: string | undefined;
  /** How the elements of a key that is a list are written and read: a short name or Java's Serde, Serializer or Deserializer class. Default: none. */
  'default.list.key.serde.inner'?: ListInnerOption | null | undefined;
  /** How the elements of a value that is a list are written and read: a short name or Java's Serde, Serializer or Deserializer class. Default: none. */
  'default.list.value.serde.inner'?: ListInnerOption | null | undefined;
  /** Java's list class. Accepted without effect: lists are arrays. Default: none. */
  'default.list.key.serde.type'?: string | undefined;
  /** Java's list class. Accepted without effect: lists are arrays. Default: none. */
  'default.list.value.serde.type'?: string | undefined;
}

/** Properties of an AdminClient, by Java's names; librdkafka's where only it has the property. */
export interface AdminConfig {
  /** KRaft controllers to talk to instead of brokers. librdkafka cannot talk to controllers. Default: empty. */
  'bootstrap.controllers'?: ListOf<string> | undefined;
  /** How long the names in bootstrap.servers may take to resolve. Names are resolved in the background, and again for each connection, so the constructor never blocks on it; `client.ready()` tells. Default: 0. */
  'bootstrap.resolve.timeout.ms'?: NumberValue | undefined;
  /** Brokers to ask first, as host:port; a few of them are enough to find the rest. Required. */
  'bootstrap.servers'?: ListOf<string> | undefined;
  /** Whether all addresses of a name are tried, or only the canonical names of bootstrap.servers. Default: use_all_dns_ips. */
  'client.dns.lookup'?: 'use_all_dns_ips' | 'resolve_canonical_bootstrap_servers_only' | undefined;
  /** Name of this client in the broker's logs, metrics and quotas. Made up as Java makes it when absent. Default: empty. */
  'client.id'?: string | undefined;
  /** Java classes that fill in values from elsewhere. Read such values in your program. Default: empty. */
  'config.providers'?: ListOf<string> | undefined;
  /** Connections that were idle for so long are closed; negative: never. Default: 300000. */
  'connections.max.idle.ms'?: NumberValue | undefined;
  /** How long a call may take that was given no timeout. Default: 60000. */
  'default.api.timeout.ms'?: NumberValue | undefined;
  /** Whether the broker may ask this client for metrics (KIP-714). Default: false. */
  'enable.metrics.push'?: BooleanValue | undefined;
  /** Whether connections to a wrong cluster are detected. librdkafka has no such check: accepted without effect. Default: true. */
  'metadata.cluster.check.enable'?: BooleanValue | undefined;
  /** How often metadata is refreshed without a reason. At most an hour (3600000). Default: 300000. */
  'metadata.max.age.ms'?: NumberValue | undefined;
  /** After so long without metadata the client starts again from bootstrap.servers. Default: 300000. */
  'metadata.recovery.rebootstrap.trigger.ms'?: NumberValue | undefined;
  /** What to do when no known broker answers: start again from bootstrap.servers, or not. Default: rebootstrap. */
  'metadata.recovery.strategy'?: 'REBOOTSTRAP' | 'NONE' | 'rebootstrap' | 'none' | undefined;
  /** Objects (or classes) that get the metrics: see `metrics()`. Java's JmxReporter is accepted without effect. Default: org.apache.kafka.common.metrics.JmxReporter. */
  'metric.reporters'?: ListOf<MetricReporterOption> | undefined;
  /** Samples kept for Java's metrics. The metrics come from librdkafka's statistics: accepted without effect. Default: 2. */
  'metrics.num.samples'?: NumberValue | undefined;
  /** Level of detail of Java's metrics. The metrics come from librdkafka's statistics: accepted without effect. Default: INFO. */
  'metrics.recording.level'?: 'INFO' | 'DEBUG' | 'TRACE' | undefined;
  /** How often metric.reporters get metrics. Only where statistics.interval.ms is not set; at least 1000. Default: 30000. */
  'metrics.sample.window.ms'?: NumberValue | undefined;
  /** Size of the socket's receive buffer; -1 leaves it to the system. 0 is refused: Java takes it and then fails to connect. Default: 65536. */
  'receive.buffer.bytes'?: NumberValue | undefined;
  /** Longest pause between attempts to connect. At most 2147483. Default: 1000. */
  'reconnect.backoff.max.ms'?: NumberValue | undefined;
  /** First pause between attempts to connect; doubled each time. Default: 50. */
  'reconnect.backoff.ms'?: NumberValue | undefined;
  /** How long a request waits for its answer. 10 to 300000, and with a transactional.id at most transaction.timeout.ms + 100. Default: 30000. */
  'request.timeout.ms'?: NumberValue | undefined;
  /** How often a request is sent again. In an AdminClient librdkafka decides. Default: 2147483647. */
  'retries'?: NumberValue | undefined;
  /** Longest pause before a request is sent again. 1 to 300000. Default: 1000. */
  'retry.backoff.max.ms'?: NumberValue | undefined;
  /** First pause before a request is sent again; doubled each time. 1 to 300000. Default: 100. */
  'retry.backoff.ms'?: NumberValue | undefined;
  /** Java class that answers SASL callbacks. SASL is done inside librdkafka. Default: none. */
  'sasl.client.callback.handler.class'?: string | null | undefined;
  /** Login module and its options on one line, as in Java. sasl.username and sasl.password do as well. PlainLoginModule, ScramLoginModule, OAuthBearerLoginModule and Krb5LoginModule are understood. Default: none. */
  'sasl.jaas.config'?: string | null | undefined;
  /** Path of kinit. Default: /usr/bin/kinit. */
  'sasl.kerberos.kinit.cmd'?: string | undefined;
  /** Time between refreshes of a Kerberos ticket. Default: 60000. */
  'sasl.kerberos.min.time.before.relogin'?: NumberValue | undefined;
  /** Kerberos name that the brokers run under. Default: none. */
  'sasl.kerberos.service.name'?: string | null | undefined;
  /** Randomness of Java's ticket renewal. Tickets are renewed at a fixed interval: accepted without effect. Default: 0.05. */
  'sasl.kerberos.ticket.renew.jitter'?: NumberValue | undefined;
  /** Part of a ticket's life after which Java renews it. Tickets are renewed at a fixed interval: accepted without effect. Default: 0.8. */
  'sasl.kerberos.ticket.renew.window.factor'?: NumberValue | undefined;
  /** For OAUTHBEARER: an async function (or object with `handle`) that returns a token, or Java's OAuthBearerLoginCallbackHandler for the OIDC properties. Default: none. */
  'sasl.login.callback.handler.class'?: TokenProviderOption | null | undefined;
  /** Java class that logs in. Login is done inside librdkafka. Default: none. */
  'sasl.login.class'?: string | null | undefined;
  /** How long connecting to the token endpoint may take. Default: none. */
  'sasl.login.connect.timeout.ms'?: NumberValue | null | undefined;
  /** How long the answer of the token endpoint, or of a token provider, may take; 30 s when it is not set. Default: none. */
  'sasl.login.read.timeout.ms'?: NumberValue | null | undefined;
  /** Time before a token expires that a refresh shall not come closer than. Default: 300. */
  'sasl.login.refresh.buffer.seconds'?: NumberValue | undefined;
  /** Least time between refreshes of a token. Default: 60. */
  'sasl.login.refresh.min.period.seconds'?: NumberValue | undefined;
  /** Part of a token's life after which it is refreshed. Default: 0.8. */
  'sasl.login.refresh.window.factor'?: NumberValue | undefined;
  /** Randomness of a token's refresh. Default: 0.05. */
  'sasl.login.refresh.window.jitter'?: NumberValue | undefined;
  /** Longest pause between attempts to get a token. Default: 10000. */
  'sasl.login.retry.backoff.max.ms'?: NumberValue | undefined;
  /** First pause between attempts to get a token; doubled each time. Default: 100. */
  'sasl.login.retry.backoff.ms'?: NumberValue | undefined;
  /** How to authenticate: PLAIN, SCRAM-SHA-256, SCRAM-SHA-512, OAUTHBEARER or GSSAPI. GSSAPI needs a build with Kerberos. Default: GSSAPI. */
  'sasl.mechanism'?: string | undefined;
  /** For brokers. Accepted without effect. Default: false. */
  'sasl.oauthbearer.allow.unverified.audience'?: BooleanValue | undefined;
  /** For brokers. Accepted without effect. Default: false. */
  'sasl.oauthbearer.allow.unverified.issuer'?: BooleanValue | undefined;
  /** Signature of the assertion sent for a token: RS256 or ES256. Default: RS256. */
  'sasl.oauthbearer.assertion.algorithm'?: 'ES256' | 'RS256' | 'es256' | 'rs256' | undefined;
  /** Audience claim of the assertion. Default: none. */
  'sasl.oauthbearer.assertion.claim.aud'?: string | null | undefined;
  /** Seconds until the assertion expires. Default: 300. */
  'sasl.oauthbearer.assertion.claim.exp.seconds'?: NumberValue | undefined;
  /** Issuer claim of the assertion. Default: none. */
  'sasl.oauthbearer.assertion.claim.iss'?: string | null | undefined;
  /** Whether the assertion carries a unique id. Default: false. */
  'sasl.oauthbearer.assertion.claim.jti.include'?: BooleanValue | undefined;
  /** Seconds by which the assertion is valid earlier than now. Default: 60. */
  'sasl.oauthbearer.assertion.claim.nbf.seconds'?: NumberValue | undefined;
  /** Subject claim of the assertion. Default: none. */
  'sasl.oauthbearer.assertion.claim.sub'?: string | null | undefined;
  /** File with a ready assertion. Default: none. */
  'sasl.oauthbearer.assertion.file'?: string | null | undefined;
  /** PEM file with the key that signs the assertion. Default: none. */
  'sasl.oauthbearer.assertion.private.key.file'?: string | null | undefined;
  /** Passphrase of that key. Default: none. */
  'sasl.oauthbearer.assertion.private.key.passphrase'?: string | null | undefined;
  /** JSON file with header and claims to start the assertion from. Default: none. */
  'sasl.oauthbearer.assertion.template.file'?: string | null | undefined;
  /** Client id for the token endpoint. Default: none. */
  'sasl.oauthbearer.client.credentials.client.id'?: string | null | undefined;
  /** Client secret for the token endpoint. Default: none. */
  'sasl.oauthbearer.client.credentials.client.secret'?: string | null | undefined;
  /** For brokers. Accepted without effect. Default: 30. */
  'sasl.oauthbearer.clock.skew.seconds'?: NumberValue | undefined;
  /** For brokers. Accepted without effect. Default: empty. */
  'sasl.oauthbearer.expected.audience'?: ListOf<string> | undefined;
  /** For brokers. Accepted without effect. Default: none. */
  'sasl.oauthbearer.expected.issuer'?: string | null | undefined;
  /** Whether client id and secret are URL-encoded in the token request. Default: false. */
  'sasl.oauthbearer.header.urlencode'?: BooleanValue | undefined;
  /** For brokers. Accepted without effect. Default: 3600000. */
  'sasl.oauthbearer.jwks.endpoint.refresh.ms'?: NumberValue | undefined;
  /** For brokers. Accepted without effect. Default: 10000. */
  'sasl.oauthbearer.jwks.endpoint.retry.backoff.max.ms'?: NumberValue | undefined;
  /** For brokers. Accepted without effect. Default: 100. */
  'sasl.oauthbearer.jwks.endpoint.retry.backoff.ms'?: NumberValue | undefined;
  /** For brokers. Accepted without effect. Default: none. */
  'sasl.oauthbearer.jwks.endpoint.url'?: string | null | undefined;
  /** How a token is got: a function or object, or one of Java's retrievers by class name. Default: org.apache.kafka.common.security.oauthbearer.DefaultJwtRetriever. */
  'sasl.oauthbearer.jwt.retriever.class'?: TokenProviderOption | null | undefined;
  /** Java class that checks a token. Tokens are checked for subject and expiry. Default: org.apache.kafka.common.security.oauthbearer.DefaultJwtValidator. */
  'sasl.oauthbearer.jwt.validator.class'?: string | undefined;
  /** Scope to ask the token endpoint for. Default: none. */
  'sasl.oauthbearer.scope'?: string | null | undefined;
  /** Claim that holds the scope. The client does not read the scope: accepted without effect. Default: scope. */
  'sasl.oauthbearer.scope.claim.name'?: string | undefined;
  /** Claim that holds the principal's name. Default: sub. */
  'sasl.oauthbearer.sub.claim.name'?: string | undefined;
  /** Where tokens come from: http:, https:, or file:. Default: none. */
  'sasl.oauthbearer.token.endpoint.url'?: string | null | undefined;
  /** How to talk to brokers: with TLS, SASL, both or neither. Default: PLAINTEXT. */
  'security.protocol'?: 'SASL_SSL' | 'PLAINTEXT' | 'SSL' | 'SASL_PLAINTEXT' | 'sasl_ssl' | 'plaintext' | 'ssl' | 'sasl_plaintext' | undefined;
  /** Java security providers. Default: none. */
  'security.providers'?: string | null | undefined;
  /** Size of the socket's send buffer; -1 leaves it to the system. 0 is refused: Java takes it and then fails to connect. Default: 131072. */
  'send.buffer.bytes'?: NumberValue | undefined;
  /** Longest that connecting may take after repeated failures. The limit does not grow: accepted without effect. Default: 30000. */
  'socket.connection.setup.timeout.max.ms'?: NumberValue | undefined;
  /** How long connecting may take. At least 1000. Covers TLS and SASL too, which Java's does not. Default: 10000. */
  'socket.connection.setup.timeout.ms'?: NumberValue | undefined;
  /** Cipher suites to offer, by IANA or OpenSSL names; all when empty. A TLS version that has none of them is not offered. Default: empty. */
  'ssl.cipher.suites'?: ListOf<string> | undefined;
  /** TLS versions to offer: TLSv1.2, TLSv1.3 or both. Older versions are never spoken, and only a list without these two is an error. Default: TLSv1.2, TLSv1.3. */
  'ssl.enabled.protocols'?: ListOf<string> | undefined;
  /** Whether the broker's certificate must match its name: https, or '' for no check. null and blanks are refused: only '' switches the check off. Default: https. */
  'ssl.endpoint.identification.algorithm'?: string | undefined;
  /** Java class that makes TLS engines. Default: none. */
  'ssl.engine.factory.class'?: string | null | undefined;
  /** Password of the private key. Default: none. */
  'ssl.key.password'?: string | null | undefined;
  /** Java's key manager. Accepted without effect. Default: SunX509. */
  'ssl.keymanager.algorithm'?: string | undefined;
  /** Certificate of this client and its chain, as PEM text. Default: none. */
  'ssl.keystore.certificate.chain'?: string | null | undefined;
  /** Private key of this client, as PEM text (PKCS#8). Default: none. */
  'ssl.keystore.key'?: string | null | undefined;
  /** File with key and certificate of this client: PKCS#12, PEM or JKS; its content decides. Default: none. */
  'ssl.keystore.location'?: string | null | undefined;
  /** Password of that file. Default: none. */
  'ssl.keystore.password'?: string | null | undefined;
  /** Type of that file: JKS, PKCS12 or PEM. Default: JKS. */
  'ssl.keystore.type'?: string | undefined;
  /** Java's SSLContext. The highest version both sides have is used: accepted without effect. Default: TLSv1.3. */
  'ssl.protocol'?: string | undefined;
  /** Java security provider for TLS. Default: none. */
  'ssl.provider'?: string | null | undefined;
  /** Java's random number generator. Default: none. */
  'ssl.secure.random.implementation'?: string | null | undefined;
  /** Java's trust manager. Accepted without effect. Default: PKIX. */
  'ssl.trustmanager.algorithm'?: string | undefined;
  /** Certificates to trust, as PEM text. Default: none. */
  'ssl.truststore.certificates'?: string | null | undefined;
  /** File with certificates to trust: PKCS#12, PEM or JKS; its content decides. Default: none. */
  'ssl.truststore.location'?: string | null | undefined;
  /** Password of that file. Default: none. */
  'ssl.truststore.password'?: string | null | undefined;
  /** Type of that file: JKS, PKCS12 or PEM. Default: JKS. */
  'ssl.truststore.type'?: string | undefined;
  /** How long asking a broker for its protocol versions may take. librdkafka's own. */
  'api.version.request.timeout.ms'?: NumberValue | undefined;
  /** Use IPv4 only, IPv6 only, or any. librdkafka's own. */
  'broker.address.family'?: 'any' | 'v4' | 'v6' | undefined;
  /** How long a resolved broker address is kept, in ms. librdkafka's own. */
  'broker.address.ttl'?: NumberValue | undefined;
  /** Contexts to log in detail, comma-separated; raises log_level to 7. librdkafka's own. */
  'debug'?: ListOf<string> | undefined;
  /** Make unsecured tokens for OAUTHBEARER. For tests only. librdkafka's own. */
  'enable.sasl.oauthbearer.unsecure.jwt'?: BooleanValue | undefined;
  /** Connect only to brokers that are needed. librdkafka's own. */
  'enable.sparse.connections'?: BooleanValue | undefined;
  /** Whether the broker's certificate is verified. Leave it on. librdkafka's own. */
  'enable.ssl.certificate.verification'?: BooleanValue | undefined;
  /** File or folder of CA certificates for the token endpoint. librdkafka's own. */
  'https.ca.location'?: string | undefined;
  /** CA certificates for the token endpoint, as PEM text. librdkafka's own. */
  'https.ca.pem'?: string | undefined;
  /** Whether closed connections are logged. librdkafka's own. */
  'log.connection.close'?: BooleanValue | undefined;
  /** Whether log lines name the thread. librdkafka's own. */
  'log.thread.name'?: BooleanValue | undefined;
  /** Most detailed level of logs, 0 to 7. librdkafka's own. */
  'log_level'?: NumberValue | undefined;
  /** librdkafka's own here; in a Producer `max.in.flight.requests.per.connection`. */
  'max.in.flight'?: NumberValue | undefined;
  /** Larger records are not copied into the request. librdkafka's own. */
  'message.copy.max.bytes'?: NumberValue | undefined;
  /** librdkafka's own here; in a Producer `max.request.size`. */
  'message.max.bytes'?: NumberValue | undefined;
  /** librdkafka's name of `bootstrap.servers`. */
  'metadata.broker.list'?: ListOf<string> | undefined;
  /** Native plug-ins for librdkafka to load. librdkafka's own. */
  'plugin.library.paths'?: string | undefined;
  /** Largest response from a broker. At least fetch.max.bytes + 512. A consumer takes at least 350000000 unless this is set: what holds a larger record is not read, and polls reject (ERR__BAD_MSG). librdkafka's own. */
  'receive.message.max.bytes'?: NumberValue | undefined;
  /** Keytab file. librdkafka's own. */
  'sasl.kerberos.keytab'?: string | undefined;
  /** Kerberos name of this client. librdkafka's own. */
  'sasl.kerberos.principal'?: string | undefined;
  /** librdkafka's name of `sasl.mechanism`. */
  'sasl.mechanisms'?: string | undefined;
  /** librdkafka's name of `sasl.oauthbearer.assertion.template.file`. */
  'sasl.oauthbearer.assertion.jwt.template.file'?: string | null | undefined;
  /** Key that signs the assertion, as PEM text. librdkafka's own. */
  'sasl.oauthbearer.assertion.private.key.pem'?: string | undefined;
  /** librdkafka's name of `sasl.oauthbearer.client.credentials.client.id`. */
  'sasl.oauthbearer.client.id'?: string | null | undefined;
  /** librdkafka's name of `sasl.oauthbearer.client.credentials.client.secret`. */
  'sasl.oauthbearer.client.secret'?: string | null | undefined;
  /** Settings of unsecured tokens, as in principal=me. librdkafka's own. */
  'sasl.oauthbearer.config'?: string | undefined;
  /** SASL extensions to send with a token, as in a=1,b=2. librdkafka's own. */
  'sasl.oauthbearer.extensions'?: string | undefined;
  /** Grant to ask the token endpoint for. librdkafka's own. */
  'sasl.oauthbearer.grant.type'?: 'client_credentials' | 'urn:ietf:params:oauth:grant-type:jwt-bearer' | undefined;
  /** oidc asks the token endpoint; default leaves tokens to the callback handler. librdkafka's own. */
  'sasl.oauthbearer.method'?: 'default' | 'oidc' | undefined;
  /** Password for PLAIN and SCRAM. librdkafka's own. */
  'sasl.password'?: string | undefined;
  /** User for PLAIN and SCRAM. librdkafka's own. */
  'sasl.username'?: string | undefined;
  /** TCP keep-alive. On, as in Java. librdkafka's own. */
  'socket.keepalive.enable'?: BooleanValue | undefined;
  /** Failed requests before a connection is closed. librdkafka's own. */
  'socket.max.fails'?: NumberValue | undefined;
  /** TCP_NODELAY. librdkafka's own. */
  'socket.nagle.disable'?: BooleanValue | undefined;
  /** librdkafka's name of `receive.buffer.bytes`. */
  'socket.receive.buffer.bytes'?: NumberValue | undefined;
  /** librdkafka's name of `send.buffer.bytes`. */
  'socket.send.buffer.bytes'?: NumberValue | undefined;
  /** librdkafka's name of `request.timeout.ms`. */
  'socket.timeout.ms'?: NumberValue | undefined;
  /** Windows certificate stores to trust. librdkafka's own. */
  'ssl.ca.certificate.stores'?: string | undefined;
  /** File or folder of CA certificates, or probe. librdkafka's own. */
  'ssl.ca.location'?: string | undefined;
  /** librdkafka's name of `ssl.truststore.certificates`. */
  'ssl.ca.pem'?: string | null | undefined;
  /** PEM file with the client's certificate. librdkafka's own. */
  'ssl.certificate.location'?: string | undefined;
  /** Certificate of this client and its chain, as PEM text. librdkafka's own. */
  'ssl.certificate.pem'?: string | undefined;
  /** File of revoked certificates. librdkafka's own. */
  'ssl.crl.location'?: string | undefined;
  /** Elliptic curves to offer, as OpenSSL names them. librdkafka's own. */
  'ssl.curves.list'?: string | undefined;
  /** PEM file with the client's private key. librdkafka's own. */
  'ssl.key.location'?: string | undefined;
  /** Private key of this client, as PEM text. librdkafka's own. */
  'ssl.key.pem'?: string | undefined;
  /** OpenSSL 3 providers to load, as in default,legacy. librdkafka's own. */
  'ssl.providers'?: string | undefined;
  /** Signature algorithms to offer, as OpenSSL names them. librdkafka's own. */
  'ssl.sigalgs.list'?: string | undefined;
  /** How often `stats` is emitted; 0: never. librdkafka's own. */
  'statistics.interval.ms'?: NumberValue | undefined;
  /** Round-trip time of the built-in mock cluster. librdkafka's own. */
  'test.mock.broker.rtt'?: NumberValue | undefined;
  /** Talk to a built-in mock cluster of so many brokers. librdkafka's own. */
  'test.mock.num.brokers'?: NumberValue | undefined;
  /** Patterns of topics to ignore everywhere. librdkafka's own. */
  'topic.blacklist'?: string | undefined;
  /** How long an unknown topic may stay unknown after its creation. Follows max.block.ms. librdkafka's own. */
  'topic.metadata.propagation.max.ms'?: NumberValue | undefined;
  /** First pause between attempts to find a topic's leader. librdkafka's own. */
  'topic.metadata.refresh.fast.interval.ms'?: NumberValue | undefined;
  /** librdkafka's name of `metadata.max.age.ms`. */
  'topic.metadata.refresh.interval.ms'?: NumberValue | undefined;
  /** Ask only for topics that are in use. librdkafka's own. */
  'topic.metadata.refresh.sparse'?: BooleanValue | undefined;
  /** What an unknown property does: throw, or warn as in Java. Default: error. */
  'config.unknown'?: 'error' | 'warn' | undefined;
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
