import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** A program of the oracle (test/oracle), step by step: "oracle" {session, op, …} runs one, "oracleEnd" lets go of the session. */
final class OracleCommands {
    private static final Map<String, Session> SESSIONS = new ConcurrentHashMap<>();

    private static final class Session {
        final OracleConsumers consumers;
        final OracleProducers producers;

        Session(Map<String, Object> client) {
            consumers = new OracleConsumers(client);
            producers = new OracleProducers(client);
        }
    }

    static void register(Map<String, TestBridge.Command> commands) {
        commands.put("oracle", OracleCommands::step);
        commands.put("oracleEnd", (args, client) -> {
            Session session = SESSIONS.remove(args.get("session").asText());
            if (session != null) {
                session.consumers.end();
                session.producers.end();
            }
            return null;
        });
        commands.put("deleteTopics", OracleCommands::deleteTopics);
        commands.put("removeMembers", OracleCommands::removeMembers);
    }

    private static Object step(JsonNode args, Map<String, Object> client) throws Exception {
        Session session = SESSIONS.computeIfAbsent(args.get("session").asText(), id -> new Session(client));
        String op = args.get("op").asText();
        if (args.hasNonNull("c")) {
            return session.consumers.run(op, args);
        }
        if (args.hasNonNull("p")) {
            return session.producers.run(op, args);
        }
        return admin(op, args, AdminCommands.admin(client));
    }

    private static Object admin(String op, JsonNode args, Admin admin) throws Exception {
        switch (op) {
            case "createTopic" -> {
                NewTopic topic = new NewTopic(args.get("topic").asText(), args.get("partitions").asInt(), (short) 1);
                topic.configs(Map.of("retention.ms", "-1"));
                admin.createTopics(List.of(topic)).all().get();
            }
            case "createPartitions" -> admin.createPartitions(
                Map.of(args.get("topic").asText(), NewPartitions.increaseTo(args.get("partitions").asInt()))).all().get();
            case "deleteTopic" -> admin.deleteTopics(List.of(args.get("topic").asText())).all().get();
            case "deleteRecords" -> admin.deleteRecords(Map.of(OracleConsumers.partition(args.get("part")),
                RecordsToDelete.beforeOffset(args.get("offset").asLong()))).all().get();
            case "alterOffsets" -> {
                Map<TopicPartition, OffsetAndMetadata> offsets = OracleConsumers.offsets(args.get("offsets"));
                admin.alterConsumerGroupOffsets(args.get("group").asText(), offsets).all().get();
            }
            default -> throw new IllegalArgumentException("the oracle's admin knows no \"" + op + "\"");
        }
        return null;
    }

    private static Object deleteTopics(JsonNode args, Map<String, Object> client) throws Exception {
        List<String> topics = new ArrayList<>();
        args.get("topics").forEach(topic -> topics.add(topic.asText()));
        Admin admin = AdminCommands.admin(client);
        topics.retainAll(new HashSet<>(admin.listTopics().names().get()));
        admin.deleteTopics(topics).all().get();
        return null;
    }

    /** Throws every member out of a classic group. */
    private static Object removeMembers(JsonNode args, Map<String, Object> client) throws Exception {
        AdminCommands.admin(client).removeMembersFromConsumerGroup(args.get("group").asText(),
            new RemoveMembersFromConsumerGroupOptions()).all().get();
        return null;
    }
}
