package config;

import java.util.Collection;
import java.util.Map;

/** Writes maps, lists, strings, numbers, booleans and null as JSON, two spaces of indentation. */
final class Json {
    private Json() {}

    static String write(Object value) {
        StringBuilder out = new StringBuilder();
        write(out, value, "");
        return out.append('\n').toString();
    }

    private static void write(StringBuilder out, Object value, String indent) {
        if (value == null || value instanceof Boolean || value instanceof Number) {
            out.append(value);
        } else if (value instanceof Map) {
            String inner = indent + "  ";
            String separator = "{\n";
            for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
                out.append(separator).append(inner);
                quote(out, entry.getKey().toString());
                out.append(": ");
                write(out, entry.getValue(), inner);
                separator = ",\n";
            }
            out.append(separator.charAt(0) == '{' ? "{}" : "\n" + indent + "}");
        } else if (value instanceof Collection) {
            String inner = indent + "  ";
            String separator = "[\n";
            for (Object element : (Collection<?>) value) {
                out.append(separator).append(inner);
                write(out, element, inner);
                separator = ",\n";
            }
            out.append(separator.charAt(0) == '[' ? "[]" : "\n" + indent + "]");
        } else {
            quote(out, value.toString());
        }
    }

    private static void quote(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') out.append('\\').append(c);
            else if (c < 0x20 || c > 0x7e) out.append(String.format("\\u%04x", (int) c));
            else out.append(c);
        }
        out.append('"');
    }
}
