import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.*;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.processor.TopicNameExtractor;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorSupplier;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** Builds the topology of a case: each step is a call of the DSL, its results are kept by name. */
@SuppressWarnings({"unchecked", "rawtypes"})
final class Topologies {
    private final StreamsBuilder builder = new StreamsBuilder();
    private final Map<String, Object> made = new HashMap<>();

    static Topology build(final JsonNode test) {
        final Topologies topologies = new Topologies();
        for (final JsonNode step : test.get("steps")) topologies.add(step);
        final Properties config = new Properties();
        if (test.path("reuses").asBoolean())
            config.put(StreamsConfig.TOPOLOGY_OPTIMIZATION_CONFIG, StreamsConfig.REUSE_KTABLE_SOURCE_TOPICS);
        return topologies.builder.build(config);
    }

    private static String optional(final JsonNode node, final String name) {
        return node == null || node.get(name) == null || node.get(name).isNull() ? null : node.get(name).asText();
    }

    private static Serde<Object> serde(final JsonNode node, final String name) {
        final String type = optional(node, name);
        return type == null ? null : Functions.serde(type);
    }

    private static Named named(final JsonNode step) {
        final String name = optional(step, "name");
        return name == null ? null : Named.as(name);
    }

    private static Materialized materialized(final JsonNode step) {
        final JsonNode options = step.get("materialized");
        if (options == null || options.isNull()) return null;
        final String store = optional(options, "storeName");
        Materialized result = store == null ? Materialized.with(null, null) : Materialized.as(store);
        if (serde(options, "key") != null) result = result.withKeySerde(serde(options, "key"));
        if (serde(options, "value") != null) result = result.withValueSerde(serde(options, "value"));
        if (options.hasNonNull("retention")) result = result.withRetention(Duration.ofMillis(options.get("retention").asLong()));
        return options.get("isLogged").asBoolean() ? result : result.withLoggingDisabled();
    }

    private static Consumed consumed(final JsonNode step) {
        Consumed consumed = Consumed.with(serde(step, "key"), serde(step, "value"));
        if (optional(step, "name") != null) consumed = consumed.withName(optional(step, "name"));
        final String extractor = optional(step, "extractor");
        if (extractor != null)
            consumed = consumed.withTimestampExtractor((record, time) -> Functions.timestamp(extractor, record.timestamp(), time));
        return consumed;
    }

    private static Grouped grouped(final JsonNode step) {
        final JsonNode options = step.get("grouped");
        if (options == null || options.isNull()) return null;
        return Grouped.with(optional(options, "name"), serde(options, "key"), serde(options, "value"));
    }

    private void add(final JsonNode step) {
        final Object on = step.has("on") ? made.get(step.get("on").asText()) : null;
        final Object other = step.has("other") ? made.get(step.get("other").asText()) : null;
        final Object result;
        switch (step.get("op").asText()) {
            case "stream": result = stream(step); break;
            case "table": result = table(step); break;
            case "globalTable": result = globalTable(step); break;
            case "globalStore":
                result = builder.addGlobalStore(store(step), step.get("topic").asText(), consumed(step), () -> new GlobalStores(step));
                break;
            case "store": result = builder.addStateStore(store(step)); break;
            case "split": split(step, (KStream) on); return;
            case "cogroup": result = Cogrouping.aggregate(step, made, named(step), materialized(step)); break;
            case "windowedBy": result = Windowing.windowedBy((KGroupedStream) on, step.get("windows")); break;
            case "count": case "reduce": case "aggregate":
                result = on instanceof TimeWindowedKStream || on instanceof SessionWindowedKStream
                    ? Windowing.aggregate(step, on, named(step), materialized(step))
                    : aggregate(step, on);
                break;
            case "foreignJoin": case "foreignLeftJoin":
                result = ForeignKeys.join(step, (KTable) on, (KTable) other, materialized(step));
                break;
            default:
                result = on instanceof KStream ? ofStream(step, (KStream) on, other) : ofTable(step, (KTable) on, other);
        }
        if (step.has("as")) made.put(step.get("as").asText(), result);
    }

    private KStream stream(final JsonNode step) {
        if (step.hasNonNull("pattern")) return builder.stream(Pattern.compile(step.get("pattern").asText()), consumed(step));
        final List<String> topics = new ArrayList<>();
        for (final JsonNode topic : step.get("topics")) topics.add(topic.asText());
        return builder.stream(topics, consumed(step));
    }

    private KTable table(final JsonNode step) {
        final Materialized materialized = materialized(step);
        final String topic = step.get("topic").asText();
        return materialized == null
            ? builder.table(topic, consumed(step))
            : builder.table(topic, consumed(step), materialized);
    }

    private GlobalKTable globalTable(final JsonNode step) {
        final Materialized materialized = materialized(step);
        final String topic = step.get("topic").asText();
        return materialized == null
            ? builder.globalTable(topic, consumed(step))
            : builder.globalTable(topic, consumed(step), materialized);
    }

    private static StoreBuilder store(final JsonNode step) {
        final String name = step.get("store").asText();
        if (!step.get("kind").asText().equals("keyValue")) {
            final StoreBuilder timed = TimedStores.builder(step, serde(step, "key"), serde(step, "value"));
            return step.get("isLogged").asBoolean() ? timed : timed.withLoggingDisabled();
        }
        final KeyValueBytesStoreSupplier supplier = step.get("most").isNull()
            ? Stores.inMemoryKeyValueStore(name)
            : Stores.lruMap(name, step.get("most").asInt());
        final StoreBuilder store = step.get("isTimestamped").asBoolean()
            ? Stores.timestampedKeyValueStoreBuilder(supplier, serde(step, "key"), serde(step, "value"))
            : Stores.keyValueStoreBuilder(supplier, serde(step, "key"), serde(step, "value"));
        return step.get("isLogged").asBoolean() ? store : store.withLoggingDisabled();
    }

    private void split(final JsonNode step, final KStream on) {
        BranchedKStream split = named(step) == null ? on.split() : on.split(named(step));
        for (final JsonNode branch : step.get("branches")) {
            final String fn = branch.get("fn").asText();
            final Predicate predicate = (key, value) -> Functions.test(fn, key, value);
            final Branched branched = branched(branch);
            split = branched == null ? split.branch(predicate) : split.branch(predicate, branched);
        }
        final JsonNode last = step.get("default");
        final Branched branched = last.isNull() ? null : branched(last);
        final Map<String, KStream> branches = last.isNull()
            ? split.noDefaultBranch()
            : branched == null ? split.defaultBranch() : split.defaultBranch(branched);
        for (final JsonNode branch : step.get("results"))
            made.put(branch.get("as").asText(), branches.get(branch.get("branch").asText()));
    }

    private Branched branched(final JsonNode branch) {
        final String name = optional(branch, "name");
        final String form = branch.get("form").asText();
        if (form.equals("function")) {
            final java.util.function.Function chain = stream -> ((KStream) stream).filter((key, value) -> Functions.test("most", key, value));
            return name == null ? Branched.withFunction(chain) : Branched.withFunction(chain, name);
        }
        if (form.equals("consumer")) {
            final java.util.function.Consumer chain = stream -> made.put(branch.get("as").asText(), stream);
            return name == null ? Branched.withConsumer(chain) : Branched.withConsumer(chain, name);
        }
        return name == null ? null : Branched.as(name);
    }

    private Object ofStream(final JsonNode step, final KStream on, final Object other) {
        final String fn = optional(step, "fn");
        final String k = optional(step, "k");
        final String v = optional(step, "v");
        final Named named = named(step);
        switch (step.get("op").asText()) {
            case "filter": {
                final Predicate predicate = (key, value) -> Functions.test(fn, key, value);
                return named == null ? on.filter(predicate) : on.filter(predicate, named);
            }
            case "filterNot": {
                final Predicate predicate = (key, value) -> Functions.test(fn, key, value);
                return named == null ? on.filterNot(predicate) : on.filterNot(predicate, named);
            }
            case "map": {
                final KeyValueMapper mapper = (key, value) -> Functions.pair(fn, k, v, key, value);
                return named == null ? on.map(mapper) : on.map(mapper, named);
            }
            case "mapValues": {
                final ValueMapperWithKey mapper = (key, value) -> Functions.map(fn, v, value, key);
                return named == null ? on.mapValues(mapper) : on.mapValues(mapper, named);
            }
            case "flatMap": {
                final KeyValueMapper mapper = (key, value) -> {
                    final List<Object> pairs = new ArrayList<>();
                    for (final Object one : Functions.several(fn, v, key, value)) pairs.add(KeyValue.pair(Functions.map(fn, k, value, one), one));
                    return pairs;
                };
                return named == null ? on.flatMap(mapper) : on.flatMap(mapper, named);
            }
            case "flatMapValues": {
                final ValueMapperWithKey mapper = (key, value) -> Functions.several(fn, v, value, key);
                return named == null ? on.flatMapValues(mapper) : on.flatMapValues(mapper, named);
            }
            case "selectKey": {
                final KeyValueMapper mapper = (key, value) -> Functions.map(fn, k, value, key);
                return named == null ? on.selectKey(mapper) : on.selectKey(mapper, named);
            }
            case "peek": {
                final ForeachAction action = (key, value) -> Functions.test(fn, key, value);
                return named == null ? on.peek(action) : on.peek(action, named);
            }
            case "foreach": {
                final ForeachAction action = (key, value) -> Functions.test(fn, key, value);
                if (named == null) on.foreach(action);
                else on.foreach(action, named);
                return null;
            }
            case "merge": return named == null ? on.merge((KStream) other) : on.merge((KStream) other, named);
            case "repartition": {
                Repartitioned options = Repartitioned.with(serde(step, "key"), serde(step, "value"));
                if (optional(step, "name") != null) options = options.withName(optional(step, "name"));
                if (!step.get("partitions").isNull()) options = options.withNumberOfPartitions(step.get("partitions").asInt());
                return step.get("isPlain").asBoolean() ? on.repartition() : on.repartition(options);
            }
            case "to": {
                final Produced plain = Produced.with(serde(step, "key"), serde(step, "value"));
                final StreamPartitioner partitioner = (topic, key, value, count) -> Functions.partitions(key, value);
                final Produced produced = step.get("isPartitioned").asBoolean() ? plain.withStreamPartitioner(partitioner) : plain;
                final Produced named2 = optional(step, "name") == null ? produced : produced.withName(optional(step, "name"));
                if (step.get("isDynamic").asBoolean()) {
                    final TopicNameExtractor extractor = (key, value, context) -> Functions.topic(key, value);
                    on.to(extractor, named2);
                } else {
                    on.to(step.get("topic").asText(), named2);
                }
                return null;
            }
            case "toTable": {
                final Materialized materialized = materialized(step);
                if (named == null) return materialized == null ? on.toTable() : on.toTable(materialized);
                return materialized == null ? on.toTable(named) : on.toTable(named, materialized);
            }
            case "groupByKey": return grouped(step) == null ? on.groupByKey() : on.groupByKey(grouped(step));
            case "groupBy": {
                final KeyValueMapper selector = (key, value) -> Functions.map(fn, k, value, key);
                return grouped(step) == null ? on.groupBy(selector) : on.groupBy(selector, grouped(step));
            }
            case "streamJoin": case "streamLeftJoin": case "streamOuterJoin":
                return StreamJoins.join(step, on, (KStream) other);
            case "join": case "leftJoin": return joinTable(step, on, (KTable) other);
            case "globalJoin": case "globalLeftJoin": return joinGlobal(step, on, (GlobalKTable) other);
            case "process": {
                final ProcessorSupplier supplier = () -> new Processors.Free(step);
                final String[] stores = stores(step);
                return named == null ? on.process(supplier, stores) : on.process(supplier, named, stores);
            }
            case "processValues": {
                final FixedKeyProcessorSupplier supplier = () -> new Processors.FixedKey(step);
                final String[] stores = stores(step);
                return named == null ? on.processValues(supplier, stores) : on.processValues(supplier, named, stores);
            }
            default: throw new IllegalArgumentException(step.toString());
        }
    }

    private static String[] stores(final JsonNode step) {
        final boolean isConnected = optional(step, "store") != null && !step.get("isGlobal").asBoolean();
        return isConnected ? new String[] {step.get("store").asText()} : new String[0];
    }

    private Object joinTable(final JsonNode step, final KStream on, final KTable table) {
        final String fn = step.get("fn").asText();
        final String v = step.get("v").asText();
        final ValueJoinerWithKey joiner = (key, a, b) -> Functions.join(fn, v, key, a, b);
        final Joined joined = Joined.with(serde(step, "key"), serde(step, "value"), null, optional(step, "name"));
        final boolean isPlain = step.get("isPlain").asBoolean();
        if (step.get("op").asText().equals("join")) return isPlain ? on.join(table, joiner) : on.join(table, joiner, joined);
        return isPlain ? on.leftJoin(table, joiner) : on.leftJoin(table, joiner, joined);
    }

    private Object joinGlobal(final JsonNode step, final KStream on, final GlobalKTable table) {
        final String fn = step.get("fn").asText();
        final String keyFn = step.get("keyFn").asText();
        final String tableKey = step.get("tableKey").asText();
        final String v = step.get("v").asText();
        final KeyValueMapper selector = (key, value) -> Functions.map(keyFn, tableKey, value, key);
        final ValueJoinerWithKey joiner = (key, a, b) -> Functions.join(fn, v, key, a, b);
        final Named named = named(step);
        if (step.get("op").asText().equals("globalJoin"))
            return named == null ? on.join(table, selector, joiner) : on.join(table, selector, joiner, named);
        return named == null ? on.leftJoin(table, selector, joiner) : on.leftJoin(table, selector, joiner, named);
    }

    private Object aggregate(final JsonNode step, final Object on) {
        final String op = step.get("op").asText();
        final String fn = optional(step, "fn");
        final String minus = optional(step, "minus");
        final String v = step.get("v").asText();
        final Named named = named(step);
        final Materialized with = materialized(step);
        final Materialized full = with == null ? Materialized.with(null, null) : with;
        final Initializer initializer = () -> Functions.initial(step.get("initial").asText(), v);
        final Aggregator adder = (key, value, aggregate) -> Functions.aggregate(fn, v, key, value, aggregate);
        final Aggregator subtractor = (key, value, aggregate) -> Functions.aggregate(minus, v, key, value, aggregate);
        final Reducer plus = (a, b) -> Functions.aggregate(fn, v, null, b, a);
        final Reducer less = (a, b) -> Functions.aggregate(minus, v, null, b, a);
        if (on instanceof KGroupedStream) {
            final KGroupedStream group = (KGroupedStream) on;
            if (op.equals("count")) {
                if (named == null) return with == null ? group.count() : group.count(with);
                return with == null ? group.count(named) : group.count(named, with);
            }
            if (op.equals("reduce")) {
                if (named != null) return group.reduce(plus, named, full);
                return with == null ? group.reduce(plus) : group.reduce(plus, with);
            }
            if (named != null) return group.aggregate(initializer, adder, named, full);
            return with == null ? group.aggregate(initializer, adder) : group.aggregate(initializer, adder, with);
        }
        final KGroupedTable group = (KGroupedTable) on;
        if (op.equals("count")) {
            if (named == null) return with == null ? group.count() : group.count(with);
            return with == null ? group.count(named) : group.count(named, with);
        }
        if (op.equals("reduce")) {
            if (named != null) return group.reduce(plus, less, named, full);
            return with == null ? group.reduce(plus, less) : group.reduce(plus, less, with);
        }
        if (named != null)
            return with == null
                ? group.aggregate(initializer, adder, subtractor, named)
                : group.aggregate(initializer, adder, subtractor, named, with);
        return with == null
            ? group.aggregate(initializer, adder, subtractor)
            : group.aggregate(initializer, adder, subtractor, with);
    }

    private Object ofTable(final JsonNode step, final KTable on, final Object other) {
        final String fn = optional(step, "fn");
        final String k = optional(step, "k");
        final String v = optional(step, "v");
        final Named named = named(step);
        final Materialized with = materialized(step);
        switch (step.get("op").asText()) {
            case "tableFilter": case "tableFilterNot": {
                final Predicate predicate = (key, value) -> Functions.test(fn, key, value);
                if (step.get("op").asText().equals("tableFilter")) {
                    if (named == null) return with == null ? on.filter(predicate) : on.filter(predicate, with);
                    return with == null ? on.filter(predicate, named) : on.filter(predicate, named, with);
                }
                if (named == null) return with == null ? on.filterNot(predicate) : on.filterNot(predicate, with);
                return with == null ? on.filterNot(predicate, named) : on.filterNot(predicate, named, with);
            }
            case "tableMapValues": {
                final ValueMapperWithKey mapper = (key, value) -> Functions.map(fn, v, value, key);
                if (named == null) return with == null ? on.mapValues(mapper) : on.mapValues(mapper, with);
                return with == null ? on.mapValues(mapper, named) : on.mapValues(mapper, named, with);
            }
            case "suppress": return Suppressing.suppress(step, on);
            case "toStream": {
                if (fn == null) return named == null ? on.toStream() : on.toStream(named);
                final KeyValueMapper mapper = (key, value) -> Functions.map(fn, k, value, key);
                return named == null ? on.toStream(mapper) : on.toStream(mapper, named);
            }
            case "tableGroupBy": {
                final KeyValueMapper selector = (key, value) -> Functions.pair(fn, k, v, key, value);
                return grouped(step) == null ? on.groupBy(selector) : on.groupBy(selector, grouped(step));
            }
            default: return joinTables(step, on, (KTable) other, named, with);
        }
    }

    private Object joinTables(
            final JsonNode step, final KTable on, final KTable other, final Named named, final Materialized with) {
        final String fn = step.get("fn").asText();
        final String v = step.get("v").asText();
        final ValueJoiner joiner = (a, b) -> Functions.join(fn, v, null, a, b);
        switch (step.get("op").asText()) {
            case "tableJoin":
                if (named == null) return with == null ? on.join(other, joiner) : on.join(other, joiner, with);
                return with == null ? on.join(other, joiner, named) : on.join(other, joiner, named, with);
            case "tableLeftJoin":
                if (named == null) return with == null ? on.leftJoin(other, joiner) : on.leftJoin(other, joiner, with);
                return with == null ? on.leftJoin(other, joiner, named) : on.leftJoin(other, joiner, named, with);
            case "tableOuterJoin":
                if (named == null) return with == null ? on.outerJoin(other, joiner) : on.outerJoin(other, joiner, with);
                return with == null ? on.outerJoin(other, joiner, named) : on.outerJoin(other, joiner, named, with);
            default: throw new IllegalArgumentException(step.toString());
        }
    }
}
