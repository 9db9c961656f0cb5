import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.NewPartitionReassignment;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.ElectionType;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.ElectionNotNeededException;
import org.apache.kafka.common.errors.PreferredLeaderNotAvailableException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** Commands on the cluster, topics, configs and ACLs. One Admin for each set of client properties. */
final class AdminCommands {
    private static final Map<Map<String, Object>, Admin> ADMINS = new ConcurrentHashMap<>();

    static void register(Map<String, TestBridge.Command> commands) {
        commands.put("createTopic", AdminCommands::createTopic);
        commands.put("deleteTopic", AdminCommands::deleteTopic);
        commands.put("createPartitions", AdminCommands::createPartitions);
        commands.put("listTopics", (args, client) -> admin(client).listTopics().names().get().stream().sorted().toList());
        commands.put("describeTopic", (args, client) -> describe(admin(client), args.get("topic").asText()));
        commands.put("alterConfig", AdminCommands::alterConfig);
        commands.put("deleteRecords", AdminCommands::deleteRecords);
        commands.put("moveLeader", AdminCommands::moveLeader);
        commands.put("reassign", AdminCommands::reassign);
        commands.put("addAcl", AdminCommands::addAcl);
        commands.put("waitForNodes", AdminCommands::waitForNodes);
        commands.put("waitForInSync", AdminCommands::waitForInSync);
    }

    static Admin admin(Map<String, Object> client) {
        return ADMINS.computeIfAbsent(client, Admin::create);
    }

    static TopicPartition partition(JsonNode args) {
        return new TopicPartition(args.get("topic").asText(), args.get("partition").asInt());
    }

    private static List<Integer> ints(JsonNode array) {
        List<Integer> list = new ArrayList<>();
        array.forEach(element -> list.add(element.asInt()));
        return list;
    }

    private static Object createTopic(JsonNode args, Map<String, Object> client) throws Exception {
        String name = args.get("name").asText();
        NewTopic topic;
        if (args.hasNonNull("assignments")) {
            Map<Integer, List<Integer>> assignments = new HashMap<>();
            args.get("assignments").forEach(replicas -> assignments.put(assignments.size(), ints(replicas)));
            topic = new NewTopic(name, assignments);
        } else {
            Optional<Short> factor = args.hasNonNull("replicationFactor")
                ? Optional.of((short) args.get("replicationFactor").asInt()) : Optional.empty();
            topic = new NewTopic(name, Optional.of(args.path("partitions").asInt(1)), factor);
        }
        if (args.hasNonNull("configs")) {
            Map<String, String> configs = new HashMap<>();
            args.get("configs").properties().forEach(entry -> configs.put(entry.getKey(), entry.getValue().asText()));
            topic.configs(configs);
        }
        Admin admin = admin(client);
        int partitions = admin.createTopics(List.of(topic)).numPartitions(name).get();
        awaitLeaders(admin, name, partitions);
        return null;
    }

    private static void awaitLeaders(Admin admin, String topic, int partitions) throws Exception {
        TestBridge.await("leaders of " + topic, () -> {
            try {
                List<TopicPartitionInfo> found = description(admin, topic).partitions();
                return found.size() == partitions && found.stream().allMatch(p -> p.leader() != null && !p.leader().isEmpty());
            } catch (ExecutionException e) {
                if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                    return false; // the controller knows it, this broker not yet
                }
                throw e;
            }
        });
    }

    private static Object deleteTopic(JsonNode args, Map<String, Object> client) throws Exception {
        String name = args.get("name").asText();
        Admin admin = admin(client);
        admin.deleteTopics(List.of(name)).all().get();
        TestBridge.await("the end of " + name, () -> !admin.listTopics().names().get().contains(name));
        return null;
    }

    private static Object createPartitions(JsonNode args, Map<String, Object> client) throws Exception {
        String name = args.get("topic").asText();
        int count = args.get("count").asInt();
        Admin admin = admin(client);
        admin.createPartitions(Map.of(name, NewPartitions.increaseTo(count))).all().get();
        awaitLeaders(admin, name, count);
        return null;
    }

    private static TopicDescription description(Admin admin, String topic) throws Exception {
        return admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic);
    }

    private static Object describe(Admin admin, String topic) throws Exception {
        return description(admin, topic).partitions().stream().map(p -> {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("partition", p.partition());
            row.put("leader", p.leader() == null ? -1 : p.leader().id());
            row.put("replicas", p.replicas().stream().map(Node::id).toList());
            row.put("isr", p.isr().stream().map(Node::id).toList());
            return row;
        }).toList();
    }

    private static Object alterConfig(JsonNode args, Map<String, Object> client) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.valueOf(args.get("type").asText()), args.get("name").asText());
        List<AlterConfigOp> operations = new ArrayList<>();
        args.get("configs").properties().forEach(entry -> operations.add(entry.getValue().isNull()
            ? new AlterConfigOp(new ConfigEntry(entry.getKey(), null), AlterConfigOp.OpType.DELETE)
            : new AlterConfigOp(new ConfigEntry(entry.getKey(), entry.getValue().asText()), AlterConfigOp.OpType.SET)));
        admin(client).incrementalAlterConfigs(Map.of(resource, operations)).all().get();
        return null;
    }

    private static Object deleteRecords(JsonNode args, Map<String, Object> client) throws Exception {
        RecordsToDelete before = RecordsToDelete.beforeOffset(args.get("offset").asLong());
        admin(client).deleteRecords(Map.of(partition(args), before)).all().get();
        return null;
    }

    private static TopicPartitionInfo partitionInfo(Admin admin, TopicPartition partition) throws Exception {
        return description(admin, partition.topic()).partitions().get(partition.partition());
    }

    private static void reassign(Admin admin, TopicPartition partition, List<Integer> replicas) throws Exception {
        admin.alterPartitionReassignments(Map.of(partition, Optional.of(new NewPartitionReassignment(replicas)))).all().get();
        TestBridge.await("reassignment of " + partition, () ->
            admin.listPartitionReassignments(Set.of(partition)).reassignments().get().isEmpty()
                && partitionInfo(admin, partition).replicas().stream().map(Node::id).toList().equals(replicas));
    }

    private static Object reassign(JsonNode args, Map<String, Object> client) throws Exception {
        reassign(admin(client), partition(args), ints(args.get("replicas")));
        return null;
    }

    private static Object moveLeader(JsonNode args, Map<String, Object> client) throws Exception {
        Admin admin = admin(client);
        TopicPartition partition = partition(args);
        int node = args.get("node").asInt();
        List<Integer> replicas = new ArrayList<>(partitionInfo(admin, partition).replicas().stream().map(Node::id).toList());
        if (!replicas.remove(Integer.valueOf(node))) {
            throw new IllegalArgumentException("node " + node + " holds no replica of " + partition);
        }
        replicas.add(0, node);
        reassign(admin, partition, replicas);
        TestBridge.await("leadership of " + partition, () -> {
            Node leader = partitionInfo(admin, partition).leader();
            if (leader != null && leader.id() == node) {
                return true;
            }
            try {
                admin.electLeaders(ElectionType.PREFERRED, Set.of(partition)).all().get();
            } catch (ExecutionException e) {
                Throwable why = e.getCause();
                // Not available: it has just been restarted and is not in sync yet.
                if (!(why instanceof ElectionNotNeededException || why instanceof PreferredLeaderNotAvailableException)) {
                    throw e;
                }
            }
            return false;
        });
        return null;
    }

    private static Object addAcl(JsonNode args, Map<String, Object> client) throws Exception {
        ResourcePattern pattern = new ResourcePattern(ResourceType.valueOf(args.get("resourceType").asText()),
            args.get("name").asText(), PatternType.valueOf(args.get("patternType").asText()));
        AccessControlEntry entry = new AccessControlEntry(args.get("principal").asText(), "*",
            AclOperation.valueOf(args.get("operation").asText()), AclPermissionType.valueOf(args.get("permission").asText()));
        AclBinding binding = new AclBinding(pattern, entry);
        Admin admin = admin(client);
        admin.createAcls(List.of(binding)).all().get();
        TestBridge.await("ACL " + binding, () -> !admin.describeAcls(binding.toFilter()).values().get().isEmpty());
        return null;
    }

    private static Object waitForNodes(JsonNode args, Map<String, Object> client) throws Exception {
        int count = args.get("count").asInt();
        Admin admin = admin(client);
        TestBridge.await(count + " nodes", () -> admin.describeCluster().nodes().get().size() == count);
        return null;
    }

    private static Object waitForInSync(JsonNode args, Map<String, Object> client) throws Exception {
        Admin admin = admin(client);
        TestBridge.await("all replicas in sync", () -> {
            Set<String> topics = admin.listTopics(new ListTopicsOptions().listInternal(true)).names().get();
            return admin.describeTopics(topics).allTopicNames().get().values().stream()
                .flatMap(topic -> topic.partitions().stream())
                .allMatch(p -> p.leader() != null && !p.leader().isEmpty() && p.isr().size() == p.replicas().size());
        });
        return null;
    }
}
