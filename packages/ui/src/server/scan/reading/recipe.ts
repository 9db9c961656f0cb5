import type { Headers, RecordColumns } from 'kafka-napi';
import type { Decoder, ScanRequest } from '../../../shared/api';
import { FaultError } from '../../../shared/fault-error';
import type { Registry } from '../../decode/registry';
import { planOf, type Explained } from '../../kql/explain';
import { prepareCondition } from '../../kql/query';
import type { QueryFaults } from '../../kql/compile';
import type { Narrowing } from '../../kql/plan';
import type { Plan } from '../../../shared/api';
import { TextFilter } from '../filter/text-filter';
import { CurrentRecord } from '../records/record';

/** What is done with the records of a scan: how they are decoded, which pass, and what a plan says of it. */
export interface Recipe {
  readonly record: CurrentRecord;
  /** Whether the record, at which `record` stands, passes. */
  readonly passes: () => boolean;
  readonly narrowing?: Narrowing;
  readonly faults: QueryFaults;
  /** Loads what the decoders of these records need; undefined: nothing. */
  readonly prepare: (records: RecordColumns) => Promise<void> | undefined;
  readonly plan: (ranges: readonly { p: number; from: number; to: number }[]) => Plan | null;
}

/** What is not part of a request. */
export interface Kitchen {
  /** Decoders by topic, from the command line. */
  readonly decode: Readonly<Record<string, { key?: Decoder; value?: Decoder }>>;
  readonly registry?: Registry;
}

type Wish = Pick<ScanRequest, 'topic' | 'text' | 'where' | 'decode'>;

/** @throws FaultError for a text or condition that is wrong. */
export function recipeFor({ topic, text = '', where = '', decode }: Wish, kitchen: Kitchen, order: string): Recipe {
  const filter = new TextFilter(text);
  const readAs = decodersFor(topic, decode, kitchen);
  const record = new CurrentRecord(readAs);
  const prepare = preparer(kitchen.registry);
  if (where.trim() === '') {
    const passes = filter.isEmpty ? () => true : () => filter.test(record);
    return { record, passes, prepare, faults: { longText: 0, filter: 0 }, plan: () => null };
  }
  const prepared = prepareCondition(where, { now: Date.now() }, { decode: readAs, order });
  if (!prepared.ok) throw new FaultError({ field: 'where', ...prepared.fault });
  const { matches, narrowing, context } = prepared.query;
  const passes = filter.isEmpty ? () => matches(record) : () => filter.test(record) && matches(record);
  return {
    record,
    passes,
    narrowing,
    prepare,
    faults: context.faults,
    plan: (ranges) => planOf(prepared.query, ranges),
  };
}

/** A query's recipe: it brings its own condition. */
export function recipeOfQuery(
  query: Explained & { topic: string; context: { faults: QueryFaults }; matches: (record: CurrentRecord) => boolean },
  kitchen: Kitchen,
): Recipe {
  const record = new CurrentRecord(decodersFor(query.topic, query.decode, kitchen));
  return {
    record,
    passes: () => query.matches(record),
    narrowing: query.narrowing,
    faults: query.context.faults,
    prepare: preparer(kitchen.registry),
    plan: (ranges) => planOf(query, ranges),
  };
}

export function decodersFor(topic: string, wish: Wish['decode'], { decode, registry }: Kitchen) {
  const usual = Object.hasOwn(decode, topic) ? decode[topic] : undefined;
  return { topic, key: wish?.key ?? usual?.key, value: wish?.value ?? usual?.value, registry };
}

function preparer(registry: Registry | undefined): Recipe['prepare'] {
  if (registry === undefined) return () => undefined;
  return (records) => {
    const missing = new Set<string>();
    for (let i = 0; i < records.count; i++) {
      let known: Headers | undefined;
      const headers = (): Headers => (known ??= records.headers(i));
      registry.need(records.key(i), 'key', headers, missing);
      registry.need(records.value(i), 'value', headers, missing);
    }
    return missing.size === 0 ? undefined : registry.load(missing);
  };
}
