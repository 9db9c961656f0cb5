import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.kstream.Windowed;
import org.apache.kafka.streams.state.SessionStore;
import org.apache.kafka.streams.state.TimestampedKeyValueStore;
import org.apache.kafka.streams.state.TimestampedWindowStore;
import org.apache.kafka.streams.state.TimestampedWindowStoreWithHeaders;
import org.apache.kafka.streams.state.WindowStore;
import org.apache.kafka.streams.state.ValueAndTimestamp;
import org.apache.kafka.streams.state.ValueTimestampHeaders;
import org.apache.kafka.streams.state.internals.TimeOrderedKeyValueBuffer;
import org.apache.kafka.streams.state.internals.TimestampedKeyAndJoinSide;
import org.apache.kafka.streams.test.TestRecord;

/** Reads one case a line from stdin, runs it in Java's TopologyTestDriver, writes what came out as one line. */
public final class StreamsOracle {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HexFormat HEX = HexFormat.of();

    private StreamsOracle() {}

    public static void main(final String[] args) throws Exception {
        final BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        final PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        final String stateDir = Files.createTempDirectory("streams-oracle").toString();
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            final ObjectNode result = JSON.createObjectNode();
            run(JSON.readTree(line), stateDir, result);
            out.println(JSON.writeValueAsString(result));
            out.flush();
        }
    }

    private static void run(final JsonNode test, final String stateDir, final ObjectNode result) {
        final Topology topology;
        try {
            topology = Topologies.build(test);
            result.put("describe", topology.describe().toString());
        } catch (final RuntimeException error) {
            result.put("buildError", error.toString());
            return;
        }
        try (TopologyTestDriver driver = driver(topology, test, stateDir)) {
            int index = 0;
            try {
                for (final JsonNode input : test.get("inputs")) {
                    pipe(driver, input);
                    index++;
                }
            } catch (final RuntimeException error) {
                result.put("failedAt", index);
                result.put("failure", trace(error));
            }
            result.set("topics", topics(driver));
            result.set("stores", stores(driver));
            result.put("dropped", dropped(driver));
        } catch (final RuntimeException error) {
            result.put("driverError", trace(error));
        }
    }

    private static String trace(final Throwable error) {
        final StringBuilder text = new StringBuilder();
        for (Throwable one = error; one != null; one = one.getCause()) text.append(one).append(" <- ");
        return text.toString();
    }

    private static TopologyTestDriver driver(final Topology topology, final JsonNode test, final String stateDir) {
        final Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "app");
        config.put(StreamsConfig.STATE_DIR_CONFIG, stateDir);
        config.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, "0");
        config.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
        config.put(StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
        config.put("dsl.store.suppliers.class", StoresOfCases.class);
        // Final results go on with each record, not once a second.
        config.put(StreamsConfig.InternalConfig.EMIT_INTERVAL_MS_KSTREAMS_WINDOWED_AGGREGATION, 0L);
        if (test.get("goesOn").asBoolean()) {
            config.put(
                "processing.exception.handler", "org.apache.kafka.streams.errors.LogAndContinueProcessingExceptionHandler");
            config.put(
                "deserialization.exception.handler", "org.apache.kafka.streams.errors.LogAndContinueExceptionHandler");
        }
        return new TopologyTestDriver(topology, config, Instant.ofEpochMilli(test.get("clock").asLong()));
    }

    private static byte[] bytes(final JsonNode hex) {
        return hex.isNull() ? null : HEX.parseHex(hex.asText());
    }

    private static void pipe(final TopologyTestDriver driver, final JsonNode input) {
        if (input.has("advance")) {
            driver.advanceWallClockTime(Duration.ofMillis(input.get("advance").asLong()));
            return;
        }
        final Headers headers = new RecordHeaders();
        for (final JsonNode header : input.get("headers")) headers.add(header.get(0).asText(), bytes(header.get(1)));
        final TestInputTopic<byte[], byte[]> topic =
            driver.createInputTopic(input.get("topic").asText(), new ByteArraySerializer(), new ByteArraySerializer());
        topic.pipeInput(new TestRecord<>(
            bytes(input.get("key")), bytes(input.get("value")), headers, input.get("timestamp").asLong()));
    }

    private static String hex(final byte[] bytes) {
        return bytes == null ? null : HEX.formatHex(bytes);
    }

    private static ObjectNode topics(final TopologyTestDriver driver) {
        final ObjectNode topics = JSON.createObjectNode();
        for (final String name : new TreeSet<>(driver.producedTopicNames())) {
            final ArrayNode records = topics.putArray(name);
            final TestOutputTopic<byte[], byte[]> topic =
                driver.createOutputTopic(name, new ByteArrayDeserializer(), new ByteArrayDeserializer());
            while (!topic.isEmpty()) {
                final TestRecord<byte[], byte[]> record = topic.readRecord();
                final ArrayNode row = records.addArray();
                row.add(hex(record.key())).add(hex(record.value())).add(record.timestamp());
                final ArrayNode headers = row.addArray();
                for (final Header header : record.headers()) headers.addArray().add(header.key()).add(hex(header.value()));
            }
        }
        return topics;
    }

    private static ObjectNode stores(final TopologyTestDriver driver) {
        final ObjectNode stores = JSON.createObjectNode();
        for (final Map.Entry<String, StateStore> each : new TreeMap<>(driver.getAllStateStores()).entrySet()) {
            // A store that no processor uses.
            if (each.getValue() == null) continue;
            final ArrayNode rows = stores.putArray(each.getKey());
            if (each.getKey().contains("SUBSCRIPTION-STATE-STORE-") || each.getKey().endsWith("-subscription-store")) {
                // The changelog has all of it.
                int count = 0;
                try (KeyValueIterator<Object, Object> all = ((KeyValueStore<Object, Object>) each.getValue()).all()) {
                    for (; all.hasNext(); all.next()) count++;
                }
                rows.addArray().add(count);
            } else if (each.getValue() instanceof TimestampedWindowStore) {
                final WindowStore<Object, ValueAndTimestamp<Object>> store = driver.getTimestampedWindowStore(each.getKey());
                try (KeyValueIterator<Windowed<Object>, ValueAndTimestamp<Object>> all = store.all()) {
                    while (all.hasNext()) {
                        final KeyValue<Windowed<Object>, ValueAndTimestamp<Object>> row = all.next();
                        rows.addArray().add(Functions.text(row.key)).add(Functions.text(row.value.value())).add(row.value.timestamp());
                    }
                }
            } else if (each.getValue() instanceof TimestampedWindowStoreWithHeaders) {
                final TimestampedWindowStoreWithHeaders<Object, Object> store =
                    (TimestampedWindowStoreWithHeaders<Object, Object>) each.getValue();
                try (KeyValueIterator<Windowed<Object>, ValueTimestampHeaders<Object>> all = store.all()) {
                    while (all.hasNext()) {
                        final KeyValue<Windowed<Object>, ValueTimestampHeaders<Object>> row = all.next();
                        rows.addArray().add(Functions.text(row.key)).add(Functions.text(row.value.value())).add(row.value.timestamp());
                    }
                } catch (final IllegalArgumentException error) {
                    // Java writes windows of size 0, and cannot list them.
                }
            } else if (each.getValue() instanceof WindowStore) {
                final WindowStore<Object, Object> store = driver.getWindowStore(each.getKey());
                try (KeyValueIterator<Windowed<Object>, Object> all = store.all()) {
                    while (all.hasNext()) {
                        final KeyValue<Windowed<Object>, Object> row = all.next();
                        rows.addArray().add(Functions.text(row.key)).add(Functions.text(row.value));
                    }
                }
            } else if (each.getValue() instanceof TimeOrderedKeyValueBuffer) {
                final TimeOrderedKeyValueBuffer<?, ?, ?> buffer = (TimeOrderedKeyValueBuffer<?, ?, ?>) each.getValue();
                rows.addArray().add(buffer.numRecords()).add(buffer.bufferSize());
            } else if (each.getKey().contains("-shared-join-store") || each.getKey().startsWith("KSTREAM-OUTERSHARED-")) {
                try (KeyValueIterator<Object, Object> all = driver.getKeyValueStore(each.getKey()).all()) {
                    while (all.hasNext()) {
                        final TimestampedKeyAndJoinSide<?> key = (TimestampedKeyAndJoinSide<?>) all.next().key;
                        rows.addArray().add(key.isLeftSide() ? "left" : "right").add(key.timestamp());
                    }
                }
            } else if (each.getValue() instanceof SessionStore) {
                final SessionStore<Object, Object> store = driver.getSessionStore(each.getKey());
                try (KeyValueIterator<Windowed<Object>, Object> all = store.fetch(null, null)) {
                    while (all.hasNext()) {
                        final KeyValue<Windowed<Object>, Object> row = all.next();
                        rows.addArray().add(Functions.text(row.key)).add(Functions.text(row.value));
                    }
                }
            } else if (each.getValue() instanceof TimestampedKeyValueStore) {
                final KeyValueStore<Object, ValueAndTimestamp<Object>> store = driver.getTimestampedKeyValueStore(each.getKey());
                try (KeyValueIterator<Object, ValueAndTimestamp<Object>> all = store.all()) {
                    while (all.hasNext()) {
                        final KeyValue<Object, ValueAndTimestamp<Object>> row = all.next();
                        rows.addArray().add(Functions.text(row.key)).add(Functions.text(row.value.value())).add(row.value.timestamp());
                    }
                }
            } else {
                final KeyValueStore<Object, Object> store = driver.getKeyValueStore(each.getKey());
                try (KeyValueIterator<Object, Object> all = store.all()) {
                    while (all.hasNext()) {
                        final KeyValue<Object, Object> row = all.next();
                        rows.addArray().add(Functions.text(row.key)).add(Functions.text(row.value));
                    }
                }
            }
        }
        return stores;
    }

    private static long dropped(final TopologyTestDriver driver) {
        return driver.metrics().entrySet().stream()
            .filter(one -> one.getKey().name().equals("dropped-records-total"))
            .mapToLong(one -> ((Double) one.getValue().metricValue()).longValue())
            .sum();
    }
}
