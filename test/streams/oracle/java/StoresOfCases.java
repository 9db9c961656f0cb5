import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.kstream.EmitStrategy;
import org.apache.kafka.streams.kstream.Windowed;
import org.apache.kafka.streams.state.BuiltInDslStoreSuppliers;
import org.apache.kafka.streams.state.DslSessionParams;
import org.apache.kafka.streams.state.DslWindowParams;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.SessionBytesStoreSupplier;
import org.apache.kafka.streams.state.SessionStore;
import org.apache.kafka.streams.state.WindowBytesStoreSupplier;
import org.apache.kafka.streams.state.WindowStore;
import org.apache.kafka.streams.state.internals.InMemorySessionStore;
import org.apache.kafka.streams.state.internals.InMemoryWindowStore;

/** Java's stores in memory. Those that keep duplicates leave nulls out, as Java's RocksDB: in memory, they move time. */
public final class StoresOfCases extends BuiltInDslStoreSuppliers.InMemoryDslStoreSuppliers {
    @Override
    public void configure(final Map<String, ?> configs) {}

    @Override
    public WindowBytesStoreSupplier windowStore(final DslWindowParams params) {
        final WindowBytesStoreSupplier plain = super.windowStore(params);
        return params.retainDuplicates() ? new Duplicates(plain) : plain;
    }

    @Override
    public SessionBytesStoreSupplier sessionStore(final DslSessionParams params) {
        final SessionBytesStoreSupplier plain = super.sessionStore(params);
        final boolean isFinal = params.emitStrategy().type() == EmitStrategy.StrategyType.ON_WINDOW_CLOSE;
        return isFinal ? new FinalSessions(plain, params.retentionPeriod().toMillis()) : plain;
    }

    /** Sessions by end, start and key, as in Java's RocksDB: in memory, the key comes before the start. */
    private static final class FinalSessions implements SessionBytesStoreSupplier {
        private final SessionBytesStoreSupplier plain;
        private final long retention;

        private FinalSessions(final SessionBytesStoreSupplier plain, final long retention) {
            this.plain = plain;
            this.retention = retention;
        }

        @Override
        public String name() {
            return plain.name();
        }

        @Override
        public String metricsScope() {
            return plain.metricsScope();
        }

        @Override
        public long segmentIntervalMs() {
            return plain.segmentIntervalMs();
        }

        @Override
        public long retentionPeriod() {
            return plain.retentionPeriod();
        }

        @Override
        public SessionStore<Bytes, byte[]> get() {
            return new InMemorySessionStore(name(), retention, metricsScope()) {
                @Override
                public KeyValueIterator<Windowed<Bytes>, byte[]> findSessions(final long earliestEnd, final long latestEnd) {
                    final List<KeyValue<Windowed<Bytes>, byte[]>> found = new ArrayList<>();
                    try (KeyValueIterator<Windowed<Bytes>, byte[]> all = super.findSessions(earliestEnd, latestEnd)) {
                        while (all.hasNext()) found.add(all.next());
                    }
                    found.sort(Comparator
                        .<KeyValue<Windowed<Bytes>, byte[]>>comparingLong(row -> row.key.window().end())
                        .thenComparingLong(row -> row.key.window().start())
                        .thenComparing(row -> row.key.key()));
                    return new Listed(found.iterator());
                }
            };
        }
    }

    private static final class Listed implements KeyValueIterator<Windowed<Bytes>, byte[]> {
        private final Iterator<KeyValue<Windowed<Bytes>, byte[]>> rows;

        private Listed(final Iterator<KeyValue<Windowed<Bytes>, byte[]>> rows) {
            this.rows = rows;
        }

        @Override
        public boolean hasNext() {
            return rows.hasNext();
        }

        @Override
        public KeyValue<Windowed<Bytes>, byte[]> next() {
            return rows.next();
        }

        @Override
        public Windowed<Bytes> peekNextKey() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}
    }

    private static final class Duplicates implements WindowBytesStoreSupplier {
        private final WindowBytesStoreSupplier plain;

        private Duplicates(final WindowBytesStoreSupplier plain) {
            this.plain = plain;
        }

        @Override
        public String name() {
            return plain.name();
        }

        @Override
        public String metricsScope() {
            return plain.metricsScope();
        }

        @Override
        public long segmentIntervalMs() {
            return plain.segmentIntervalMs();
        }

        @Override
        public long windowSize() {
            return plain.windowSize();
        }

        @Override
        public boolean retainDuplicates() {
            return true;
        }

        @Override
        public long retentionPeriod() {
            return plain.retentionPeriod();
        }

        @Override
        public WindowStore<Bytes, byte[]> get() {
            return new InMemoryWindowStore(name(), retentionPeriod(), windowSize(), true, metricsScope()) {
                @Override
                public void put(final Bytes key, final byte[] value, final long start) {
                    if (value != null) super.put(key, value, start);
                }
            };
        }
    }
}
