import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.apache.kafka.streams.kstream.*;

/** What holds updates of tables back. */
@SuppressWarnings({"unchecked", "rawtypes"})
final class Suppressing {
    private Suppressing() {}

    static KTable suppress(final JsonNode step, final KTable on) {
        Suppressed suppressed = step.get("isFinal").asBoolean()
            ? Suppressed.untilWindowCloses((Suppressed.StrictBufferConfig) buffer(step))
            : Suppressed.untilTimeLimit(Duration.ofMillis(step.get("wait").asLong()), buffer(step));
        if (step.hasNonNull("name")) suppressed = suppressed.withName(step.get("name").asText());
        return on.suppress(suppressed);
    }

    private static Suppressed.BufferConfig buffer(final JsonNode step) {
        Suppressed.BufferConfig config = Suppressed.BufferConfig.unbounded();
        if (step.hasNonNull("maxRecords")) config = config.withMaxRecords(step.get("maxRecords").asLong());
        if (step.hasNonNull("maxBytes")) config = config.withMaxBytes(step.get("maxBytes").asLong());
        if (step.get("isEager").asBoolean()) config = config.emitEarlyWhenFull();
        return step.get("isLogged").asBoolean() ? config : config.withLoggingDisabled();
    }
}
