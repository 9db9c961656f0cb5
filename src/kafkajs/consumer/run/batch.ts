import type { RecordColumns } from '../../../index';
import type { Batch, KafkaMessage } from '../../types/consumer';
import type { PartitionOffsets } from '../group/offsets';
import { offsetText, timestampText } from './number-text';

/** A record as kafkajs's handlers get it: a plain object that applications may add to. */
export function kafkaMessage(columns: RecordColumns, i: number): KafkaMessage {
  const message = {
    magicByte: 2,
    attributes: 0,
    timestamp: timestampText(columns.timestamp(i)),
    offset: offsetText(columns.offset(i)),
    key: columns.key(i),
    value: columns.value(i),
    headers: headersOf(columns, i),
    isControlRecord: false,
  };
  return message as unknown as KafkaMessage;
}

function headersOf(columns: RecordColumns, i: number): Record<string, Buffer | (Buffer | null)[] | null> {
  const byName: Record<string, Buffer | (Buffer | null)[] | null> = {};
  for (const [name, value] of columns.headers(i)) {
    if (!Object.hasOwn(byName, name)) byName[name] = value;
    else {
      const before = byName[name]!;
      if (Array.isArray(before)) before.push(value);
      else byName[name] = [before, value];
    }
  }
  return byName;
}

/** Records of one partition that were fetched together. */
export class RecordsOfPartition {
  readonly topic: string;
  readonly partition: number;
  /** The records, in their order. */
  readonly columns: readonly RecordColumns[];
  readonly count: number;
  /** The assignment under which they were read. */
  readonly offsets: PartitionOffsets;
  /** The offset after the last record, and after control records that follow it. */
  end: number;
  readonly #endOfPartition: () => number | null;
  #highWatermark: number | undefined;

  /** `endOfPartition`: the offset after the last record in the log; `null`: not known. */
  constructor(
    offsets: PartitionOffsets,
    columns: readonly RecordColumns[],
    end: number,
    endOfPartition: () => number | null,
  ) {
    this.topic = offsets.topic;
    this.partition = offsets.partition;
    this.offsets = offsets;
    this.columns = columns;
    this.count = columns.reduce((sum, { count }) => sum + count, 0);
    this.end = end;
    this.#endOfPartition = endOfPartition;
  }

  get highWatermark(): number {
    this.#highWatermark ??= Math.max(this.#endOfPartition() ?? 0, this.end);
    return this.#highWatermark;
  }

  get first(): number | null {
    return this.columns[0]?.offset(0) ?? null;
  }

  /** For the application. */
  toBatch(): Batch {
    const { topic, partition, end, first } = this;
    const highWatermark = this.highWatermark;
    const messages: KafkaMessage[] = [];
    for (const columns of this.columns) {
      for (let i = 0; i < columns.count; i++) messages.push(kafkaMessage(columns, i));
    }
    return {
      topic,
      partition,
      highWatermark: String(highWatermark),
      messages,
      isEmpty: () => messages.length === 0,
      firstOffset: () => (first === null ? null : String(first)),
      lastOffset: () => String(end - 1),
      offsetLag: () => String(highWatermark - end),
      offsetLagLow: () => (first === null ? '0' : String(highWatermark - 1 - first)),
    };
  }

  /** The payload of the events before and after it is processed. */
  eventPayload(): Record<string, unknown> {
    const { topic, partition, end, first, highWatermark } = this;
    return {
      topic,
      partition,
      highWatermark: String(highWatermark),
      offsetLag: String(highWatermark - end),
      offsetLagLow: first === null ? '0' : String(highWatermark - 1 - first),
      batchSize: this.count,
      firstOffset: first === null ? null : String(first),
      lastOffset: String(end - 1),
    };
  }
}
