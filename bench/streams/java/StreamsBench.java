import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.KTable;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.TimeWindows;
import org.apache.kafka.streams.state.BuiltInDslStoreSuppliers;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.WindowStore;

/**
 * The programs of ours.mjs in Java. Arguments: bootstrap servers, application id, program, input, output, number of
 * records, guarantee, bytes of the cache (-1: the default). Prints one line of JSON.
 */
public final class StreamsBench {
    private static long seen;
    private static long startNanos;
    private static long startCpu;

    private StreamsBench() {}

    public static void main(final String[] args) throws Exception {
        final long total = Long.parseLong(args[5]);
        final Properties config = new Properties();
        config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, args[0]);
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, args[1]);
        config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, args[6]);
        config.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 1);
        config.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, 1);
        config.put(StreamsConfig.DSL_STORE_SUPPLIERS_CLASS_CONFIG,
            BuiltInDslStoreSuppliers.InMemoryDslStoreSuppliers.class);
        config.put(StreamsConfig.STATE_DIR_CONFIG, Files.createTempDirectory("bench-streams").toString());
        final long cache = Long.parseLong(args[7]);
        if (cache >= 0) config.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, cache);

        final CountDownLatch done = new CountDownLatch(1);
        final StreamsBuilder builder = new StreamsBuilder();
        final KStream<String, String> input = builder
            .stream(args[3], Consumed.with(Serdes.String(), Serdes.String()))
            .peek((key, value) -> {
                if (seen == 0) {
                    startNanos = System.nanoTime();
                    startCpu = cpu();
                }
                if (++seen == total) done.countDown();
            });
        describe(args[2], input, args[4]);
        final KafkaStreams streams = new KafkaStreams(builder.build(), config);
        streams.setUncaughtExceptionHandler(error -> {
            error.printStackTrace();
            Runtime.getRuntime().halt(1);
            return null;
        });
        streams.start();
        done.await();
        streams.close(Duration.ofSeconds(60));
        final double seconds = (System.nanoTime() - startNanos) / 1e9;
        final double cpu = (cpu() - startCpu) / 1e9;
        System.out.println("{\"seconds\":" + seconds + ",\"cpu\":" + cpu + ",\"rssKb\":" + peakKb() + "}");
    }

    private static void describe(final String program, final KStream<String, String> input, final String output) {
        final Produced<String, String> texts = Produced.with(Serdes.String(), Serdes.String());
        switch (program) {
            case "echo":
                input.filter((key, value) -> !key.endsWith("7")).mapValues(value -> value + "!").to(output, texts);
                break;
            case "count":
                input.groupByKey().count(Materialized.as("counts"));
                break;
            case "count-to":
                input.groupByKey().count(Materialized.as("counts")).toStream()
                    .to(output, Produced.with(Serdes.String(), Serdes.Long()));
                break;
            case "window":
                input.groupByKey().windowedBy(TimeWindows.ofSizeWithNoGrace(Duration.ofMinutes(1)))
                    .count(Materialized.<String, Long, WindowStore<Bytes, byte[]>>as("counts")
                        .withRetention(Duration.ofMinutes(10)));
                break;
            case "table":
                table(input).mapValues(value -> value.substring(0, 20), texts("short"));
                break;
            case "table-to":
                table(input).mapValues(value -> value.substring(0, 20)).toStream().to(output, texts);
                break;
            default:
                throw new IllegalArgumentException(program);
        }
    }

    private static KTable<String, String> table(final KStream<String, String> input) {
        return input.toTable(texts("rows"));
    }

    private static Materialized<String, String, KeyValueStore<Bytes, byte[]>> texts(final String store) {
        return Materialized.<String, String, KeyValueStore<Bytes, byte[]>>as(store)
            .withKeySerde(Serdes.String()).withValueSerde(Serdes.String());
    }

    private static long cpu() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
            .getProcessCpuTime();
    }

    private static long peakKb() throws Exception {
        for (final String line : Files.readAllLines(Path.of("/proc/self/status")))
            if (line.startsWith("VmHWM:")) return Long.parseLong(line.replaceAll("\\D", ""));
        return 0;
    }
}
