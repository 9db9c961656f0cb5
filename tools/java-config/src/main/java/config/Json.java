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

    /** The same on one line. */
    static String compact(Object value) {
        StringBuilder out = new StringBuilder();
        write(out, value, null);
        return out.toString();
    }

    /** An object of lists, each element of them on a line of its own. */
    static String rows(Map<String, ? extends Collection<?>> lists) {
        StringBuilder out = new StringBuilder("{");
        String comma = "\n";
        for (Map.Entry<String, ? extends Collection<?>> list : lists.entrySet()) {
            out.append(comma).append("\"").append(list.getKey()).append("\": [\n");
            String separator = "  ";
            for (Object row : list.getValue()) {
                out.append(separator).append(compact(row));
                separator = ",\n  ";
            }
            out.append("\n]");
            comma = ",\n";
        }
        return out.append("\n}\n").toString();
    }

    /** `indent` null: everything on one line. */
    private static void write(StringBuilder out, Object value, String indent) {
        if (value == null || value instanceof Boolean || value instanceof Number) {
            out.append(value);
        } else if (value instanceof Map) {
            out.append('{');
            String separator = "";
            for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
                out.append(separator);
                next(out, indent);
                quote(out, entry.getKey().toString());
                out.append(": ");
                write(out, entry.getValue(), deeper(indent));
                separator = indent == null ? ", " : ",";
            }
            end(out, '}', indent, separator.isEmpty());
        } else if (value instanceof Collection) {
            out.append('[');
            String separator = "";
            for (Object element : (Collection<?>) value) {
                out.append(separator);
                next(out, indent);
                write(out, element, deeper(indent));
                separator = indent == null ? ", " : ",";
            }
            end(out, ']', indent, separator.isEmpty());
        } else {
            quote(out, value.toString());
        }
    }

    private static String deeper(String indent) {
        return indent == null ? null : indent + "  ";
    }

    private static void next(StringBuilder out, String indent) {
        if (indent != null) out.append('\n').append(deeper(indent));
    }

    private static void end(StringBuilder out, char bracket, String indent, boolean empty) {
        if (indent != null && !empty) out.append('\n').append(indent);
        out.append(bracket);
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
