package config;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;

/** Writes the partitions that Java's producer chooses for 10,000 keys, to the file named by the first argument. */
public final class Partitions {
    private static final int[] COUNTS = {1, 2, 7, 12, 100};

    private Partitions() {}

    public static void main(String[] arguments) throws Exception {
        List<byte[]> keys = keys();
        Map<String, Object> chosen = new TreeMap<>();
        for (int count : COUNTS) {
            StringBuilder list = new StringBuilder();
            for (byte[] key : keys) list.append(list.length() == 0 ? "" : " ").append(BuiltInPartitioner.partitionForKey(key, count));
            chosen.put(String.valueOf(count), list.toString());
        }
        Map<String, Object> all = new LinkedHashMap<>();
        List<String> encoded = new ArrayList<>();
        for (byte[] key : keys) encoded.add(Base64.getEncoder().encodeToString(key));
        all.put("keys", String.join(" ", encoded.subList(1, encoded.size())));
        all.put("partitions", chosen);
        Files.write(Path.of(arguments[0]), Json.write(all).getBytes(StandardCharsets.UTF_8));
    }

    /** The empty key first, then short ones of every length, text of several scripts, a few long ones, and random bytes. */
    private static List<byte[]> keys() {
        Random random = new Random(7);
        List<byte[]> keys = new ArrayList<>();
        keys.add(new byte[0]);
        String[] words = {"key", "clé", "Schlüssel", "ключ", "鍵", "열쇠", "🔑", "مفتاح", "a b\tc\n", "0"};
        for (int i = 0; keys.size() < 10_000; i++) {
            byte[] key;
            if (i % 3 == 0) key = (words[i % words.length] + '-' + i).getBytes(StandardCharsets.UTF_8);
            else {
                key = new byte[i % 1000 == 1 ? 1000 + random.nextInt(2000) : 1 + random.nextInt(24)];
                random.nextBytes(key);
            }
            keys.add(key);
        }
        return keys;
    }
}
