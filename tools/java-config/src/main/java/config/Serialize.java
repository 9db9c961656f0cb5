package config;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Bytes;

/** Writes what Java's serializers make of values, and its deserializers of malformed bytes, to the file named by the first argument. */
public final class Serialize {
    private static final List<Object> ROWS = new ArrayList<>();
    private static final List<Object> MALFORMED = new ArrayList<>();
    private static final String PACKAGE = "org.apache.kafka.common.serialization.";

    private Serialize() {}

    public static void main(String[] arguments) throws Exception {
        all("String", Serdes.String(), "", "plain", "ünïcödé", "日本語", "🔑 \u0000 end", "\ud83d lone", "a\nb");
        all("Integer", Serdes.Integer(), 0, 1, -1, Integer.MIN_VALUE, Integer.MAX_VALUE, 258);
        all("Short", Serdes.Short(), (short) 0, (short) -1, Short.MIN_VALUE, Short.MAX_VALUE);
        all("Long", Serdes.Long(), 0L, -1L, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 53, (1L << 53) + 1);
        all("Float", Serdes.Float(), 0f, -0f, 1.5f, Float.MAX_VALUE, Float.MIN_VALUE, Float.NaN, Float.NEGATIVE_INFINITY, 0.1f);
        all("Double", Serdes.Double(), 0d, -0d, 0.1, Double.MAX_VALUE, Double.MIN_VALUE, Double.NaN, Double.POSITIVE_INFINITY, Math.PI);
        all("UUID", Serdes.UUID(), new UUID(0, 0), new UUID(-1, -1), UUID.fromString("123e4567-e89b-12d3-a456-426614174000"));
        all("Boolean", Serdes.Boolean(), true, false);
        all("ByteArray", Serdes.ByteArray(), new byte[0], new byte[] {0, 1, -1});
        all("ByteBuffer", Serdes.ByteBuffer(), ByteBuffer.wrap(new byte[0]), ByteBuffer.wrap(new byte[] {0, 1, -1}));
        all("Bytes", Serdes.Bytes(), Bytes.wrap(new byte[] {0, 1, -1}));
        list("Integer", Serdes.Integer(), 1, null, -3);
        list("Integer", Serdes.Integer());
        list("Short", Serdes.Short(), (short) 1, null);
        list("Long", Serdes.Long(), 1L, null, -1L);
        list("Float", Serdes.Float(), 1.5f, null);
        list("Double", Serdes.Double(), 0.1, null);
        list("UUID", Serdes.UUID(), new UUID(1, 2), null);
        list("String", Serdes.String(), "a", null, "", "ünïcödé");
        list("Boolean", Serdes.Boolean(), true, null, false);
        list("ByteArray", Serdes.ByteArray(), new byte[] {1, 2}, null, new byte[0]);
        charset("UTF-8", "ünïcödé 日本");
        charset("UTF-16", "ünï", "");
        charset("UTF-16BE", "ünï");
        charset("UTF-16LE", "ünï");
        charset("ISO-8859-1", "ünï 日本 🔑");
        charset("US-ASCII", "ünï x 🔑");
        malformed("Integer", Serdes.Integer(), "", "00", "0000000000");
        malformed("Short", Serdes.Short(), "", "00", "000000");
        malformed("Long", Serdes.Long(), "", "0000000000000000ff");
        malformed("Float", Serdes.Float(), "", "0000000000");
        malformed("Double", Serdes.Double(), "", "00");
        malformed("Boolean", Serdes.Boolean(), "", "02", "ff", "0001");
        malformed("UUID", Serdes.UUID(), "", "00", hex("123e4567e89b12d3a456426614174000"), hex("1-1-1-1-1"), hex("123E4567-E89B-12D3-A456-426614174000"),
            hex("zz3e4567-e89b-12d3-a456-426614174000"), hex("123e4567-e89b-12d3-a456-4266141740001"), hex("1123e4567-e89b-12d3-a456-42661417400"));
        malformed("Void", Serdes.Void(), "", "00");
        malformed("String", Serdes.String(), "", "ff", "c3", "e28281ff41", "f0908d");
        Map<String, List<Object>> all = new LinkedHashMap<>();
        all.put("values", ROWS);
        all.put("malformed", MALFORMED);
        Files.write(Path.of(arguments[0]), Json.rows(all).getBytes(StandardCharsets.UTF_8));
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A value as JSON can hold it: numbers that are none, and longs, as text; bytes as hexadecimal digits. */
    private static Object plain(Object value) {
        if (value instanceof byte[]) return HexFormat.of().formatHex((byte[]) value);
        if (value instanceof Bytes) return HexFormat.of().formatHex(((Bytes) value).get());
        if (value instanceof ByteBuffer) return HexFormat.of().formatHex(((ByteBuffer) value).array());
        if (value instanceof Long || value instanceof UUID) return value.toString();
        if (value instanceof Float) return String.valueOf(((Float) value).doubleValue());
        if (value instanceof Double) return value.toString();
        if (value instanceof List) {
            List<Object> list = new ArrayList<>();
            for (Object element : (List<?>) value) list.add(plain(element));
            return list;
        }
        return value;
    }

    private static void row(String serde, String inner, String charset, Object value, byte[] bytes) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("serde", serde);
        if (inner != null) row.put("inner", PACKAGE + "Serdes$" + inner + "Serde");
        if (charset != null) row.put("charset", charset);
        row.put("value", plain(value));
        row.put("bytes", HexFormat.of().formatHex(bytes));
        ROWS.add(row);
    }

    @SafeVarargs
    private static <T> void all(String name, Serde<T> serde, T... values) {
        for (T value : values) row(name, null, null, value, serde.serializer().serialize("t", value));
    }

    @SafeVarargs
    private static <T> void list(String inner, Serde<T> serde, T... elements) {
        List<T> list = new ArrayList<>(Arrays.asList(elements));
        row("List", inner, null, list, Serdes.ListSerde(ArrayList.class, serde).serializer().serialize("t", list));
    }

    private static void charset(String charset, String... values) {
        Serializer<String> serializer = Serdes.String().serializer();
        serializer.configure(Map.of("value.serializer.encoding", charset), false);
        Deserializer<String> deserializer = Serdes.String().deserializer();
        deserializer.configure(Map.of("value.deserializer.encoding", charset), false);
        for (String value : values) {
            byte[] bytes = serializer.serialize("t", value);
            row("String", null, charset, value, bytes);
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("serde", "String");
            row.put("charset", charset);
            row.put("bytes", HexFormat.of().formatHex(bytes));
            row.put("value", deserializer.deserialize("t", bytes));
            MALFORMED.add(row);
        }
    }

    private static <T> void malformed(String name, Serde<T> serde, String... inputs) {
        for (String input : inputs) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("serde", name);
            row.put("bytes", input);
            try {
                row.put("value", plain(serde.deserializer().deserialize("t", HexFormat.of().parseHex(input))));
            } catch (RuntimeException thrown) {
                row.put("exception", thrown.getClass().getSimpleName());
            }
            MALFORMED.add(row);
        }
    }
}
