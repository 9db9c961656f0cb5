import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.kstream.WindowedSerdes;

/** The functions of cases, by name; functions.ts has the same. Data are texts (type S) or Longs (type I). */
final class Functions {
    private Functions() {}

    static String text(final Object data) {
        return data == null ? "~" : data.toString();
    }

    /** A small number that depends on every character. */
    static int hash(final String text) {
        int sum = 0;
        for (int i = 0; i < text.length(); i++) sum = (sum * 31 + text.charAt(i)) % 1009;
        return sum;
    }

    /** Data of a type, made of a text. Texts stay short. */
    static Object make(final String type, final String text) {
        if (type.equals("I")) return (long) (hash(text) % 9 - 2);
        return text.length() <= 8 ? text : "#" + hash(text) % 100;
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    static Serde<Object> serde(final String type) {
        if (type.startsWith("T"))
            return (Serde) WindowedSerdes.timeWindowedSerdeFrom(
                (Class) classOf(type), Long.parseLong(type.substring(1, type.indexOf(':'))));
        if (type.startsWith("X")) return (Serde) WindowedSerdes.sessionWindowedSerdeFrom((Class) classOf(type));
        return (Serde) (type.equals("I") ? Serdes.Long() : Serdes.String());
    }

    private static Class<?> classOf(final String windowed) {
        return windowed.endsWith("I") ? Long.class : String.class;
    }

    static boolean test(final String name, final Object key, final Object value) {
        final int hash = hash(text(key) + "/" + text(value));
        switch (name) {
            case "some": return hash % 2 == 0;
            case "most": return hash % 3 != 0;
            case "present": return value != null;
            case "absent": return value == null;
            case "byKey": return hash(text(key)) % 2 == 0;
            case "boom":
                if (hash % 4 == 0) throw new IllegalStateException("boom");
                return hash % 2 == 0;
            default: throw new IllegalArgumentException(name);
        }
    }

    /** What a mapper of this name makes of two data. */
    static Object map(final String name, final String type, final Object a, final Object b) {
        final String both = text(a) + text(b);
        switch (name) {
            case "both": return make(type, both);
            case "first": return make(type, text(a));
            case "tail": return make(type, text(a) + "x");
            // One of the keys of sources.
            case "fewKeys": return type.equals("I") ? (long) (hash(both) % 3) : "abc".substring(hash(both) % 3, hash(both) % 3 + 1);
            case "fewOrNull": return hash(both) % 4 == 0 ? null : map("fewKeys", type, a, b);
            case "keepNull": return a == null ? null : make(type, both);
            case "someNull": return hash(both) % 3 == 0 ? null : make(type, both);
            case "boom":
                if (hash(both) % 4 == 0) throw new IllegalStateException("boom");
                return make(type, both);
            default: throw new IllegalArgumentException(name);
        }
    }

    static KeyValue<Object, Object> pair(
            final String name, final String keyType, final String valueType, final Object key, final Object value) {
        if (name.equals("nullPair") && hash(text(key) + text(value)) % 3 == 0) return null;
        final String mapper = name.equals("nullPair") ? "both" : name;
        return KeyValue.pair(map(mapper, keyType, value, key), map(mapper, valueType, key, value));
    }

    static List<Object> several(final String name, final String type, final Object a, final Object b) {
        final List<Object> result = new ArrayList<>();
        final int count = hash(text(a) + text(b)) % 4;
        for (int i = 0; i < count; i++) result.add(map(name, type, a, text(b) + i));
        return result;
    }

    static Object aggregate(
            final String name, final String type, final Object key, final Object value, final Object aggregate) {
        final String all = text(aggregate) + text(value);
        switch (name) {
            case "append": return make(type, all);
            case "withKey": return make(type, all + text(key));
            case "someNull": return hash(all) % 4 == 0 ? null : make(type, all);
            case "keep": return aggregate;
            default: throw new IllegalArgumentException(name);
        }
    }

    static Object initial(final String name, final String type) {
        return name.equals("null") ? null : make(type, name);
    }

    static Object join(final String name, final String type, final Object key, final Object a, final Object b) {
        final String all = text(a) + "+" + text(b);
        switch (name) {
            case "plus": return make(type, all);
            case "someNull": return hash(all) % 3 == 0 ? null : make(type, all);
            default: throw new IllegalArgumentException(name);
        }
    }

    static String topic(final Object key, final Object value) {
        return hash(text(key) + text(value)) % 2 == 0 ? "out-even" : "out-odd";
    }

    /** None, the only one, or the default. */
    static Optional<Set<Integer>> partitions(final Object key, final Object value) {
        final int kind = hash(text(key) + text(value)) % 3;
        return kind == 0 ? Optional.of(Set.of()) : kind == 1 ? Optional.of(Set.of(0)) : Optional.empty();
    }

    static long timestamp(final String name, final long timestamp, final long partitionTime) {
        switch (name) {
            case "someNegative": return timestamp % 5 == 3 ? -1 : timestamp;
            case "half": return timestamp / 2;
            case "partition": return timestamp % 3 == 0 ? Math.max(0, partitionTime) : timestamp;
            default: throw new IllegalArgumentException(name);
        }
    }
}
