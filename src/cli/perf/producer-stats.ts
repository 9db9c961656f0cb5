/** Number of latencies kept for the percentiles. In a longer run, only every n-th is kept. */
const SAMPLES = 500_000;

interface Tally {
  count: number;
  bytes: number;
  totalLatency: number;
  maxLatency: number;
}

const emptyTally = (): Tally => ({ count: 0, bytes: 0, totalLatency: 0, maxLatency: 0 });

function add(tally: Tally, latencyMs: number, bytes: number): void {
  tally.count++;
  tally.bytes += bytes;
  tally.totalLatency += latencyMs;
  if (latencyMs > tally.maxLatency) tally.maxLatency = latencyMs;
}

const MB = 1024 * 1024;

/** The output of kafka-producer-perf-test, line by line. */
export class ProducerStats {
  readonly #print: (line: string) => void;
  readonly #reportingMs: number;
  readonly #sampling: number;
  readonly #latencies: Int32Array;
  readonly #label: string;
  #sampled = 0;
  #total = emptyTally();
  #window = emptyTally();
  readonly #start = Date.now();
  #windowStart = Date.now();

  constructor(options: { records: number; reportingMs: number; label?: string; print: (line: string) => void }) {
    this.#print = options.print;
    this.#reportingMs = options.reportingMs;
    this.#label = options.label ?? '';
    this.#sampling = Math.max(1, Math.floor(options.records / Math.min(options.records, SAMPLES)));
    this.#latencies = new Int32Array(Math.ceil(options.records / this.#sampling) + 1);
  }

  /** A record was acknowledged; times in whole ms. */
  record(latencyMs: number, bytes: number, now: number): void {
    if (this.#total.count % this.#sampling === 0) this.#latencies[this.#sampled++] = latencyMs;
    add(this.#total, latencyMs, bytes);
    add(this.#window, latencyMs, bytes);
    if (now - this.#windowStart >= this.#reportingMs) this.#printWindow(now);
  }

  #printWindow(now: number): void {
    const { count, bytes, totalLatency, maxLatency } = this.#window;
    const seconds = Math.max(1, now - this.#windowStart) / 1000;
    this.#print(
      `${count} records sent, ${(count / seconds).toFixed(1)} records/sec (${(bytes / seconds / MB).toFixed(2)} MB/sec), ` +
        `${(totalLatency / count).toFixed(1)} ms avg latency, ${maxLatency.toFixed(1)} ms max latency.`,
    );
    this.#window = emptyTally();
    this.#windowStart = now;
  }

  printTotal(): void {
    const { count, bytes, totalLatency, maxLatency } = this.#total;
    const seconds = Math.max(1, Date.now() - this.#start) / 1000;
    const sorted = this.#latencies.subarray(0, this.#sampled).sort();
    const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
    this.#print(
      `${count} ${this.#label}records sent, ${(count / seconds).toFixed(6)} records/sec (${(bytes / seconds / MB).toFixed(2)} MB/sec), ` +
        `${(count === 0 ? 0 : totalLatency / count).toFixed(2)} ms avg latency, ${maxLatency.toFixed(2)} ms max latency, ` +
        `${at(0.5)} ms 50th, ${at(0.95)} ms 95th, ${at(0.99)} ms 99th, ${at(0.999)} ms 99.9th.`,
    );
  }
}
