import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;

/** The producers of one program of the oracle. Keys and values are text; null is null. */
final class OracleProducers {
    private final Map<String, Object> client;
    private final Map<String, KafkaProducer<String, String>> producers = new HashMap<>();

    OracleProducers(Map<String, Object> client) {
        this.client = client;
    }

    Object run(String op, JsonNode args) throws Exception {
        String name = args.get("p").asText();
        if (op.equals("openProducer")) {
            Map<String, Object> properties = new HashMap<>(client);
            args.get("config").properties().forEach(entry -> properties.put(entry.getKey(), entry.getValue().asText()));
            producers.put(name, new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer()));
            return null;
        }
        KafkaProducer<String, String> producer = producers.get(name);
        switch (op) {
            case "initTransactions" -> producer.initTransactions();
            case "beginTransaction" -> producer.beginTransaction();
            case "commitTransaction" -> producer.commitTransaction();
            case "abortTransaction" -> producer.abortTransaction();
            case "sendOffsets" -> producer.sendOffsetsToTransaction(OracleConsumers.offsets(args.get("offsets")),
                new ConsumerGroupMetadata(args.get("group").asText()));
            case "send" -> {
                return send(producer, args);
            }
            case "closeProducer" -> producer.close(Duration.ofSeconds(10));
            default -> throw new IllegalArgumentException("the oracle's producers know no \"" + op + "\"");
        }
        return null;
    }

    /** Of each record where it went, or what failed. */
    private static Object send(KafkaProducer<String, String> producer, JsonNode args) throws InterruptedException {
        List<Future<RecordMetadata>> futures = new ArrayList<>();
        List<Map<String, Object>> outcomes = new ArrayList<>();
        for (JsonNode node : args.get("records")) {
            Integer partition = node.hasNonNull("partition") ? node.get("partition").asInt() : null;
            Long timestamp = node.hasNonNull("timestamp") ? node.get("timestamp").asLong() : null;
            try {
                futures.add(producer.send(new ProducerRecord<>(args.get("topic").asText(), partition, timestamp,
                    TestBridge.text(node, "key", null), TestBridge.text(node, "value", null))));
            } catch (RuntimeException e) {
                futures.add(java.util.concurrent.CompletableFuture.failedFuture(e));
            }
        }
        for (Future<RecordMetadata> future : futures) {
            Map<String, Object> outcome = new LinkedHashMap<>();
            try {
                RecordMetadata metadata = future.get();
                outcome.put("partition", metadata.partition());
                outcome.put("offset", metadata.offset());
            } catch (ExecutionException e) {
                outcome.put("error", e.getCause().getClass().getSimpleName());
            }
            outcomes.add(outcome);
        }
        return outcomes;
    }

    void end() {
        for (KafkaProducer<String, String> producer : producers.values()) {
            try {
                producer.close(Duration.ZERO);
            } catch (RuntimeException e) {
                // It was of no use any more: nothing depends on it.
            }
        }
    }
}
