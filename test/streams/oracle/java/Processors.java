import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.api.FixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorContext;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.TimestampedKeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.ValueAndTimestamp;

/** Processors of cases; processors.ts has the same. */
final class Processors {
    private Processors() {}

    interface Out {
        void send(Object key, Object value, long timestamp, org.apache.kafka.common.header.Headers headers);
    }

    static String where(final ProcessingContext context) {
        return context.recordMetadata()
            .map(one -> one.topic() + "-" + one.partition() + "@" + one.offset())
            .orElse("nowhere") + "/" + context.currentStreamTimeMs() + "/" + context.taskId();
    }

    /** What the store named by the step makes of a record. */
    @SuppressWarnings("unchecked")
    static Object store(final JsonNode step, final ProcessingContext context, final Object key, final Object value) {
        final String name = step.get("store").asText();
        final String type = step.get("storeValue").asText();
        if (key == null) return Functions.make(step.get("v").asText(), "no key");
        if (step.get("isGlobal").asBoolean()) {
            final ReadOnlyKeyValueStore<Object, ValueAndTimestamp<Object>> store = context.getStateStore(name);
            final ValueAndTimestamp<Object> found = store.get(key);
            final String text = found == null ? "none" : Functions.text(found.value()) + found.timestamp();
            return Functions.make(step.get("v").asText(), text);
        }
        if (!step.get("storeKind").asText().equals("keyValue"))
            return Functions.make(step.get("v").asText(), TimedStores.use(step, context, key, value));
        final int hash = Functions.hash(Functions.text(key) + Functions.text(value));
        if (step.get("isTimestamped").asBoolean()) {
            final TimestampedKeyValueStore<Object, Object> store = context.getStateStore(name);
            final ValueAndTimestamp<Object> before = store.get(key);
            final Object next = Functions.make(type, (before == null ? "" : Functions.text(before.value())) + Functions.text(value));
            if (hash % 5 == 0) store.delete(key);
            else if (hash % 5 == 1) store.putIfAbsent(key, ValueAndTimestamp.make(next, hash % 50));
            else store.put(key, ValueAndTimestamp.make(next, hash % 50));
            return Functions.make(step.get("v").asText(), before == null ? "none" : Functions.text(before.value()) + before.timestamp());
        }
        final KeyValueStore<Object, Object> store = context.getStateStore(name);
        final Object before = store.get(key);
        if (hash % 7 == 0) store.delete(key);
        else if (hash % 7 == 1) store.putIfAbsent(key, Functions.make(type, Functions.text(value)));
        else if (hash % 7 == 2) store.putAll(List.of(KeyValue.pair(key, Functions.make(type, "all"))));
        else if (hash % 7 > 3) store.put(key, Functions.make(type, (before == null ? "" : Functions.text(before)) + Functions.text(value)));
        final StringBuilder all = new StringBuilder();
        try (KeyValueIterator<Object, Object> rows = hash % 2 == 0 ? store.reverseAll() : store.range(null, key)) {
            while (rows.hasNext()) {
                final KeyValue<Object, Object> row = rows.next();
                all.append(Functions.text(row.key)).append(Functions.text(row.value));
            }
        }
        return Functions.make(step.get("v").asText(), all.toString());
    }

    static final class Free implements Processor<Object, Object, Object, Object> {
        private final JsonNode step;
        private ProcessorContext<Object, Object> context;
        private int ticks = 0;
        private Cancellable schedule;

        Free(final JsonNode step) {
            this.step = step;
        }

        @Override
        public void init(final ProcessorContext<Object, Object> context) {
            this.context = context;
            final String kind = step.get("kind").asText();
            if (!kind.startsWith("punctuate")) return;
            final PunctuationType type = kind.endsWith("Clock") ? PunctuationType.WALL_CLOCK_TIME : PunctuationType.STREAM_TIME;
            final Duration interval = Duration.ofMillis(step.get("interval").asLong());
            schedule = step.get("startTime").isNull()
                ? context.schedule(interval, type, this::tick)
                : context.schedule(Instant.ofEpochMilli(step.get("startTime").asLong()), interval, type, this::tick);
        }

        private void tick(final long timestamp) {
            final String type = step.get("v").asText();
            final Object value = Functions.make(type, "t" + timestamp + where(context));
            context.forward(new Record<>(Functions.make(step.get("k").asText(), "tick"), value, timestamp));
            if (++ticks == 4) schedule.cancel();
        }

        @Override
        public void process(final Record<Object, Object> record) {
            final String k = step.get("k").asText();
            final String v = step.get("v").asText();
            switch (step.get("kind").asText()) {
                case "twice":
                    context.forward(record.withTimestamp(record.timestamp() + 3));
                    context.forward(new Record<>(record.key(), record.value(), record.timestamp(), null));
                    break;
                case "rekey":
                    context.forward(record.withKey(Functions.make(k, Functions.text(record.value()))).withTimestamp(record.timestamp() / 2));
                    break;
                case "where":
                    context.forward(record.withValue(Functions.make(v, where(context))));
                    break;
                case "store":
                    context.forward(record.withValue(store(step, context, record.key(), record.value())));
                    break;
                default:
                    context.forward(record);
            }
        }
    }

    static final class FixedKey implements FixedKeyProcessor<Object, Object, Object> {
        private final JsonNode step;
        private FixedKeyProcessorContext<Object, Object> context;

        FixedKey(final JsonNode step) {
            this.step = step;
        }

        @Override
        public void init(final FixedKeyProcessorContext<Object, Object> context) {
            this.context = context;
        }

        @Override
        public void process(final FixedKeyRecord<Object, Object> record) {
            final String v = step.get("v").asText();
            switch (step.get("kind").asText()) {
                case "twice":
                    context.forward(record.withTimestamp(record.timestamp() + 3));
                    context.forward(record);
                    break;
                case "where":
                    context.forward(record.withValue(Functions.make(v, where(context))));
                    break;
                case "store":
                    context.forward(record.withValue(store(step, context, record.key(), record.value())));
                    break;
                default:
                    context.forward(record);
            }
        }
    }
}
