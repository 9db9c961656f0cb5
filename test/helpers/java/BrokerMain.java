import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * One KRaft node in one JVM: formats its storage on the first start (Kafka's StorageTool), then runs kafka.Kafka.
 * Arguments: the server.properties file, the cluster id, then options for "StorageTool format" (such as --add-scram).
 * The JVM halts when its stdin ends: the pipe is held by the process that started it, and closes however that one dies.
 */
public final class BrokerMain {
    public static void main(String[] args) throws Exception {
        Thread watcher = new Thread(BrokerMain::haltAtEndOfInput, "parent-watcher");
        watcher.setDaemon(true);
        watcher.start();

        Path properties = Path.of(args[0]);
        if (!isFormatted(properties)) {
            List<String> format = new ArrayList<>(List.of("format", "--config", args[0], "--cluster-id", args[1]));
            format.addAll(List.of(args).subList(2, args.length));
            int code = kafka.tools.StorageTool.execute(format.toArray(new String[0]), System.out);
            if (code != 0) {
                Runtime.getRuntime().halt(code);
            }
        }
        kafka.Kafka.main(new String[] {args[0]});
    }

    private static boolean isFormatted(Path file) throws IOException {
        Properties properties = new Properties();
        try (var reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        return Files.exists(Path.of(properties.getProperty("log.dirs"), "meta.properties"));
    }

    private static void haltAtEndOfInput() {
        try {
            while (System.in.read() >= 0) {
                // Nothing is ever sent: only the end matters.
            }
        } catch (IOException e) {
            // A broken pipe is an end, too.
        }
        Runtime.getRuntime().halt(1);
    }
}
