import java.time.Duration;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.*;
import org.apache.kafka.streams.kstream.internals.SessionWindow;
import org.apache.kafka.streams.processor.api.FixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorContext;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;
import org.apache.kafka.streams.state.*;

/** What LiveStreams runs with windows: the same as in live-windows.ts. */
final class LiveWindows {
    private static final Serde<String> TEXT = Serdes.String();

    private LiveWindows() {}

    private static Duration ms(final long time) {
        return Duration.ofMillis(time);
    }

    static void describe(final StreamsBuilder builder, final String prefix) {
        final Consumed<String, String> consumed = Consumed.with(TEXT, TEXT);
        final KStream<String, String> data = builder.stream(prefix + "-data", consumed);
        final KStream<String, String> other = builder.stream(prefix + "-other", consumed);
        final String results = prefix + "-results";
        aggregate(data.groupByKey(), results);

        final JoinWindows within = JoinWindows.ofTimeDifferenceAndGrace(ms(5_000), ms(2_000));
        final ValueJoiner<String, String, String> joiner = (a, b) -> a + "+" + b;
        final StreamJoined<String, String, String> with = StreamJoined.with(TEXT, TEXT, TEXT);
        show("inner", data.join(other, joiner, within, with.withStoreName("inner")), results);
        show("left", data.leftJoin(other, joiner, within, with.withStoreName("left")), results);
        show("outer", data.outerJoin(other, joiner, within, with.withStoreName("outer")), results);

        for (final boolean isMany : new boolean[] {false, true})
            builder.addStateStore(Stores.windowStoreBuilder(
                Stores.inMemoryWindowStore(isMany ? "many" : "plain", ms(20_000), ms(1_000), isMany), TEXT, TEXT));
        builder.addStateStore(Stores.timestampedWindowStoreBuilder(
            Stores.inMemoryWindowStore("timed", ms(20_000), ms(1_000), false), TEXT, TEXT));
        builder.addStateStore(Stores.sessionStoreBuilder(
            Stores.inMemorySessionStore("visits", ms(20_000)), TEXT, TEXT));
        show("processor", data.processValues(Visits::new, "plain", "many", "timed", "visits"), results);
    }

    private static void aggregate(final KGroupedStream<String, String> groups, final String results) {
        final TimeWindows tumbling = TimeWindows.ofSizeAndGrace(ms(10_000), ms(5_000));
        final KTable<Windowed<String>, Long> counts = groups.windowedBy(tumbling).count(
            Materialized.<String, Long, WindowStore<Bytes, byte[]>>as("tumbling").withKeySerde(TEXT));
        show("tumbling", counts.toStream(), results);
        show("final", counts.suppress(closed("final")).toStream(), results);
        show("hopping", groups.windowedBy(tumbling.advanceBy(ms(4_000))).reduce((a, b) -> a + b, windows("hopping"))
            .toStream(), results);
        show("sliding", groups.windowedBy(SlidingWindows.ofTimeDifferenceAndGrace(ms(5_000), ms(5_000)))
            .aggregate(() -> "", (key, value, all) -> all + value, windows("sliding")).toStream(), results);
        final KTable<Windowed<String>, String> sessions =
            groups.windowedBy(SessionWindows.ofInactivityGapAndGrace(ms(2_000), ms(5_000))).aggregate(
                () -> "", (key, value, all) -> all + value, (key, a, b) -> a + b,
                Materialized.<String, String, SessionStore<Bytes, byte[]>>as("sessions")
                    .withKeySerde(TEXT).withValueSerde(TEXT));
        show("sessions", sessions.toStream(), results);
        show("finalSessions", sessions.suppress(closed("finalSessions")).toStream(), results);
        show("limited", groups.count(Materialized.as("counts"))
            .suppress(Suppressed.untilTimeLimit(ms(12_000), Suppressed.BufferConfig.unbounded()).withName("limited"))
            .toStream(), results);
    }

    private static Materialized<String, String, WindowStore<Bytes, byte[]>> windows(final String name) {
        return Materialized.<String, String, WindowStore<Bytes, byte[]>>as(name)
            .withKeySerde(TEXT).withValueSerde(TEXT);
    }

    private static Suppressed<Windowed<?>> closed(final String name) {
        return Suppressed.untilWindowCloses(Suppressed.BufferConfig.unbounded()).withName(name);
    }

    private static <K, V> void show(final String name, final KStream<K, V> stream, final String results) {
        stream.map((key, value) -> KeyValue.pair(name + " " + key, String.valueOf(value)))
            .to(results, Produced.with(TEXT, TEXT));
    }

    /** What is in a store, as text: windows, and values beside each other if there are several of one window. */
    static TreeMap<String, String> rows(final KafkaStreams streams, final String name, final String type) {
        final TreeMap<String, String> rows = new TreeMap<>();
        try (KeyValueIterator<Windowed<String>, ?> all = all(streams, name, type)) {
            all.forEachRemaining(row -> rows.merge(
                row.key.toString(), String.valueOf(row.value), (before, value) -> before + " " + value));
        }
        return rows;
    }

    private static KeyValueIterator<Windowed<String>, ?> all(
            final KafkaStreams streams, final String name, final String type) {
        if (type.equals("sessionStore"))
            return streams.store(StoreQueryParameters.fromNameAndType(
                name, QueryableStoreTypes.<String, Object>sessionStore())).fetch((String) null, null);
        if (type.equals("timestampedWindowStore"))
            return streams.store(StoreQueryParameters.fromNameAndType(
                name, QueryableStoreTypes.<String, Object>timestampedWindowStore())).all();
        return streams.store(StoreQueryParameters.fromNameAndType(
            name, QueryableStoreTypes.<String, Object>windowStore())).all();
    }

    /** A value that begins with "-" deletes. */
    private static final class Visits implements FixedKeyProcessor<String, String, String> {
        private FixedKeyProcessorContext<String, String> context;
        private WindowStore<String, String> plain;
        private WindowStore<String, String> many;
        private TimestampedWindowStore<String, String> timed;
        private SessionStore<String, String> visits;

        @Override
        public void init(final FixedKeyProcessorContext<String, String> given) {
            context = given;
            plain = context.getStateStore("plain");
            many = context.getStateStore("many");
            timed = context.getStateStore("timed");
            visits = context.getStateStore("visits");
        }

        @Override
        public void process(final FixedKeyRecord<String, String> record) {
            final String key = record.key();
            final String value = record.value();
            final boolean isDeletion = value.startsWith("-");
            final long time = record.timestamp();
            final long start = time - time % 1_000;
            final StringBuilder seen = new StringBuilder();
            seen.append(plain.fetch(key, start)).append(' ').append(timed.fetch(key, start));
            plain.put(key, isDeletion ? null : value, start);
            timed.put(key, isDeletion ? null : ValueAndTimestamp.make(value, time), start);
            many.put(key, isDeletion ? null : value, start);
            try (WindowStoreIterator<String> rows = many.fetch(key, start - 10_000, start + 10_000)) {
                rows.forEachRemaining(row -> seen.append(' ').append(row.value));
            }
            long first = time;
            long last = time;
            String all = value;
            try (KeyValueIterator<Windowed<String>, String> rows =
                    visits.findSessions(key, time - 2_000, time + 2_000)) {
                while (rows.hasNext()) {
                    final KeyValue<Windowed<String>, String> row = rows.next();
                    first = Math.min(first, row.key.window().start());
                    last = Math.max(last, row.key.window().end());
                    all = row.value + all;
                    visits.remove(row.key);
                }
            }
            if (!isDeletion) visits.put(new Windowed<>(key, new SessionWindow(first, last)), all);
            context.forward(record.withValue(seen.append(' ').append(all).toString()));
        }
    }
}
