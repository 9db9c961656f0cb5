import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Commands that produce and consume; bytes travel as base64. */
final class RecordCommands {
    private static final long IDLE_LIMIT_NANOS = 60_000_000_000L;
    /** Producers of transactions that a command left open, by transactional.id. */
    private static final Map<String, KafkaProducer<byte[], byte[]>> OPEN = new ConcurrentHashMap<>();
    /** Producers without a transaction, kept for the next command. */
    private static final Map<Map<String, Object>, KafkaProducer<byte[], byte[]>> PRODUCERS = new ConcurrentHashMap<>();

    static void register(Map<String, TestBridge.Command> commands) {
        commands.put("produce", RecordCommands::produce);
        commands.put("endTransaction", RecordCommands::endTransaction);
        commands.put("consume", RecordCommands::consume);
    }

    private static KafkaProducer<byte[], byte[]> producer(Map<String, Object> properties) {
        return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static Object produce(JsonNode args, Map<String, Object> client) throws Exception {
        Map<String, Object> properties = new HashMap<>(client);
        properties.put("acks", TestBridge.text(args, "acks", "all"));
        if (!"all".equals(properties.get("acks"))) {
            properties.put("enable.idempotence", "false");
        }
        // A broker that does not lead a new partition yet may refuse the first batch and, a moment later, take the second:
        // from then on Java sends the first in vain until delivery.timeout.ms is over.
        properties.put("max.in.flight.requests.per.connection", "1");
        String id = TestBridge.text(args, "transactionalId", null);
        if (id == null) {
            return send(PRODUCERS.computeIfAbsent(properties, RecordCommands::producer), args);
        }
        properties.put("transactional.id", id);
        String outcome = TestBridge.text(args, "outcome", "commit");
        KafkaProducer<byte[], byte[]> producer = OPEN.remove(id);
        if (producer == null) {
            producer = producer(properties);
            try {
                producer.initTransactions();
                producer.beginTransaction();
            } catch (RuntimeException e) {
                producer.close(Duration.ZERO);
                throw e;
            }
        }
        try {
            Object sent = send(producer, args);
            if (outcome.equals("open")) {
                OPEN.put(id, producer);
            } else {
                end(producer, outcome);
            }
            return sent;
        } catch (Exception e) {
            producer.close(Duration.ZERO);
            throw e;
        }
    }

    private static List<Map<String, Object>> send(KafkaProducer<byte[], byte[]> producer, JsonNode args) throws Exception {
        List<Future<RecordMetadata>> futures = new ArrayList<>();
        for (JsonNode node : args.get("records")) {
            Integer partition = node.hasNonNull("partition") ? node.get("partition").asInt() : null;
            Long timestamp = node.hasNonNull("timestamp") ? node.get("timestamp").asLong() : null;
            ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(args.get("topic").asText(), partition, timestamp,
                decode(node.get("key")), decode(node.get("value")));
            for (JsonNode header : node.get("headers")) {
                record.headers().add(header.get(0).asText(), decode(header.get(1)));
            }
            futures.add(producer.send(record));
        }
        producer.flush();
        List<Map<String, Object>> result = new ArrayList<>();
        for (Future<RecordMetadata> future : futures) {
            RecordMetadata metadata = future.get();
            result.add(Map.of("partition", metadata.partition(), "offset", metadata.offset(), "timestamp", metadata.timestamp()));
        }
        return result;
    }

    private static void end(KafkaProducer<byte[], byte[]> producer, String outcome) {
        try {
            if (outcome.equals("abort")) {
                producer.abortTransaction();
            } else {
                producer.commitTransaction();
            }
        } finally {
            producer.close(Duration.ZERO);
        }
    }

    private static Object endTransaction(JsonNode args, Map<String, Object> client) {
        String id = args.get("transactionalId").asText();
        KafkaProducer<byte[], byte[]> producer = OPEN.remove(id);
        if (producer == null) {
            throw new IllegalArgumentException("no transaction of " + id + " is open here");
        }
        end(producer, args.get("outcome").asText());
        return null;
    }

    private static Object consume(JsonNode args, Map<String, Object> client) {
        String topic = args.get("topic").asText();
        Map<String, Object> properties = new HashMap<>(client);
        properties.put("isolation.level", TestBridge.text(args, "isolation", "read_uncommitted"));
        properties.put("enable.auto.commit", "false");
        properties.put("auto.offset.reset", "earliest");
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = new ArrayList<>();
            if (args.hasNonNull("partitions")) {
                args.get("partitions").forEach(node -> partitions.add(new TopicPartition(topic, node.asInt())));
            } else {
                consumer.partitionsFor(topic).forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
            }
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            long deadline = System.nanoTime() + IDLE_LIMIT_NANOS;
            // The position, not a record's offset: the last offsets may belong to control records, which nobody gets.
            while (!partitions.stream().allMatch(p -> consumer.position(p) >= ends.get(p))) {
                var polled = consumer.poll(Duration.ofMillis(200));
                for (ConsumerRecord<byte[], byte[]> record : polled) {
                    if (record.offset() < ends.get(new TopicPartition(topic, record.partition()))) {
                        records.add(record);
                    }
                }
                if (!polled.isEmpty()) {
                    deadline = System.nanoTime() + IDLE_LIMIT_NANOS;
                } else if (System.nanoTime() > deadline) {
                    throw new TimeoutException("no record of " + topic + " for 60 s, " + records.size() + " read, ends " + ends);
                }
            }
        }
        records.sort(Comparator.comparingInt(ConsumerRecord::partition)); // stable: offsets stay in order
        return records.stream().map(RecordCommands::row).toList();
    }

    static Map<String, Object> row(ConsumerRecord<byte[], byte[]> record) {
        List<List<String>> headers = new ArrayList<>();
        for (Header header : record.headers()) {
            List<String> pair = new ArrayList<>();
            pair.add(header.key());
            pair.add(encode(header.value()));
            headers.add(pair);
        }
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("partition", record.partition());
        row.put("offset", record.offset());
        row.put("timestamp", record.timestamp());
        row.put("timestampType", record.timestampType().toString());
        row.put("leaderEpoch", record.leaderEpoch().orElse(null));
        row.put("key", encode(record.key()));
        row.put("value", encode(record.value()));
        row.put("headers", headers);
        return row;
    }

    private static byte[] decode(JsonNode text) {
        return text == null || text.isNull() ? null : Base64.getDecoder().decode(text.asText());
    }

    private static String encode(byte[] bytes) {
        return bytes == null ? null : Base64.getEncoder().encodeToString(bytes);
    }
}
