import * as original from 'kafkajs';
import * as entry from '../../../src/kafkajs';

type Values = Record<string, unknown>;
const { default: _, ...theirs } = original as unknown as Values;
const ours = entry as unknown as Values;

test('every export of kafkajs is there, and nothing else but Confluent’s dialect', () => {
  expect(Object.keys(ours).sort()).toEqual([...Object.keys(theirs), 'KafkaJS'].sort());
  expect(entry.KafkaJS.Kafka).not.toBe(entry.Kafka);
});

test.each(Object.keys(theirs).filter((name) => typeof theirs[name] === 'object'))('%s has the same members', (name) => {
  const shape = (value: unknown): unknown =>
    typeof value === 'function'
      ? 'function'
      : typeof value === 'object' && value !== null
        ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key, shape(one)]))
        : value;
  expect(shape(ours[name])).toEqual(shape(theirs[name]));
});

test('Kafka has its methods on its prototype, where instrumentations patch them', () => {
  const methods = (kafka: { prototype: object }) => Object.getOwnPropertyNames(kafka.prototype).sort();
  expect(methods(entry.Kafka)).toEqual(methods(original.Kafka));
});

test.each(['producer', 'consumer', 'admin'] as const)('a %s has the same own, writable members and events', (kind) => {
  const make = (lib: typeof original): Values => {
    const kafka = new lib.Kafka({ brokers: ['127.0.0.1:1'], logLevel: lib.logLevel.NOTHING });
    return kafka[kind]({ groupId: 'g' }) as unknown as Values;
  };
  const [first, second] = [make(original), make(entry as unknown as typeof original)];
  expect(Object.keys(second).sort()).toEqual(Object.keys(first).sort());
  expect(second.events).toEqual(first.events);
  expect(Object.keys(second.events as object)).toEqual(Object.keys(first.events as object));
  for (const name of Object.keys(second)) {
    expect(Object.getOwnPropertyDescriptor(second, name)).toMatchObject({ writable: true, configurable: true });
  }
});

test('codecs can be assigned', () => {
  const codec = () => ({});
  const before = entry.CompressionCodecs[entry.CompressionTypes.Snappy];
  expect(before).toThrow('Snappy compression not implemented');
  entry.CompressionCodecs[entry.CompressionTypes.Snappy] = codec;
  expect(entry.CompressionCodecs[2]).toBe(codec);
  entry.CompressionCodecs[entry.CompressionTypes.Snappy] = before;
});

test('the codec for gzip works', async () => {
  const codec = entry.CompressionCodecs[entry.CompressionTypes.GZIP]();
  const packed: Buffer = await codec.compress({ buffer: Buffer.from('text') });
  expect(String(await codec.decompress(packed))).toBe('text');
});
