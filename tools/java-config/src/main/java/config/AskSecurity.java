package config;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.AdminClientConfig;

/**
 * Gives every security property its empty, blank, null and mistyped values, among properties that are in use together, to the real
 * clients' constructors. Arguments: the file to write, the folder of the stores.
 *
 * In values "@name" stands for a file of that folder, "@@name" for its content, "@endpoint" for a token endpoint that answers.
 */
public final class AskSecurity {
    private static final String PLAIN = "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"u\" password=\"p\";";
    private static final String SCRAM = "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"u\" password=\"p\";";
    private static final String BEARER = "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required";
    private static final String HANDLER = "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginCallbackHandler";

    private static Path folder;
    private static String endpoint;

    private AskSecurity() {}

    private static Map<String, Map<String, Object>> contexts() {
        Map<String, Map<String, Object>> all = new LinkedHashMap<>();
        all.put("plaintext", Cases.props());
        all.put("ssl", Cases.props("security.protocol", "SSL"));
        all.put("stores", Cases.props("security.protocol", "SSL",
            "ssl.truststore.location", "@trust.p12", "ssl.truststore.password", "trustpass", "ssl.truststore.type", "PKCS12",
            "ssl.keystore.location", "@key.p12", "ssl.keystore.password", "storepass", "ssl.keystore.type", "PKCS12"));
        all.put("texts", Cases.props("security.protocol", "SSL", "ssl.truststore.type", "PEM", "ssl.keystore.type", "PEM",
            "ssl.truststore.certificates", "@@cert.pem", "ssl.keystore.key", "@@key.pem", "ssl.keystore.certificate.chain", "@@key-chain.pem"));
        all.put("plain", Cases.props("security.protocol", "SASL_SSL", "sasl.mechanism", "PLAIN", "sasl.jaas.config", PLAIN));
        all.put("scram", Cases.props("security.protocol", "SASL_PLAINTEXT", "sasl.mechanism", "SCRAM-SHA-512", "sasl.jaas.config", SCRAM));
        all.put("unsecured", Cases.props("security.protocol", "SASL_PLAINTEXT", "sasl.mechanism", "OAUTHBEARER",
            "sasl.jaas.config", BEARER + " unsecuredLoginStringClaim_sub=\"u\";"));
        all.put("oidc", Cases.props("security.protocol", "SASL_PLAINTEXT", "sasl.mechanism", "OAUTHBEARER",
            "sasl.jaas.config", BEARER + ";", "sasl.login.callback.handler.class", HANDLER, "sasl.oauthbearer.token.endpoint.url", "@endpoint",
            "sasl.oauthbearer.client.credentials.client.id", "id", "sasl.oauthbearer.client.credentials.client.secret", "secret"));
        return all;
    }

    private static final List<Object> VALUES =
        Arrays.asList("", " ", null, List.of(), List.of(""), 5000, true, Map.of(), "no-such-value");

    private static boolean concerns(String context, String name) {
        if (name.startsWith("security.")) return true;
        if (name.startsWith("ssl.")) return List.of("ssl", "stores", "texts").contains(context);
        return name.startsWith("sasl.") && List.of("plain", "scram", "unsecured", "oidc").contains(context);
    }

    public static void main(String[] arguments) throws Exception {
        folder = Path.of(arguments[1]).toAbsolutePath();
        serveTokens();
        List<Object> rows = new ArrayList<>();
        for (Map.Entry<String, Map<String, Object>> context : contexts().entrySet()) {
            for (String name : new TreeSet<>(AdminClientConfig.configDef().names())) {
                if (!concerns(context.getKey(), name)) continue;
                for (Object value : VALUES) rows.add(ask(context.getKey(), context.getValue(), name, value));
            }
        }
        Map<String, List<Object>> all = new LinkedHashMap<>();
        List<Object> described = new ArrayList<>();
        for (Map.Entry<String, Map<String, Object>> context : contexts().entrySet())
            described.add(Map.of("name", context.getKey(), "properties", context.getValue()));
        all.put("contexts", described);
        all.put("rows", rows);
        Files.write(Path.of(arguments[0]), Json.rows(all).getBytes(StandardCharsets.UTF_8));
        System.exit(0);
    }

    private static Map<String, Object> ask(String context, Map<String, Object> properties, String name, Object value) throws Exception {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("context", context);
        row.put("name", name);
        row.put("value", value);
        List<String> accepted = new ArrayList<>();
        String why = null;
        for (String client : new String[] {"producer", "consumer", "admin"}) {
            Map<String, Object> all = AskClients.base(client);
            for (Map.Entry<String, Object> one : properties.entrySet()) all.put(one.getKey(), resolve(one.getValue()));
            all.put(name, value);
            // A login that cannot be had is not to be tried for ten seconds.
            if (!name.startsWith("sasl.login.retry")) {
                all.put("sasl.login.retry.backoff.ms", 1);
                all.put("sasl.login.retry.backoff.max.ms", 1);
            }
            try {
                AskClients.construct(client, all);
                accepted.add(client);
            } catch (Throwable thrown) {
                Throwable cause = thrown;
                while (cause.getCause() != null) cause = cause.getCause();
                String message = String.valueOf(cause.getMessage()).replace(folder.toString(), "@").replace(endpoint, "@endpoint");
                why = cause.getClass().getSimpleName() + ": " + message.substring(0, Math.min(message.length(), 120));
            }
        }
        row.put("accepts", accepted);
        if (why != null) row.put("why", why);
        return row;
    }

    private static Object resolve(Object value) throws Exception {
        if (!(value instanceof String)) return value;
        String text = (String) value;
        if (text.equals("@endpoint")) return endpoint;
        if (text.startsWith("@@")) return Files.readString(folder.resolve(text.substring(2)));
        return text.startsWith("@") ? folder.resolve(text.substring(1)).toString() : value;
    }

    /** A token endpoint whose tokens are good for an hour. */
    private static void serveTokens() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        endpoint = "http://127.0.0.1:" + server.getAddress().getPort() + "/token";
        System.setProperty("org.apache.kafka.sasl.oauthbearer.allowed.urls", endpoint);
        server.createContext("/token", exchange -> {
            long now = System.currentTimeMillis() / 1000;
            String token = encode("{\"alg\":\"none\"}") + "." + encode("{\"sub\":\"u\",\"iat\":" + now + ",\"exp\":" + (now + 3600) + "}") + ".c2ln";
            byte[] answer = ("{\"access_token\":\"" + token + "\"}").getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.setExecutor(java.util.concurrent.Executors.newCachedThreadPool());
        server.start();
    }

    private static String encode(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
