import com.fasterxml.jackson.databind.JsonNode;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ValueAndTimestamp;

/** Keeps a global store of a case; global-stores.ts has the same. */
final class GlobalStores implements Processor<Object, Object, Void, Void> {
    private final JsonNode step;
    private ProcessorContext<Void, Void> context;
    private KeyValueStore<Object, Object> store;

    GlobalStores(final JsonNode step) {
        this.step = step;
    }

    @Override
    public void init(final ProcessorContext<Void, Void> context) {
        this.context = context;
        store = context.getStateStore(step.get("store").asText());
    }

    @Override
    public void process(final Record<Object, Object> record) {
        if (record.key() == null) return;
        final String type = step.get("v").asText();
        final Object before = plain(store.get(record.key()));
        final String fn = step.get("fn").asText();
        final Object next = fn.equals("where")
            ? Functions.make(type, context.recordMetadata().get().offset() + context.taskId().toString())
            : fn.equals("boom") ? Functions.map(fn, type, record.value(), before)
            : Functions.aggregate(fn, type, record.key(), record.value(), before);
        final boolean isTimestamped = step.get("isTimestamped").asBoolean();
        store.put(record.key(), isTimestamped && next != null ? ValueAndTimestamp.make(next, record.timestamp()) : next);
    }

    private static Object plain(final Object found) {
        return found instanceof ValueAndTimestamp ? ((ValueAndTimestamp<?>) found).value() : found;
    }
}
