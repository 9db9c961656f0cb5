package config;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.types.Password;

/** Writes every property of the three clients' ConfigDefs to the file named by the first argument. */
public final class DumpConfigDefs {
    private DumpConfigDefs() {}

    public static void main(String[] arguments) throws Exception {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("kafkaClients", version());
        all.put("producer", properties(ProducerConfig.configDef()));
        all.put("consumer", properties(ConsumerConfig.configDef()));
        all.put("admin", properties(AdminClientConfig.configDef()));
        Files.write(Path.of(arguments[0]), Json.write(all).getBytes(StandardCharsets.UTF_8));
    }

    private static String version() throws Exception {
        Properties properties = new Properties();
        try (InputStream stream = ProducerConfig.class.getResourceAsStream("/kafka/kafka-version.properties")) {
            properties.load(stream);
        }
        return properties.getProperty("version");
    }

    private static List<Object> properties(ConfigDef definition) {
        List<Object> rows = new ArrayList<>();
        for (ConfigDef.ConfigKey key : new TreeMap<>(definition.configKeys()).values()) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("name", key.name);
            row.put("type", key.type.name());
            row.put("required", !key.hasDefault());
            row.put("default", key.hasDefault() ? plain(key.defaultValue) : null);
            row.put("validValues", key.validator == null ? null : key.validator.toString());
            row.put("importance", key.importance.name());
            row.put("internal", key.internalConfig);
            rows.add(row);
        }
        return rows;
    }

    /** A default as it would stand in a properties file: classes by name, lists as lists. */
    static Object plain(Object value) {
        if (value instanceof Class) return ((Class<?>) value).getName();
        if (value instanceof Password) return ((Password) value).value();
        if (value instanceof List) {
            return ((List<?>) value).stream().map(DumpConfigDefs::plain).collect(Collectors.toList());
        }
        return value;
    }
}
