import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.BiFunction;
import org.apache.kafka.streams.kstream.*;
import org.apache.kafka.streams.processor.StreamPartitioner;

/** Joins of tables by a foreign key. */
@SuppressWarnings({"unchecked", "rawtypes"})
final class ForeignKeys {
    private ForeignKeys() {}

    static KTable join(final JsonNode step, final KTable on, final KTable other, final Materialized with) {
        final String fn = step.get("fn").asText();
        final String v = step.get("v").asText();
        final String keyFn = step.get("keyFn").asText();
        final String keyType = step.get("keyType").asText();
        final BiFunction extractor = (key, value) -> Functions.map(keyFn, keyType, value, key);
        final ValueJoiner joiner = (a, b) -> Functions.join(fn, v, null, a, b);
        final TableJoined joined = joined(step);
        if (step.get("op").asText().equals("foreignJoin")) {
            if (joined == null) return with == null ? on.join(other, extractor, joiner) : on.join(other, extractor, joiner, with);
            return with == null ? on.join(other, extractor, joiner, joined) : on.join(other, extractor, joiner, joined, with);
        }
        if (joined == null)
            return with == null ? on.leftJoin(other, extractor, joiner) : on.leftJoin(other, extractor, joiner, with);
        return with == null
            ? on.leftJoin(other, extractor, joiner, joined)
            : on.leftJoin(other, extractor, joiner, joined, with);
    }

    private static TableJoined joined(final JsonNode step) {
        if (step.get("name").isNull() && !step.get("isPartitioned").asBoolean()) return null;
        final StreamPartitioner partitioner = (topic, key, value, count) -> Functions.partitions(key, value);
        final TableJoined joined = step.get("isPartitioned").asBoolean()
            ? TableJoined.with(partitioner, partitioner)
            : TableJoined.with(null, null);
        return step.get("name").isNull() ? joined : joined.withName(step.get("name").asText());
    }
}
