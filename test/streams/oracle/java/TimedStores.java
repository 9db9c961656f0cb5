import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.kstream.Windowed;
import org.apache.kafka.streams.kstream.internals.SessionWindow;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.*;

/** Window and session stores of processors; timed-stores.ts has the same. */
@SuppressWarnings({"unchecked", "rawtypes"})
final class TimedStores {
    private TimedStores() {}

    static StoreBuilder builder(final JsonNode step, final Serde key, final Serde value) {
        final String name = step.get("store").asText();
        final Duration retention = Duration.ofMillis(step.get("retention").asLong());
        if (step.get("kind").asText().equals("session"))
            return Stores.sessionStoreBuilder(Stores.inMemorySessionStore(name, retention), key, value);
        final WindowBytesStoreSupplier supplier = Stores.inMemoryWindowStore(
            name, retention, Duration.ofMillis(step.get("size").asLong()), step.get("duplicates").asBoolean());
        return step.get("isTimestamped").asBoolean()
            ? Stores.timestampedWindowStoreBuilder(supplier, key, value)
            : Stores.windowStoreBuilder(supplier, key, value);
    }

    static String use(final JsonNode step, final ProcessingContext context, final Object key, final Object value) {
        final int hash = Functions.hash(Functions.text(key) + Functions.text(value));
        return step.get("storeKind").asText().equals("session")
            ? session(step, context.getStateStore(step.get("store").asText()), key, value, hash)
            : window(step, context.getStateStore(step.get("store").asText()), key, value, hash);
    }

    private static String window(final JsonNode step, final WindowStore store, final Object key, final Object value, final int hash) {
        final long time = hash % 40;
        final Object before = store.fetch(key, time);
        final Object next = Functions.make(step.get("storeValue").asText(), shown(before) + Functions.text(value));
        final boolean isNull = hash % 5 == 0 && !step.get("duplicates").asBoolean();
        store.put(key, isNull ? null : step.get("isTimestamped").asBoolean() ? ValueAndTimestamp.make(next, hash % 50) : next, time);
        switch (hash % 6) {
            case 0: return listed(store.fetch(key, Math.max(0, time - 10), time + 10));
            case 1: return listed(store.backwardFetch(key, 0L, time));
            case 2: return listed(store.fetchAll(5L, time));
            case 3: return listed(store.backwardAll());
            case 4: return listed(store.fetch(null, key, 0L, time));
            default: return listed(store.backwardFetch(key, null, 0L, 30L));
        }
    }

    private static String session(final JsonNode step, final SessionStore store, final Object key, final Object value, final int hash) {
        final long start = hash % 30;
        final long end = start + hash % 7;
        final Object before = store.fetchSession(key, start, end);
        final Windowed session = new Windowed(key, new SessionWindow(start, end));
        if (hash % 5 == 0) store.remove(session);
        else if (hash % 5 == 1) store.put(session, null);
        else store.put(session, Functions.make(step.get("storeValue").asText(), shown(before) + Functions.text(value)));
        switch (hash % 6) {
            case 0: return listed(store.fetch(key));
            case 1: return listed(store.findSessions(key, start, end + 5));
            case 2: return listed(store.backwardFetch(key));
            case 3: return listed(store.fetch(null, key));
            case 4: return listed(store.backwardFindSessions(key, start, end));
            default: return listed(store.findSessions(key, null, 3L, end));
        }
    }

    private static String shown(final Object found) {
        if (!(found instanceof ValueAndTimestamp)) return Functions.text(found);
        final ValueAndTimestamp<?> both = (ValueAndTimestamp<?>) found;
        return Functions.text(both.value()) + both.timestamp();
    }

    private static String listed(final KeyValueIterator rows) {
        final StringBuilder all = new StringBuilder();
        try (rows) {
            while (rows.hasNext()) {
                final KeyValue row = (KeyValue) rows.next();
                all.append(Functions.text(row.key)).append(shown(row.value));
            }
        }
        return all.toString();
    }
}
