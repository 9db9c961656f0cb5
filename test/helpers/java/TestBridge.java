import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Kafka's Java clients behind a pipe, for tests. A line on stdin: {"id", "command", "args", "client": Java client properties};
 * its answer, a line on stdout: {"id", "result"} or {"id", "error": {"javaClass", "message"}}. Commands run in parallel and
 * answer in any order. The JVM halts when stdin ends.
 */
public final class TestBridge {
    /** Records of 100 MB travel in a line, far above what Jackson takes by default. */
    static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
        .streamReadConstraints(StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
        .build());

    interface Command {
        /** Returns what Jackson can write: null, String, Number, Map, List or JsonNode. */
        Object run(JsonNode args, Map<String, Object> client) throws Exception;
    }

    public static void main(String[] arguments) throws Exception {
        Map<String, Command> commands = new HashMap<>();
        AdminCommands.register(commands);
        GroupCommands.register(commands);
        RecordCommands.register(commands);
        OracleCommands.register(commands);

        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        ExecutorService pool = Executors.newCachedThreadPool();
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            JsonNode request = JSON.readTree(line);
            pool.submit(() -> answer(commands, request, out));
        }
        Runtime.getRuntime().halt(0);
    }

    private static void answer(Map<String, Command> commands, JsonNode request, PrintStream out) {
        ObjectNode reply = JSON.createObjectNode().put("id", request.get("id").asLong());
        try {
            String name = request.get("command").asText();
            Command command = commands.get(name);
            if (command == null) {
                throw new IllegalArgumentException("no command \"" + name + "\"; there are: " + commands.keySet());
            }
            Map<String, Object> client = new HashMap<>();
            request.get("client").properties().forEach(entry -> client.put(entry.getKey(), entry.getValue().asText()));
            reply.set("result", JSON.valueToTree(command.run(request.get("args"), client)));
        } catch (Throwable thrown) {
            Throwable cause = thrown;
            while ((cause instanceof ExecutionException || cause instanceof CompletionException) && cause.getCause() != null) {
                cause = cause.getCause();
            }
            reply.set("error", JSON.createObjectNode()
                .put("javaClass", cause.getClass().getSimpleName())
                .put("message", String.valueOf(cause.getMessage())));
        }
        synchronized (out) {
            out.println(reply);
        }
    }

    /** The text of a field, or `otherwise` where it is absent or null. */
    static String text(JsonNode args, String field, String otherwise) {
        return args.hasNonNull(field) ? args.get(field).asText() : otherwise;
    }

    /** Waits for a condition for 60 s, asking every 20 ms. */
    static void await(String what, java.util.concurrent.Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + 60_000_000_000L;
        while (!condition.call()) {
            if (System.nanoTime() > deadline) {
                throw new org.apache.kafka.common.errors.TimeoutException("60 s were not enough for: " + what);
            }
            Thread.sleep(20);
        }
    }
}
