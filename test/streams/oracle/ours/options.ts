/** Serdes, windows and options of the steps of a case. */
import {
  BufferConfig,
  EmitStrategy,
  JoinWindows,
  Named,
  SessionWindows,
  SlidingWindows,
  Suppressed,
  TableJoined,
  TimeWindows,
  WindowedSerdes,
  type ConsumedOptions,
} from '../../../../src/streams/index';
import { isPlain, type Plain, type Step, type Type } from '../cases/case';
import type { WindowsOfCase } from '../cases/pool';
import { partitionsFor, timestampFor, type Datum } from './functions';

export function serde(type: Type | null | undefined): 'string' | 'int64' | undefined {
  if (!type) return undefined;
  if (isPlain(type)) return type === 'I' ? 'int64' : 'string';
  const [window, key] = type.split(':') as [string, Plain];
  const inner = serde(key)!;
  const windowed =
    window === 'X'
      ? WindowedSerdes.sessionWindowedSerdeFrom(inner)
      : WindowedSerdes.timeWindowedSerdeFrom(inner, Number(window.slice(1)));
  return windowed as never;
}

export function windowsOf({ kind, size, advance, grace }: WindowsOfCase): TimeWindows {
  if (kind === 'session') return SessionWindows.ofInactivityGapAndGrace(size, grace) as never;
  if (kind === 'sliding') return SlidingWindows.ofTimeDifferenceAndGrace(size, grace) as never;
  const windows = TimeWindows.ofSizeAndGrace(size, grace);
  return advance === null ? windows : windows.advanceBy(advance);
}

export const strategyOf = ({ isFinal }: WindowsOfCase): EmitStrategy =>
  isFinal ? EmitStrategy.onWindowClose() : EmitStrategy.onWindowUpdate();

export function joinWindows({ windows }: Step): JoinWindows {
  const { difference, grace, before, after } = windows;
  const made = JoinWindows.ofTimeDifferenceAndGrace(difference, grace);
  if (before !== null) return made.before(before);
  return after === null ? made : made.after(after);
}

export function suppressed(step: Step): Suppressed<unknown> {
  let buffer: BufferConfig = BufferConfig.unbounded();
  if (step.maxRecords !== null) buffer = buffer.withMaxRecords(step.maxRecords);
  if (step.maxBytes !== null) buffer = buffer.withMaxBytes(step.maxBytes);
  if (step.isEager) buffer = buffer.emitEarlyWhenFull();
  if (!step.isLogged) buffer = buffer.withLoggingDisabled();
  const made = step.isFinal
    ? Suppressed.untilWindowCloses(buffer as BufferConfig<'SHUT_DOWN'>)
    : Suppressed.untilTimeLimit(step.wait, buffer);
  return (step.name ? made.withName(step.name) : made) as Suppressed<unknown>;
}

export function streamJoined(step: Step): never {
  if (step.isPlain) return undefined as never;
  return {
    keySerde: serde(step.key),
    valueSerde: serde(step.value),
    otherValueSerde: serde(step.otherValue),
    name: step.name ?? undefined,
    storeName: step.storeName ?? undefined,
    loggingEnabled: step.isLogged,
  } as never;
}

/** A name and options as further arguments, as far as they are given. */
export function rest(step: Step): [] {
  const args: unknown[] = [];
  if (step.name) args.push(step.name.length % 2 === 0 ? step.name : Named.as(step.name));
  const { materialized: given } = step;
  if (given) {
    const serdes = { keySerde: serde(given.key), valueSerde: serde(given.value) };
    args.push({
      ...serdes,
      storeName: given.storeName ?? undefined,
      loggingEnabled: given.isLogged,
      retention: given.retention ?? undefined,
    });
  }
  return args as [];
}

/** What follows the joiner of a join by a foreign key. */
export function tableJoined(step: Step): [] {
  if (!step.isPartitioned) return rest(step);
  const partitioner = (_topic: string, key: Datum): number | number[] | null => partitionsFor(key, null);
  const joined = TableJoined.with(partitioner, partitioner);
  return [step.name ? joined.withName(step.name) : joined, ...rest({ ...step, name: null })] as never;
}

export function grouped(step: Step): never {
  const { grouped: given } = step;
  if (!given) return undefined as never;
  return { name: given.name ?? undefined, keySerde: serde(given.key), valueSerde: serde(given.value) } as never;
}

export function consumed(step: Step): ConsumedOptions<Datum, Datum> {
  return {
    keySerde: serde(step.key),
    valueSerde: serde(step.value),
    name: step.name ?? undefined,
    timestampExtractor: step.extractor
      ? (record, time) => timestampFor(step.extractor, record.timestamp, time)
      : undefined,
  };
}
