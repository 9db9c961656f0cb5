import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.processor.api.FixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorContext;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;
import org.apache.kafka.streams.state.BuiltInDslStoreSuppliers;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.Stores;

/**
 * Java's KafkaStreams on a real broker: bootstrap servers, application id, topics' prefix, guarantee, topology ("keys"
 * or "windows"), metrics.recording.level. Commands on stdin: name and type of a store print it, "metrics" prints the
 * names of all metrics, the end of stdin closes.
 */
public final class LiveStreams {
    private static final ObjectMapper JSON = new ObjectMapper();

    private LiveStreams() {}

    public static void main(final String[] args) throws Exception {
        final Properties config = new Properties();
        config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, args[0]);
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, args[1]);
        config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, args[3]);
        config.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 100);
        config.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
        config.put(StreamsConfig.DSL_STORE_SUPPLIERS_CLASS_CONFIG,
            BuiltInDslStoreSuppliers.InMemoryDslStoreSuppliers.class);
        config.put(StreamsConfig.STATE_DIR_CONFIG, Files.createTempDirectory("live-streams").toString());
        config.put(StreamsConfig.METRICS_RECORDING_LEVEL_CONFIG, args[5]);
        config.put("session.timeout.ms", 6000);
        // Records without a partner go on with the first record that is late enough: not at most once a second.
        config.put(StreamsConfig.InternalConfig.EMIT_INTERVAL_MS_KSTREAMS_OUTER_JOIN_SPURIOUS_RESULTS_FIX, 0L);
        final StreamsBuilder builder = new StreamsBuilder();
        if (args[4].equals("windows")) LiveWindows.describe(builder, args[2]);
        else describe(builder, args[2]);
        final KafkaStreams streams = new KafkaStreams(builder.build(), config);
        streams.setStateListener((now, before) -> System.out.println(now));
        streams.start();
        final BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.equals("metrics")) {
                System.out.println(LiveMetrics.names(streams));
                continue;
            }
            final String[] words = line.split(" ");
            System.out.println(words[1].equals("keyValueStore")
                ? keyValues(streams, words[0])
                : JSON.writeValueAsString(LiveWindows.rows(streams, words[0], words[1])));
        }
        streams.close(CloseOptions.groupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP)
            .withTimeout(Duration.ofSeconds(20)));
    }

    private static String keyValues(final KafkaStreams streams, final String name) throws Exception {
        final ObjectNode result = JSON.createObjectNode();
        final ReadOnlyKeyValueStore<String, Object> store = streams.store(
            StoreQueryParameters.fromNameAndType(name, QueryableStoreTypes.keyValueStore()));
        try (KeyValueIterator<String, Object> all = store.all()) {
            all.forEachRemaining(entry -> result.put(entry.key, String.valueOf(entry.value)));
        }
        return JSON.writeValueAsString(result);
    }

    /** The same as in interchange.test.ts. */
    private static void describe(final StreamsBuilder builder, final String prefix) {
        final var strings = Consumed.with(Serdes.String(), Serdes.String());
        builder.table(prefix + "-table", strings, Materialized.as("table"));
        builder.addStateStore(Stores.keyValueStoreBuilder(
            Stores.inMemoryKeyValueStore("last"), Serdes.String(), Serdes.String()));
        final KStream<String, String> data = builder.stream(prefix + "-data", strings);
        data.groupByKey().count(Materialized.as("counts")).toStream()
            .to(prefix + "-counts", Produced.with(Serdes.String(), Serdes.Long()));
        data.groupBy((key, value) -> value, Grouped.with("byValue", Serdes.String(), Serdes.String()))
            .aggregate(() -> "", (key, value, all) -> all + value.length(),
                Materialized.<String, String>as(Stores.inMemoryKeyValueStore("lengths"))
                    .withKeySerde(Serdes.String()).withValueSerde(Serdes.String()));
        data.processValues(LastProcessor::new, "last").to(prefix + "-changes",
            Produced.with(Serdes.String(), Serdes.String()));
    }

    private static final class LastProcessor implements FixedKeyProcessor<String, String, String> {
        private FixedKeyProcessorContext<String, String> context;
        private KeyValueStore<String, String> last;

        @Override
        public void init(final FixedKeyProcessorContext<String, String> given) {
            context = given;
            last = context.getStateStore("last");
        }

        @Override
        public void process(final FixedKeyRecord<String, String> record) {
            final String before = last.get(record.key());
            last.put(record.key(), record.value());
            context.forward(record.withValue(before + ">" + record.value() + "@" + context.currentStreamTimeMs()));
        }
    }
}
