import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.streams.kstream.*;

/** Joins of two streams. */
@SuppressWarnings({"unchecked", "rawtypes"})
final class StreamJoins {
    private StreamJoins() {}

    static KStream join(final JsonNode step, final KStream on, final KStream other) {
        final String fn = step.get("fn").asText();
        final String v = step.get("v").asText();
        final ValueJoinerWithKey joiner = (key, a, b) -> Functions.join(fn, v, key, a, b);
        final JoinWindows windows = windows(step.get("windows"));
        final boolean isPlain = step.get("isPlain").asBoolean();
        final StreamJoined joined = joined(step);
        switch (step.get("op").asText()) {
            case "streamJoin": return isPlain ? on.join(other, joiner, windows) : on.join(other, joiner, windows, joined);
            case "streamLeftJoin":
                return isPlain ? on.leftJoin(other, joiner, windows) : on.leftJoin(other, joiner, windows, joined);
            default: return isPlain ? on.outerJoin(other, joiner, windows) : on.outerJoin(other, joiner, windows, joined);
        }
    }

    private static JoinWindows windows(final JsonNode given) {
        final JoinWindows windows = JoinWindows.ofTimeDifferenceAndGrace(
            Duration.ofMillis(given.get("difference").asLong()), Duration.ofMillis(given.get("grace").asLong()));
        if (given.hasNonNull("before")) return windows.before(Duration.ofMillis(given.get("before").asLong()));
        if (given.hasNonNull("after")) return windows.after(Duration.ofMillis(given.get("after").asLong()));
        return windows;
    }

    private static StreamJoined joined(final JsonNode step) {
        StreamJoined joined = StreamJoined.with(serde(step, "key"), serde(step, "value"), serde(step, "otherValue"));
        if (step.hasNonNull("name")) joined = joined.withName(step.get("name").asText());
        if (step.hasNonNull("storeName")) joined = joined.withStoreName(step.get("storeName").asText());
        return step.get("isLogged").asBoolean() ? joined : joined.withLoggingDisabled();
    }

    private static Serde<Object> serde(final JsonNode step, final String name) {
        return step.hasNonNull(name) ? Functions.serde(step.get(name).asText()) : null;
    }
}
