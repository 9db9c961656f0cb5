import type { Message, MessageHeader, WatermarkOffsets } from '../../rdkafka/base/types';
import type { IHeaders } from '../producer/types';
import type { Batch, KafkaMessage } from './types';

type Value = Buffer | string;

/** A name that comes again gets a list. */
function headersOf(list: readonly MessageHeader[] | undefined): IHeaders | undefined {
  if (list === undefined) return undefined;
  const headers: IHeaders = {};
  for (const header of list) {
    for (const [name, value] of Object.entries(header)) {
      const before = Object.hasOwn(headers, name) ? headers[name] : undefined;
      const now: Value | Value[] =
        before === undefined ? value : Array.isArray(before) ? [...before, value] : [before, value];
      Object.defineProperty(headers, name, { value: now, enumerable: true, writable: true, configurable: true });
    }
  }
  return headers;
}

let lastTimestamp = 0;
let lastText = '';

/** Messages that follow each other often have the same time, and its text takes longer than all else. */
function textOf(timestamp: number | undefined): string {
  if (!timestamp) return '';
  if (timestamp !== lastTimestamp) {
    lastTimestamp = timestamp;
    lastText = String(timestamp);
  }
  return lastText;
}

export function kafkaMessage(message: Message): KafkaMessage {
  const { key, value, timestamp, offset, size, leaderEpoch, headers } = message;
  return {
    key: (key ?? null) as Buffer | null,
    value,
    timestamp: textOf(timestamp),
    attributes: 0,
    offset: String(offset),
    size,
    leaderEpoch,
    headers: headersOf(headers),
  } as KafkaMessage;
}

const UNKNOWN_OFFSET = '-1001';
const UNKNOWN_LAG = '-1';

/** @param messages At least one, of one partition. */
export function batchOf(messages: readonly Message[], watermarks: WatermarkOffsets | undefined): Batch {
  const [first] = messages as [Message];
  const last = messages[messages.length - 1]!;
  const high = watermarks?.highOffset ?? -1;
  const lagBehind = (offset: number): string => (high < 0 ? UNKNOWN_LAG : String(Math.max(0, high - 1 - offset)));
  return {
    topic: first.topic,
    partition: first.partition,
    highWatermark: high < 0 ? UNKNOWN_OFFSET : String(high),
    messages: messages.map(kafkaMessage),
    isEmpty: () => false,
    firstOffset: () => String(first.offset),
    lastOffset: () => String(last.offset),
    offsetLag: () => lagBehind(last.offset),
    offsetLagLow: () => lagBehind(first.offset),
  };
}
