import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The consumers of one program of the oracle (test/oracle): each step is one call, and the caller waits for its answer. */
final class OracleConsumers {
    private final Map<String, Object> client;
    private final Map<String, Member> members = new HashMap<>();

    OracleConsumers(Map<String, Object> client) {
        this.client = client;
    }

    /** A consumer, and what its listener was told. */
    private static final class Member {
        final KafkaConsumer<byte[], byte[]> consumer;
        final List<List<Object>> events = new ArrayList<>();
        /** What the program stored and has not committed. */
        final Map<TopicPartition, OffsetAndMetadata> stored = new HashMap<>();

        Member(KafkaConsumer<byte[], byte[]> consumer) {
            this.consumer = consumer;
        }
    }

    /** One operation of the consumer "c"; what it throws is the step's outcome. */
    Object run(String op, JsonNode args) {
        String name = args.get("c").asText();
        if (op.equals("open")) {
            Map<String, Object> properties = new HashMap<>(client);
            args.get("config").properties().forEach(entry -> properties.put(entry.getKey(), entry.getValue().asText()));
            members.put(name, new Member(new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())));
            return null;
        }
        Member member = members.get(name);
        KafkaConsumer<byte[], byte[]> consumer = member.consumer;
        switch (op) {
            case "subscribe" -> subscribe(member, args);
            case "assign" -> consumer.assign(partitions(args.get("parts")));
            case "unsubscribe" -> consumer.unsubscribe();
            case "poll" -> {
                List<Map<String, Object>> rows = new ArrayList<>();
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(args.get("ms").asLong()))) {
                    Map<String, Object> row = RecordCommands.row(record);
                    row.put("topic", record.topic());
                    rows.add(row);
                }
                return Map.of("rows", rows, "events", takeEvents(member));
            }
            case "wakeup" -> consumer.wakeup();
            case "seek" -> consumer.seek(partition(args.get("part")), args.get("offset").asLong());
            case "seekToBeginning" -> consumer.seekToBeginning(partitions(args.get("parts")));
            case "seekToEnd" -> consumer.seekToEnd(partitions(args.get("parts")));
            case "pause" -> consumer.pause(partitions(args.get("parts")));
            case "resume" -> consumer.resume(partitions(args.get("parts")));
            case "commit" -> {
                if (member.stored.isEmpty()) {
                    consumer.commitSync();
                } else {
                    consumer.commitSync(member.stored);
                }
            }
            case "commitOffsets" -> consumer.commitSync(offsets(args.get("offsets")));
            case "store" -> member.stored.putAll(offsets(args.get("offsets")));
            case "position" -> {
                return consumer.position(partition(args.get("part")), Duration.ofMillis(args.get("ms").asLong()));
            }
            case "lag" -> {
                var lag = consumer.currentLag(partition(args.get("part")));
                return lag.isPresent() ? lag.getAsLong() : null;
            }
            case "assignment" -> {
                return rows(consumer.assignment());
            }
            case "paused" -> {
                return rows(consumer.paused());
            }
            case "subscription" -> {
                return consumer.subscription().stream().sorted().toList();
            }
            case "committed" -> {
                List<Map<String, Object>> rows = new ArrayList<>();
                List<TopicPartition> asked = partitions(args.get("parts"));
                Map<TopicPartition, OffsetAndMetadata> found = consumer.committed(new java.util.HashSet<>(asked));
                for (TopicPartition partition : asked) {
                    Map<String, Object> row = row(partition);
                    OffsetAndMetadata offset = found.get(partition);
                    row.put("offset", offset == null ? null : offset.offset());
                    row.put("metadata", offset == null ? null : offset.metadata());
                    rows.add(row);
                }
                return rows;
            }
            case "beginningOffsets" -> {
                return ends(consumer.beginningOffsets(partitions(args.get("parts"))));
            }
            case "endOffsets" -> {
                return ends(consumer.endOffsets(partitions(args.get("parts"))));
            }
            case "offsetsForTimes" -> {
                Map<TopicPartition, Long> query = new LinkedHashMap<>();
                partitions(args.get("parts")).forEach(partition -> query.put(partition, args.get("timestamp").asLong()));
                Map<TopicPartition, Long> found = new HashMap<>();
                for (Map.Entry<TopicPartition, OffsetAndTimestamp> entry : consumer.offsetsForTimes(query).entrySet()) {
                    found.put(entry.getKey(), entry.getValue() == null ? null : entry.getValue().offset());
                }
                return ends(found);
            }
            case "events" -> {
                return takeEvents(member);
            }
            case "close" -> consumer.close(CloseOptions.timeout(Duration.ofMillis(args.path("ms").asLong(10_000))));
            default -> throw new IllegalArgumentException("the oracle's consumers know no \"" + op + "\"");
        }
        return null;
    }

    private static List<List<Object>> takeEvents(Member member) {
        List<List<Object>> events = new ArrayList<>(member.events);
        member.events.clear();
        return events;
    }

    private void subscribe(Member member, JsonNode args) {
        KafkaConsumer<byte[], byte[]> consumer = member.consumer;
        JsonNode listening = args.path("listening");
        String onAssigned = TestBridge.text(listening, "onAssigned", "");
        String onRevoked = TestBridge.text(listening, "onRevoked", "");
        ConsumerRebalanceListener listener = new ConsumerRebalanceListener() {
            private void tell(String name, Collection<TopicPartition> partitions) {
                member.events.add(List.of(name, rows(partitions)));
            }

            @Override
            public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
                tell("assigned", partitions);
                switch (onAssigned) {
                    case "seek0" -> partitions.forEach(partition -> consumer.seek(partition, 0));
                    case "seekToBeginning" -> consumer.seekToBeginning(partitions);
                    case "seekToEnd" -> consumer.seekToEnd(partitions);
                    case "pause" -> consumer.pause(partitions);
                    case "throw" -> throw new IllegalArgumentException("on purpose");
                    default -> { }
                }
            }

            @Override
            public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                tell("revoked", partitions);
                if (onRevoked.equals("commit")) {
                    consumer.commitSync();
                }
            }

            @Override
            public void onPartitionsLost(Collection<TopicPartition> partitions) {
                tell("lost", partitions);
            }
        };
        if (args.hasNonNull("pattern")) {
            consumer.subscribe(Pattern.compile(args.get("pattern").asText()), listener);
        } else {
            List<String> topics = new ArrayList<>();
            args.get("topics").forEach(topic -> topics.add(topic.asText()));
            consumer.subscribe(topics, listener);
        }
    }

    /** Ends whatever the program left open. */
    void end() {
        for (Member member : members.values()) {
            try {
                member.consumer.close(CloseOptions.timeout(Duration.ZERO));
            } catch (RuntimeException e) {
                // It was closed, or is of no use any more: nothing depends on it.
            }
        }
    }

    static TopicPartition partition(JsonNode node) {
        return new TopicPartition(node.get("topic").asText(), node.get("partition").asInt());
    }

    static List<TopicPartition> partitions(JsonNode nodes) {
        List<TopicPartition> list = new ArrayList<>();
        nodes.forEach(node -> list.add(partition(node)));
        return list;
    }

    static Map<TopicPartition, OffsetAndMetadata> offsets(JsonNode nodes) {
        Map<TopicPartition, OffsetAndMetadata> map = new HashMap<>();
        nodes.forEach(node -> map.put(partition(node),
            new OffsetAndMetadata(node.get("offset").asLong(), TestBridge.text(node, "metadata", ""))));
        return map;
    }

    private static Map<String, Object> row(TopicPartition partition) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("topic", partition.topic());
        row.put("partition", partition.partition());
        return row;
    }

    private static List<Map<String, Object>> rows(Collection<TopicPartition> partitions) {
        return partitions.stream().map(OracleConsumers::row).toList();
    }

    private static List<Map<String, Object>> ends(Map<TopicPartition, Long> found) {
        List<Map<String, Object>> rows = new ArrayList<>();
        found.forEach((partition, offset) -> {
            Map<String, Object> row = row(partition);
            row.put("offset", offset);
            rows.add(row);
        });
        return rows;
    }
}
