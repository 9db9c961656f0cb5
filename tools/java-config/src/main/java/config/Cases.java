package config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;

/** The values that are tried for each property: its default, legal others, illegal ones. */
final class Cases {
    private Cases() {}

    /** Legal values that cannot be derived from type and validator. */
    private static final Map<String, List<Object>> LEGAL = new HashMap<>();

    /** Illegal values that cannot be derived from type and validator. */
    private static final Map<String, List<Object>> ILLEGAL = new HashMap<>();

    private static void legal(String name, Object... values) {
        LEGAL.put(name, Arrays.asList(values));
    }

    private static void illegal(String name, Object... values) {
        ILLEGAL.put(name, Arrays.asList(values));
    }

    static {
        String serialization = "org.apache.kafka.common.serialization.";
        String consumer = "org.apache.kafka.clients.consumer.";
        legal("bootstrap.servers", "localhost:9093,127.0.0.1:9092", Arrays.asList("localhost:9093"), " localhost:9092 , localhost:9092", "PLAINTEXT://localhost:9092", "[::1]:9092");
        illegal("bootstrap.servers", "", "localhost", "localhost:", ":9092", "localhost:70000", "localhost:abc", "a,b:9092", Arrays.asList());
        legal("bootstrap.controllers", "localhost:9093");
        illegal("bootstrap.controllers", "localhost");
        for (String side : new String[] {"key", "value"}) {
            legal(side + ".serializer", serialization + "StringSerializer", serialization + "LongSerializer", serialization + "UUIDSerializer");
            illegal(side + ".serializer", "nosuch", serialization + "NoSuchSerializer", serialization + "StringDeserializer", 5);
            legal(side + ".deserializer", serialization + "StringDeserializer", serialization + "LongDeserializer");
            illegal(side + ".deserializer", "nosuch", serialization + "NoSuchDeserializer", serialization + "StringSerializer", 5);
        }
        legal("partitioner.class", "org.apache.kafka.clients.producer.RoundRobinPartitioner");
        illegal("partitioner.class", "nosuch", 5);
        legal("interceptor.classes", "", Arrays.asList());
        illegal("interceptor.classes", "nosuch", 5);
        legal("metric.reporters", "", Arrays.asList());
        illegal("metric.reporters", "nosuch", 5);
        legal("partition.assignment.strategy", consumer + "RoundRobinAssignor", consumer + "CooperativeStickyAssignor",
            Arrays.asList(consumer + "RangeAssignor", consumer + "RoundRobinAssignor"), consumer + "StickyAssignor");
        illegal("partition.assignment.strategy", "nosuch", 5);
        legal("auto.offset.reset", "earliest", "none", "by_duration:PT1H", "by_duration:P1DT2H3M4.5S", "by_duration:PT0S", " earliest ");
        illegal("auto.offset.reset", "LATEST", "smallest", "by_duration:", "by_duration:1h", "by_duration:-PT1H", "by_duration:PT-1H", "by_duration:P1Y", "by_duration:P", "by_duration:PT", "");
        legal("acks", "0", "1", "-1", " 1 ");
        illegal("acks", "All", "2", "", "leader");
        legal("transactional.id", "tx");
        illegal("transactional.id", "", 5);
        legal("group.instance.id", "i-1");
        illegal("group.instance.id", "", "a b", "..", 5);
        legal("group.id", "other", "with spaces", "ünïcode");
        illegal("group.id", "", "  ", 5);
        legal("client.id", "me", "");
        illegal("client.id", 5);
        legal("group.protocol", "consumer", "CONSUMER", "Classic");
        illegal("group.protocol", "eager", "");
        legal("group.remote.assignor", (Object) null);
        illegal("group.remote.assignor", "uniform", 5);
        legal("security.protocol", "plaintext", "Plaintext", "SSL", "ssl");
        illegal("security.protocol", "TLS", "");
        legal("delivery.timeout.ms", 30005, "40000");
        illegal("delivery.timeout.ms", 1, 30004, -1, "1e5");
        legal("heartbeat.interval.ms", 1000, "44999");
        illegal("heartbeat.interval.ms", 45000, "abc");
        legal("session.timeout.ms", 30000, "3001");
        illegal("session.timeout.ms", 3000, "abc");
        legal("default.api.timeout.ms", 30000, 90000);
        illegal("default.api.timeout.ms", -1, "abc");
        legal("max.in.flight.requests.per.connection", 1, 5);
        illegal("max.in.flight.requests.per.connection", 0, 6);
        legal("compression.gzip.level", 1, 9);
        illegal("compression.gzip.level", 0, 10, -2);
        legal("compression.zstd.level", -7, 22, 0);
        illegal("compression.zstd.level", 23, -131073);
        legal("compression.lz4.level", 1, 17);
        illegal("compression.lz4.level", 0, 18);
        legal("ssl.endpoint.identification.algorithm", "", "HTTPS", (Object) null);
        illegal("ssl.endpoint.identification.algorithm", 5);
        legal("ssl.enabled.protocols", "TLSv1.3,TLSv1.2");
        illegal("ssl.enabled.protocols", 5);
        legal("ssl.cipher.suites", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "");
        illegal("ssl.cipher.suites", 5);
        legal("sasl.jaas.config", "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"u\" password=\"p\";");
        illegal("sasl.jaas.config", 5);
        legal("share.acknowledgement.mode", "implicit");
        illegal("share.acknowledgement.mode", "none", "IMPLICIT");
        legal("share.acquire.mode", "batch_optimized", "Batch_Optimized");
        illegal("share.acquire.mode", "none");
        legal("sasl.oauthbearer.jwt.retriever.class", "org.apache.kafka.common.security.oauthbearer.FileJwtRetriever");
        legal("sasl.login.callback.handler.class", "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginCallbackHandler");
        legal("enable.auto.commit", false, "TRUE", " false ");
        legal("transaction.timeout.ms", 1000, "90000");
        illegal("transaction.timeout.ms", "abc", 4294967296L);
        legal("retries", 1, 0, 2147483647);
        illegal("retries", -1, 2147483648L);
        legal("config.providers", "");
        illegal("config.providers", 5);
    }

    /** One value to try, and what kind it is meant to be; Java has the last word. */
    record Case(String kind, Object value, boolean absent) {}

    static List<Case> of(ConfigDef.ConfigKey key) {
        List<Case> cases = new ArrayList<>();
        cases.add(new Case("default", key.hasDefault() ? DumpConfigDefs.plain(key.defaultValue) : null, !key.hasDefault()));
        cases.add(new Case("null", null, false));
        List<Object> legal = LEGAL.get(key.name);
        for (Object value : legal == null ? derivedLegal(key) : legal) cases.add(new Case("legal", value, false));
        List<Object> illegal = ILLEGAL.get(key.name);
        for (Object value : illegal == null ? derivedIllegal(key) : illegal) cases.add(new Case("illegal", value, false));
        return cases;
    }

    private static List<Object> derivedLegal(ConfigDef.ConfigKey key) {
        Object initial = key.hasDefault() ? key.defaultValue : null;
        switch (key.type) {
            case BOOLEAN:
                return List.of(!(Boolean) initial, String.valueOf(!(Boolean) initial).toUpperCase());
            case INT:
                int number = initial == null ? 1000 : (Integer) initial;
                return List.of(number + 1, " " + (number + 2) + " ", "+" + (number + 3), "00" + Math.abs(number));
            case LONG:
                long big = (Long) initial;
                return List.of(big + 1, " " + (big + 2), String.valueOf(Long.MAX_VALUE), (int) big + 3);
            case SHORT:
                return List.of(String.valueOf((Short) initial + 1));
            case DOUBLE:
                return List.of("0.51", 1, ".6", "6e-1", "0.6d");
            case STRING:
                List<Object> names = new ArrayList<>();
                for (String name : names(key)) {
                    names.add(name);
                    if (key.validator.toString().startsWith("(case insensitive)")) {
                        names.add(name.toLowerCase());
                        names.add(name.toUpperCase());
                    }
                }
                return names.isEmpty() ? List.of("other", " other ") : names;
            case PASSWORD:
                return List.of("s3cret");
            case LIST:
                return List.of("a,b", List.of("a", "b"), " a , b ", "a,a", "");
            default:
                return List.of();
        }
    }

    private static List<Object> derivedIllegal(ConfigDef.ConfigKey key) {
        List<Object> values = new ArrayList<>();
        String validator = key.validator == null ? "" : key.validator.toString();
        switch (key.type) {
            case BOOLEAN:
                return List.of("yes", "", 1, "1");
            case INT:
                values.addAll(List.of("abc", "10abc", "1e3", "0x10", "", "1.5", 1.5, 2147483648L, "2147483648", true));
                break;
            case LONG:
                values.addAll(List.of("abc", "10abc", "1e3", "0x10", "", "1.5", 1.5, "9223372036854775808", true));
                break;
            case SHORT:
                values.addAll(List.of("abc", "32768", "", 1.5));
                break;
            case DOUBLE:
                values.addAll(List.of("abc", "", true));
                break;
            case STRING:
                values.add(5);
                values.add(true);
                if (!names(key).isEmpty()) values.addAll(List.of("nosuch", ""));
                return values;
            case PASSWORD:
                return List.of(5, true);
            case LIST:
                return List.of(5, "a,,b", List.of(""), ",");
            default:
                return List.of("no.such.Class", 5);
        }
        if (validator.startsWith("[")) {
            String[] limits = validator.replaceAll("[\\[\\]]", "").split(",");
            values.add(String.valueOf((long) Double.parseDouble(limits[0]) - 1));
            String last = limits[limits.length - 1];
            if (!last.equals("...")) values.add(key.type == ConfigDef.Type.DOUBLE ? "1.5" : String.valueOf(Long.parseLong(last) + 1));
        }
        return values;
    }

    private static List<String> names(ConfigDef.ConfigKey key) {
        String validator = key.validator == null ? "" : key.validator.toString();
        if (!validator.contains("[") || validator.contains("...")) return List.of();
        return List.of(validator.replaceAll("^.*\\[|\\]", "").split(", "));
    }

    /** Properties that only mean something together: what Java's post-processing says to them. */
    static Map<String, List<Map<String, Object>>> combinations() {
        Map<String, List<Map<String, Object>>> all = new LinkedHashMap<>();
        all.put("producer", List.of(
            props("acks", "1"),
            props("acks", "1", "enable.idempotence", true),
            props("acks", "0", "enable.idempotence", false),
            props("acks", "1", "transactional.id", "t"),
            props("acks", "1", "max.in.flight.requests.per.connection", 6),
            props("retries", 0),
            props("retries", 0, "enable.idempotence", true),
            props("enable.idempotence", false, "max.in.flight.requests.per.connection", 100),
            props("enable.idempotence", true, "max.in.flight.requests.per.connection", 6),
            props("enable.idempotence", false, "transactional.id", "t"),
            props("transactional.id", "t"),
            props("transactional.id", "t", "transaction.timeout.ms", 5000),
            props("transactional.id", "t", "client.id", "c"),
            props("linger.ms", 100000),
            props("linger.ms", 100000, "delivery.timeout.ms", 120000),
            props("linger.ms", 100000, "delivery.timeout.ms", 130000),
            props("linger.ms", String.valueOf(Long.MAX_VALUE)),
            props("request.timeout.ms", 200000),
            props("request.timeout.ms", Integer.MAX_VALUE),
            props("request.timeout.ms", 0, "linger.ms", 0, "delivery.timeout.ms", 0),
            props("reconnect.backoff.ms", 5000),
            props("reconnect.backoff.ms", 5000, "reconnect.backoff.max.ms", 100),
            props("security.protocol", "SASL_PLAINTEXT", "sasl.mechanism", ""),
            props("security.protocol", "SASL_PLAINTEXT", "sasl.mechanism", null),
            props("security.protocol", "SASL_PLAINTEXT", "sasl.mechanism", "PLAIN"),
            props("security.protocol", "SASL_PLAINTEXT", "sasl.mechanism", "PLAIN", "sasl.jaas.config",
                "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"u\" password=\"p\";"),
            props("security.protocol", "SASL_PLAINTEXT", "sasl.mechanism", "PLAIN", "sasl.jaas.config",
                "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"u\" password=\"p\""),
            props("security.protocol", "SASL_PLAINTEXT", "sasl.mechanism", "PLAIN", "sasl.jaas.config",
                "org.apache.kafka.common.security.plain.PlainLoginModule needed username=\"u\" password=\"p\";"),
            props("security.protocol", "SASL_PLAINTEXT", "sasl.mechanism", "SCRAM-SHA-512", "sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule REQUIRED /* no */ username='u' password=\"a\\\"b\" ;"),
            props("security.protocol", "SASL_PLAINTEXT", "sasl.mechanism", "plain", "sasl.jaas.config",
                "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"u\" password=\"p\";"),
            props("security.protocol", "SSL", "ssl.truststore.location", "/no/such/file.jks", "ssl.truststore.password", "x"),
            props("security.protocol", "SSL", "ssl.truststore.password", "x"),
            props("security.protocol", "SSL", "ssl.keystore.password", "x"),
            props("security.protocol", "SSL", "ssl.keystore.type", "PEM", "ssl.keystore.key", "x"),
            props("security.protocol", "SSL", "ssl.keystore.type", "PEM", "ssl.keystore.certificate.chain", "x"),
            props("transaction.two.phase.commit.enable", true, "transactional.id", "t", "transaction.timeout.ms", 1000)));
        all.put("consumer", List.of(
            props("group.id", null),
            props("group.id", null, "enable.auto.commit", true),
            props("group.id", null, "enable.auto.commit", false),
            props("group.id", null, "heartbeat.interval.ms", 50000),
            props("group.instance.id", "i", "client.id", ""),
            props("group.protocol", "consumer"),
            props("group.protocol", "consumer", "session.timeout.ms", 45000),
            props("group.protocol", "consumer", "heartbeat.interval.ms", 3000),
            props("group.protocol", "consumer", "partition.assignment.strategy", "org.apache.kafka.clients.consumer.RangeAssignor"),
            props("group.protocol", "consumer", "group.remote.assignor", "uniform"),
            props("group.protocol", "classic", "group.remote.assignor", "uniform"),
            props("heartbeat.interval.ms", 10000, "session.timeout.ms", 10000),
            props("heartbeat.interval.ms", 9999, "session.timeout.ms", 10000),
            props("max.poll.interval.ms", 1000, "session.timeout.ms", 45000),
            props("max.poll.interval.ms", Integer.MAX_VALUE),
            props("fetch.max.bytes", 100),
            props("fetch.min.bytes", 0),
            props("auto.commit.interval.ms", 0),
            props("request.timeout.ms", 100),
            props("default.api.timeout.ms", 100, "request.timeout.ms", 30000),
            props("reconnect.backoff.ms", 5000)));
        all.put("admin", List.of(
            props("default.api.timeout.ms", 100),
            props("default.api.timeout.ms", 100, "request.timeout.ms", 100),
            props("request.timeout.ms", 90000),
            props("bootstrap.controllers", "localhost:9093"),
            props("reconnect.backoff.ms", 5000)));
        return all;
    }

    static Map<String, Object> props(Object... pairs) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) map.put((String) pairs[i], pairs[i + 1]);
        return map;
    }
}
