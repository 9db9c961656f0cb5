// Shared by the JavaScript drivers: flags (those of c/bench.h), clocks, and the one line of JSON that each prints.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

export function readOptions() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      servers: { type: 'string', short: 'b' },
      topic: { type: 'string', short: 't' },
      count: { type: 'string', short: 'n' },
      warmup: { type: 'string', short: 'w', default: '0' },
      size: { type: 'string', short: 's', default: '100' },
      mode: { type: 'string', short: 'm', default: '' },
      'in-flight': { type: 'string', short: 'f', default: '0' },
      clients: { type: 'string', short: 'c', default: '1' },
      partitions: { type: 'string', short: 'p', default: '1' },
      rate: { type: 'string', short: 'r', default: '0' },
      group: { type: 'string', short: 'g', default: 'bench' },
      property: { type: 'string', short: 'X', multiple: true, default: [] },
    },
  });
  const properties = Object.fromEntries(
    values.property.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
  );
  return {
    kind: positionals[0],
    servers: values.servers,
    topic: values.topic,
    count: Number(values.count),
    warmup: Number(values.warmup),
    size: Number(values.size),
    mode: values.mode,
    inFlight: Number(values['in-flight']),
    clients: Number(values.clients),
    partitions: Number(values.partitions),
    rate: Number(values.rate),
    group: values.group,
    properties,
    /** Properties given as prefix.name=value. */
    propertiesOf: (prefix) =>
      Object.fromEntries(
        Object.entries(properties)
          .filter(([name]) => name.startsWith(`${prefix}.`))
          .map(([name, value]) => [name.slice(prefix.length + 1), value]),
      ),
  };
}

/** Seconds. */
export const now = () => performance.now() / 1000;

const cpuSeconds = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

/** CPU time of the JavaScript thread only. Linux only, otherwise NaN. */
const mainThreadSeconds = () => {
  try {
    return Number(readFileSync('/proc/thread-self/schedstat', 'utf8').split(' ')[0]) / 1e9;
  } catch {
    return NaN;
  }
};

export class Stopwatch {
  #wall = now();
  #cpu = cpuSeconds();
  #mainThread = mainThreadSeconds();

  /** Stops the watch and returns the result to print. */
  result({ messages, bytes, checksum = 0, errors = 0, ...more }) {
    return {
      ...more,
      messages,
      bytes,
      seconds: now() - this.#wall,
      cpu: cpuSeconds() - this.#cpu,
      mainThreadCpu: mainThreadSeconds() - this.#mainThread,
      rssKb: process.resourceUsage().maxRSS,
      checksum,
      errors,
    };
  }
}

/** Percentiles in µs of latencies in seconds. */
export function latencies(seconds) {
  const sorted = Float64Array.from(seconds).sort();
  const at = (share) => Math.round(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] * 1e7) / 10;
  return { p50: at(0.5), p90: at(0.9), p99: at(0.99), p999: at(0.999) };
}

/** Times one send after the other. `one(i)` resolves when message i is acknowledged. */
export async function timeEachSend(options, one, about) {
  for (let i = 0; i < options.warmup; i++) await one(i);
  const took = new Float64Array(options.count);
  const watch = new Stopwatch();
  for (let i = 0; i < options.count; i++) {
    const begin = now();
    await one(i);
    took[i] = now() - begin;
  }
  return watch.result({
    messages: options.count,
    bytes: options.count * options.size,
    ...latencies(took),
    ...about,
  });
}

/** Adds up the messages that a consumer has received. Its watch starts after the warm-up. */
export class Intake {
  seen = 0;
  checksum = 0;
  bytes = 0;
  #start = -1;
  #bytesAtStart = 0;
  #watch;
  #warmup;
  #end;

  constructor({ warmup, count }) {
    this.#warmup = warmup;
    this.#end = warmup + count;
  }

  get isDone() {
    return this.seen >= this.#end;
  }

  get missing() {
    return this.#end - this.seen;
  }

  /** To be called after each batch, or often enough. */
  batch(messages, bytes, checksum) {
    this.seen += messages;
    this.bytes += bytes;
    this.checksum += checksum;
    if (this.#start < 0 && this.seen > 0 && this.seen >= this.#warmup) {
      this.#start = this.seen;
      this.#bytesAtStart = this.bytes;
      this.#watch = new Stopwatch();
    }
  }

  result(more = {}) {
    return this.#watch.result({
      messages: this.seen - this.#start,
      bytes: this.bytes - this.#bytesAtStart,
      checksum: this.checksum,
      read: this.seen,
      ...more,
    });
  }
}

/** Runs the function named by the first argument and prints what it returns. */
export async function main(kinds) {
  const options = readOptions();
  const run = kinds[options.kind];
  if (run === undefined)
    throw new Error(
      `unknown kind '${options.kind}'. Valid kinds, as the first argument: ${Object.keys(kinds).join(', ')}`,
    );
  const result = await run(options);
  process.stdout.write(`${JSON.stringify(result)}\n`);
  return result;
}
