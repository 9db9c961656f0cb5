import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.BuiltInDslStoreSuppliers;
import org.apache.kafka.streams.state.DslWindowParams;
import org.apache.kafka.streams.state.WindowBytesStoreSupplier;
import org.apache.kafka.streams.state.WindowStore;
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
