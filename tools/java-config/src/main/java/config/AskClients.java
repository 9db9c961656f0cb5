package config;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;

/**
 * Gives each property's default, legal and illegal values to the real clients' constructors, and writes what they answered to the
 * file named by the first argument.
 */
public final class AskClients {
    private AskClients() {}

    public static void main(String[] arguments) throws Exception {
        Map<String, ConfigDef> definitions = new LinkedHashMap<>();
        definitions.put("producer", ProducerConfig.configDef());
        definitions.put("consumer", ConsumerConfig.configDef());
        definitions.put("admin", AdminClientConfig.configDef());
        List<Object> single = new ArrayList<>();
        List<Object> combined = new ArrayList<>();
        for (Map.Entry<String, ConfigDef> definition : definitions.entrySet()) {
            String client = definition.getKey();
            for (ConfigDef.ConfigKey key : new TreeMap<>(definition.getValue().configKeys()).values()) {
                for (Cases.Case one : Cases.of(key)) single.add(askOne(client, key.name, one));
            }
            for (Map<String, Object> combination : Cases.combinations().get(client)) combined.add(askTogether(client, combination));
        }
        Map<String, List<Object>> all = new LinkedHashMap<>();
        all.put("single", single);
        all.put("combined", combined);
        Files.write(Path.of(arguments[0]), Json.rows(all).getBytes(StandardCharsets.UTF_8));
        // Clients that failed half-way may have left threads behind.
        System.exit(0);
    }

    static Map<String, Object> base(String client) {
        Map<String, Object> properties = new HashMap<>();
        properties.put("bootstrap.servers", "localhost:9092");
        String bytes = "org.apache.kafka.common.serialization.ByteArray";
        for (String side : new String[] {"key", "value"}) {
            if (client.equals("producer")) properties.put(side + ".serializer", bytes + "Serializer");
            if (client.equals("consumer")) properties.put(side + ".deserializer", bytes + "Deserializer");
        }
        if (client.equals("consumer")) properties.put("group.id", "g");
        return properties;
    }

    private static Map<String, Object> askOne(String client, String name, Cases.Case one) {
        Map<String, Object> properties = base(client);
        if (one.absent()) properties.remove(name);
        else properties.put(name, one.value());
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("client", client);
        row.put("name", name);
        row.put("kind", one.kind());
        if (!one.absent()) row.put("value", one.value());
        row.putAll(answer(client, properties, Set.of(name)));
        return row;
    }

    private static Map<String, Object> askTogether(String client, Map<String, Object> combination) {
        Map<String, Object> properties = base(client);
        properties.putAll(combination);
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("client", client);
        row.put("properties", combination);
        Set<String> watched = client.equals("producer")
            ? Set.of("acks", "enable.idempotence", "reconnect.backoff.max.ms")
            : client.equals("consumer") ? Set.of("enable.auto.commit", "reconnect.backoff.max.ms") : Set.of("reconnect.backoff.max.ms");
        row.putAll(answer(client, properties, watched));
        return row;
    }

    private static Map<String, Object> answer(String client, Map<String, Object> properties, Set<String> watched) {
        Map<String, Object> row = new LinkedHashMap<>();
        try {
            construct(client, properties);
            row.put("accepted", true);
            AbstractConfig config = parse(client, properties);
            Map<String, Object> effective = new TreeMap<>();
            for (String name : watched) effective.put(name, DumpConfigDefs.plain(config.values().get(name)));
            row.put("effective", effective);
        } catch (Throwable thrown) {
            Throwable cause = thrown;
            while (cause.getCause() != null) cause = cause.getCause();
            row.put("accepted", false);
            row.put("exception", cause.getClass().getSimpleName());
            row.put("message", String.valueOf(cause.getMessage()));
        }
        return row;
    }

    private static AbstractConfig parse(String client, Map<String, Object> properties) {
        switch (client) {
            case "producer":
                return new ProducerConfig(properties);
            case "consumer":
                return new ConsumerConfig(properties);
            default:
                return new AdminClientConfig(properties);
        }
    }

    static void construct(String client, Map<String, Object> properties) throws InterruptedException {
        switch (client) {
            case "producer":
                KafkaProducer<Object, Object> producer = new KafkaProducer<>(properties);
                closeAside(() -> producer.close(Duration.ZERO));
                break;
            case "consumer":
                KafkaConsumer<Object, Object> consumer = new KafkaConsumer<>(properties);
                consumer.close(Duration.ZERO);
                break;
            default:
                Admin admin = Admin.create(properties);
                closeAside(() -> admin.close(Duration.ZERO));
        }
    }

    /** With some values (pauses of centuries) close() itself never returns. */
    private static void closeAside(Runnable close) throws InterruptedException {
        Thread thread = new Thread(close);
        thread.setDaemon(true);
        thread.start();
        thread.join(200);
    }
}
