import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.apache.kafka.streams.kstream.*;

/** Windows of cases. */
@SuppressWarnings({"unchecked", "rawtypes"})
final class Windowing {
    private Windowing() {}

    static Object windowedBy(final KGroupedStream on, final JsonNode windows) {
        switch (windows.get("kind").asText()) {
            case "session": return on.windowedBy(sessions(windows)).emitStrategy(strategy(windows));
            case "sliding": return on.windowedBy(sliding(windows)).emitStrategy(strategy(windows));
            default: return on.windowedBy(time(windows)).emitStrategy(strategy(windows));
        }
    }

    private static EmitStrategy strategy(final JsonNode windows) {
        return windows.path("isFinal").asBoolean() ? EmitStrategy.onWindowClose() : EmitStrategy.onWindowUpdate();
    }

    static Object windowedBy(final CogroupedKStream on, final JsonNode windows) {
        switch (windows.get("kind").asText()) {
            case "session": return on.windowedBy(sessions(windows));
            case "sliding": return on.windowedBy(sliding(windows));
            default: return on.windowedBy(time(windows));
        }
    }

    private static Duration millis(final JsonNode windows, final String name) {
        return Duration.ofMillis(windows.get(name).asLong());
    }

    private static SessionWindows sessions(final JsonNode windows) {
        return SessionWindows.ofInactivityGapAndGrace(millis(windows, "size"), millis(windows, "grace"));
    }

    private static SlidingWindows sliding(final JsonNode windows) {
        return SlidingWindows.ofTimeDifferenceAndGrace(millis(windows, "size"), millis(windows, "grace"));
    }

    private static TimeWindows time(final JsonNode windows) {
        final TimeWindows time = TimeWindows.ofSizeAndGrace(millis(windows, "size"), millis(windows, "grace"));
        return windows.get("advance").isNull() ? time : time.advanceBy(millis(windows, "advance"));
    }

    static KTable aggregate(final JsonNode step, final Object on, final Named named, final Materialized with) {
        final String fn = step.get("fn").asText();
        final String v = step.get("v").asText();
        final Initializer initializer = () -> Functions.initial(step.get("initial").asText(), v);
        final Aggregator adder = (key, value, aggregate) -> Functions.aggregate(fn, v, key, value, aggregate);
        final Reducer plus = (a, b) -> Functions.aggregate(fn, v, null, b, a);
        final Merger merger = (key, a, b) -> Functions.aggregate(step.get("merge").asText(), v, key, b, a);
        if (on instanceof SessionWindowedKStream) {
            final SessionWindowedKStream group = (SessionWindowedKStream) on;
            switch (step.get("op").asText()) {
                case "count":
                    if (named == null) return with == null ? group.count() : group.count(with);
                    return with == null ? group.count(named) : group.count(named, with);
                case "reduce":
                    if (named == null) return with == null ? group.reduce(plus) : group.reduce(plus, with);
                    return with == null ? group.reduce(plus, named) : group.reduce(plus, named, with);
                default:
                    if (named == null)
                        return with == null
                            ? group.aggregate(initializer, adder, merger)
                            : group.aggregate(initializer, adder, merger, with);
                    return with == null
                        ? group.aggregate(initializer, adder, merger, named)
                        : group.aggregate(initializer, adder, merger, named, with);
            }
        }
        final TimeWindowedKStream group = (TimeWindowedKStream) on;
        switch (step.get("op").asText()) {
            case "count":
                if (named == null) return with == null ? group.count() : group.count(with);
                return with == null ? group.count(named) : group.count(named, with);
            case "reduce":
                if (named == null) return with == null ? group.reduce(plus) : group.reduce(plus, with);
                return with == null ? group.reduce(plus, named) : group.reduce(plus, named, with);
            default:
                if (named == null)
                    return with == null ? group.aggregate(initializer, adder) : group.aggregate(initializer, adder, with);
                return with == null
                    ? group.aggregate(initializer, adder, named)
                    : group.aggregate(initializer, adder, named, with);
        }
    }
}
