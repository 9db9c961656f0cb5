/**
 * Records of 200 bytes of JSON that queries read in a second of computing, without a broker. Seconds of the processor,
 * collecting garbage included: what else runs on the machine counts less.
 *
 * `node -r ./test/helpers/kafka/ts-hook.js packages/ui/bench/kql.ts`
 */
import { prepareQuery } from '../src/server/kql/query';
import type { PartView, RecordView } from '../src/server/kql/record';
import { valueOfJson } from '../src/server/kql/values/json';
import type { Value } from '../src/server/kql/values/value';

const COUNT = 200_000;
const ROUNDS = 3;
const symbols = ['AAPL', 'MSFT', 'GOOG', 'AMZN', 'PNK1', 'IBM', 'ORCL', 'NVDA'];

const queries = [
  "select * from t where symbol = 'AAPL'",
  "select * from t where symbol = 'AAPL' and exchange != 'OTCBB' and volume >= 1,000",
  "select * from t where symbol matches '^[A-Z]{4}$'",
  "select * from t where value matches '(?i)trader-(99|98)'",
  "select * from t where value contains 'trader-99'",
  'select * from t where timestamp > @2026-01-01T00:01Z and partition = 0',
  'select * from t order by volume desc limit 25',
  'select symbol, count(*), sum(price), avg(volume) from t group by symbol',
  "select bucket(timestamp, '1m'), count(*) from t group by 1",
  'select count(distinct trader) from t',
];

function bytesOf(i: number): Buffer {
  const value = {
    symbol: symbols[i % symbols.length],
    exchange: i % 3 === 0 ? 'OTCBB' : 'NASDAQ',
    price: 100 + (i % 1000) * 0.25,
    volume: (i * 7) % 1_000_000,
    tags: ['tech', 'us'],
    trader: `trader-${i % 997}`,
    at: 1_767_225_600_000 + i,
    pad: '',
  };
  value.pad = 'x'.repeat(Math.max(0, 200 - JSON.stringify(value).length));
  return Buffer.from(JSON.stringify(value));
}

/** Decodes when it is looked at, as a scan does. */
class LazyPart implements PartView {
  readonly bytes: Buffer;
  readonly isJson = true;
  #text: string | undefined;
  #value: Value;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }

  get text(): string {
    return (this.#text ??= this.bytes.toString());
  }

  get value(): Value {
    return (this.#value ??= valueOfJson(this.text));
  }
}

const key: PartView = { bytes: null, value: null, text: null, isJson: false };

const recordOf = (bytes: Buffer, offset: number): RecordView => ({
  ...{ topic: 't', partition: 0, offset, timestamp: 1_767_225_600_000 + offset, size: bytes.length },
  ...{ key, value: new LazyPart(bytes), headers: [] },
});

/** Records a millisecond of the processor. */
function measure(text: string, records: readonly Buffer[]): number {
  const prepared = prepareQuery(text, { now: Date.now() });
  if (!prepared.ok) throw new Error(prepared.fault.message);
  const { query } = prepared;
  const groups = query.kind === 'table' ? query.groups() : undefined;
  const top = query.kind === 'top' ? query.top((record) => query.cells(record)) : undefined;
  const start = process.cpuUsage();
  records.forEach((bytes, i) => {
    const record = recordOf(bytes, i);
    if (!query.matches(record)) return;
    groups?.add(record);
    top?.add(record);
  });
  groups?.table();
  const { user, system } = process.cpuUsage(start);
  return records.length / ((user + system) / 1000);
}

const records = Array.from({ length: COUNT }, (_, i) => bytesOf(i));
for (const text of queries) {
  const rates = Array.from({ length: ROUNDS }, () => measure(text, records));
  console.log(
    `${Math.round(Math.max(...rates))
      .toLocaleString('en-US')
      .padStart(7)} k/s  ${text}`,
  );
}
