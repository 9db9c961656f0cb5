import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.streams.KafkaStreams;

/** The names of the metrics of KafkaStreams. */
final class LiveMetrics {
    private static final ObjectMapper JSON = new ObjectMapper();

    private LiveMetrics() {}

    /** `{"metrics":[{"name":…,"group":…,"tags":{…}},…]}` */
    static String names(final KafkaStreams streams) throws Exception {
        final ObjectNode result = JSON.createObjectNode();
        final ArrayNode all = result.putArray("metrics");
        for (final MetricName name : streams.metrics().keySet()) {
            final ObjectNode one = all.addObject();
            one.put("name", name.name()).put("group", name.group());
            final ObjectNode tags = one.putObject("tags");
            name.tags().forEach(tags::put);
        }
        return JSON.writeValueAsString(result);
    }
}
