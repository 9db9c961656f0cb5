import type { Headers } from '../../index';
import type { NodeHeaders, RecordContext, Receiver } from '../task/nodes/node';
import type { BytesOrText, OutputRecord, RecordCollector } from '../task/queues/input-record';
import type { Measure } from './measures';

/** When the records of this run of the task are processed: read once for all of them. */
export interface BatchClock {
  now: number;
}

/** Records and bytes of one topic. */
export interface Traffic {
  records: number;
  bytes: number;
}

const lengthOf = (data: BytesOrText | null): number => (data === null ? 0 : Buffer.byteLength(data));

/** `size`: of key and value. */
function bytesOf(size: number, headers: Headers | undefined): number {
  let bytes = size;
  for (const [name, data] of headers ?? []) bytes += name.length + (data?.length ?? 0);
  return bytes;
}

/** Traffic by topic: mostly one after the other is of the same. */
class TrafficOfTopics {
  #topic: string | undefined;
  #traffic: Traffic | undefined;
  readonly #create: (topic: string) => Traffic;

  constructor(create: (topic: string) => Traffic) {
    this.#create = create;
  }

  add(topic: string, bytes: number): void {
    if (topic !== this.#topic) {
      this.#topic = topic;
      this.#traffic = this.#create(topic);
    }
    this.#traffic!.records++;
    this.#traffic!.bytes += bytes;
  }
}

/** A node without a successor, with the time that records have taken to come there. */
export class MeasuredEnd implements Receiver {
  readonly name: string;
  readonly #node: Receiver;
  readonly #clock: BatchClock;
  readonly #latency: Measure;

  constructor(node: Receiver, clock: BatchClock, latency: Measure) {
    this.name = node.name;
    this.#node = node;
    this.#clock = clock;
    this.#latency = latency;
  }

  receive(key: unknown, value: unknown, old: unknown, timestamp: number, headers: NodeHeaders): void {
    this.#node.receive(key, value, old, timestamp, headers);
    const { now } = this.#clock;
    this.#latency.record(now - timestamp, now);
  }
}

/** What is measured of a source. */
interface SourceParts {
  readonly clock: BatchClock;
  readonly record: RecordContext;
  readonly latency: Measure;
  /** undefined: not the level. */
  readonly debug: { readonly processed: Measure; readonly lateness: () => void } | undefined;
  readonly consumed: (topic: string) => Traffic;
}

/** The beginning of a subtopology, with what comes in. */
export class MeasuredSource implements Receiver {
  readonly name: string;
  readonly #node: Receiver;
  readonly #parts: SourceParts;
  readonly #traffic: TrafficOfTopics;

  constructor(node: Receiver, parts: SourceParts) {
    this.name = node.name;
    this.#node = node;
    this.#parts = parts;
    this.#traffic = new TrafficOfTopics(parts.consumed);
  }

  receive(key: unknown, value: unknown, old: unknown, timestamp: number, headers: NodeHeaders): void {
    const { clock, record, latency, debug } = this.#parts;
    const raw = record.raw!;
    this.#traffic.add(record.topic!, bytesOf(raw.size ?? lengthOf(raw.key) + lengthOf(raw.value), headers));
    latency.record(clock.now - timestamp, clock.now);
    if (debug) {
      debug.processed.record(1, clock.now);
      debug.lateness();
    }
    this.#node.receive(key, value, old, timestamp, headers);
  }
}

/** Counts what sinks send. Changelogs and dead letters are sent by none. */
export class MeasuredCollector implements RecordCollector {
  readonly #collector: RecordCollector;
  readonly #produced: (node: string, topic: string) => Traffic;
  readonly #ofNodes = new Map<string, TrafficOfTopics>();

  constructor(collector: RecordCollector, produced: (node: string, topic: string) => Traffic) {
    this.#collector = collector;
    this.#produced = produced;
  }

  partitionCount(topic: string): number | undefined {
    return this.#collector.partitionCount(topic);
  }

  send(record: OutputRecord, node: string | undefined): void {
    this.#collector.send(record, node);
    if (node === undefined) return;
    let traffic = this.#ofNodes.get(node);
    if (!traffic) {
      traffic = new TrafficOfTopics((topic) => this.#produced(node, topic));
      this.#ofNodes.set(node, traffic);
    }
    traffic.add(record.topic, bytesOf(lengthOf(record.key) + lengthOf(record.value), record.headers));
  }
}
