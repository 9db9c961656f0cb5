import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** Commands on offsets and groups. */
final class GroupCommands {
    static void register(Map<String, TestBridge.Command> commands) {
        commands.put("listOffsets", GroupCommands::listOffsets);
        commands.put("listGroupOffsets", GroupCommands::listGroupOffsets);
        commands.put("alterGroupOffsets", GroupCommands::alterGroupOffsets);
        commands.put("describeGroup", GroupCommands::describeGroup);
        commands.put("deleteGroup", (args, client) -> {
            AdminCommands.admin(client).deleteConsumerGroups(List.of(args.get("group").asText())).all().get();
            return null;
        });
    }

    private static OffsetSpec spec(String text) {
        return switch (text) {
            case "earliest" -> OffsetSpec.earliest();
            case "latest" -> OffsetSpec.latest();
            case "max-timestamp" -> OffsetSpec.maxTimestamp();
            default -> OffsetSpec.forTimestamp(Long.parseLong(text));
        };
    }

    private static Object listOffsets(JsonNode args, Map<String, Object> client) throws Exception {
        String topic = args.get("topic").asText();
        Admin admin = AdminCommands.admin(client);
        IsolationLevel isolation = IsolationLevel.valueOf(args.get("isolation").asText().toUpperCase());
        Map<TopicPartition, OffsetSpec> query = new HashMap<>();
        admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic).partitions()
            .forEach(p -> query.put(new TopicPartition(topic, p.partition()), spec(args.get("spec").asText())));
        Map<Integer, Long> offsets = new TreeMap<>();
        admin.listOffsets(query, new ListOffsetsOptions(isolation)).all().get()
            .forEach((partition, found) -> offsets.put(partition.partition(), found.offset()));
        return new ArrayList<>(offsets.values());
    }

    private static Object listGroupOffsets(JsonNode args, Map<String, Object> client) throws Exception {
        Map<String, Object> result = new TreeMap<>();
        AdminCommands.admin(client).listConsumerGroupOffsets(args.get("group").asText()).partitionsToOffsetAndMetadata().get()
            .forEach((partition, committed) -> {
                if (committed == null) {
                    return;
                }
                Map<String, Object> row = new LinkedHashMap<>();
                row.put("offset", committed.offset());
                row.put("metadata", committed.metadata());
                row.put("leaderEpoch", committed.leaderEpoch().orElse(null));
                result.put(partition.toString(), row);
            });
        return result;
    }

    private static Object alterGroupOffsets(JsonNode args, Map<String, Object> client) throws Exception {
        OffsetAndMetadata offset = new OffsetAndMetadata(args.get("offset").asLong());
        AdminCommands.admin(client).alterConsumerGroupOffsets(args.get("group").asText(),
            Map.of(AdminCommands.partition(args), offset)).all().get();
        return null;
    }

    private static Object describeGroup(JsonNode args, Map<String, Object> client) throws Exception {
        String group = args.get("group").asText();
        ConsumerGroupDescription found =
            AdminCommands.admin(client).describeConsumerGroups(List.of(group)).all().get().get(group);
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("type", found.type().toString());
        result.put("state", found.groupState().toString());
        result.put("coordinator", found.coordinator().id());
        result.put("assignor", found.partitionAssignor());
        result.put("members", found.members().stream().map(member -> {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("memberId", member.consumerId());
            row.put("instanceId", member.groupInstanceId().orElse(null));
            row.put("clientId", member.clientId());
            row.put("assignment", member.assignment().topicPartitions().stream()
                .map(p -> Map.of("topic", p.topic(), "partition", p.partition())).toList());
            return row;
        }).toList());
        return result;
    }
}
