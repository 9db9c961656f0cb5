import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.apache.kafka.streams.kstream.*;

/** One aggregate of several groups. */
@SuppressWarnings({"unchecked", "rawtypes"})
final class Cogrouping {
    private Cogrouping() {}

    static KTable aggregate(final JsonNode step, final Map<String, Object> made, final Named named, final Materialized with) {
        final String v = step.get("v").asText();
        CogroupedKStream cogrouped = null;
        for (final JsonNode one : step.get("groups")) {
            final KGroupedStream group = (KGroupedStream) made.get(one.get("on").asText());
            final String fn = one.get("fn").asText();
            final Aggregator adder = (key, value, aggregate) -> Functions.aggregate(fn, v, key, value, aggregate);
            cogrouped = cogrouped == null ? group.cogroup(adder) : cogrouped.cogroup(group, adder);
        }
        final Initializer initializer = () -> Functions.initial(step.get("initial").asText(), v);
        final Merger merger = (key, a, b) -> Functions.aggregate(step.get("merge").asText(), v, key, b, a);
        if (step.get("windows").isNull()) {
            if (named == null) return with == null ? cogrouped.aggregate(initializer) : cogrouped.aggregate(initializer, with);
            return with == null ? cogrouped.aggregate(initializer, named) : cogrouped.aggregate(initializer, named, with);
        }
        final Object windowed = Windowing.windowedBy(cogrouped, step.get("windows"));
        if (windowed instanceof SessionWindowedCogroupedKStream) {
            final SessionWindowedCogroupedKStream sessions = (SessionWindowedCogroupedKStream) windowed;
            if (named == null)
                return with == null ? sessions.aggregate(initializer, merger) : sessions.aggregate(initializer, merger, with);
            return with == null
                ? sessions.aggregate(initializer, merger, named)
                : sessions.aggregate(initializer, merger, named, with);
        }
        final TimeWindowedCogroupedKStream time = (TimeWindowedCogroupedKStream) windowed;
        if (named == null) return with == null ? time.aggregate(initializer) : time.aggregate(initializer, with);
        return with == null ? time.aggregate(initializer, named) : time.aggregate(initializer, named, with);
    }
}
