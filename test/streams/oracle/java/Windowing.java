import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.apache.kafka.streams.kstream.*;

/** Windows of cases. */
@SuppressWarnings({"unchecked", "rawtypes"})
final class Windowing {
    private Windowing() {}

    static Object windowedBy(final KGroupedStream on, final JsonNode windows) {
        final Duration size = Duration.ofMillis(windows.get("size").asLong());
        final Duration grace = Duration.ofMillis(windows.get("grace").asLong());
        switch (windows.get("kind").asText()) {
            case "session": return on.windowedBy(SessionWindows.ofInactivityGapAndGrace(size, grace));
            case "sliding": return on.windowedBy(SlidingWindows.ofTimeDifferenceAndGrace(size, grace));
            default: {
                final TimeWindows time = TimeWindows.ofSizeAndGrace(size, grace);
                if (windows.get("advance").isNull()) return on.windowedBy(time);
                return on.windowedBy(time.advanceBy(Duration.ofMillis(windows.get("advance").asLong())));
            }
        }
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
