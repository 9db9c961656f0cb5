import fixture from '../../fixtures/java/serialized.json';
import { resolveDeserializer, resolveSerializer } from '../../../src/serde/resolve';

interface Row {
  serde: string;
  inner?: string;
  charset?: string;
  bytes: string;
  value?: unknown;
  exception?: string;
}

const values = fixture.values as Row[];
const malformed = fixture.malformed as Row[];
const context = { topic: 't', headers: [], isKey: false };
const javaPackage = 'org.apache.kafka.common.serialization.';

/** The fixture's value as JavaScript has it: see Serialize.java for how it is written down. */
function decode(serde: string, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((element) => (element === null ? null : decode(serde, element)));
  if (serde === 'Long') return BigInt(value as string);
  if (serde === 'Float' || serde === 'Double') return Number(value);
  if (['ByteArray', 'ByteBuffer', 'Bytes'].includes(serde)) return Buffer.from(value as string, 'hex');
  return value;
}

function config(row: Row): Record<string, unknown> {
  return {
    ...(row.inner ? { 'default.list.value.serde.inner': row.inner } : {}),
    ...(row.charset ? { 'value.serializer.encoding': row.charset, 'value.deserializer.encoding': row.charset } : {}),
  };
}

function expected(row: Row): unknown {
  return decode(row.inner ? /\$(\w+)Serde/.exec(row.inner)![1]! : row.serde, row.value);
}

const title = (row: Row): string => `${row.serde} ${row.inner ?? row.charset ?? ''} ${JSON.stringify(row.value)}`;

describe('bytes written by Java', () => {
  test.each(values.map((row) => [title(row), row] as const))('%s: written the same', (_title, row) => {
    const serializer = resolveSerializer(`${javaPackage}${row.serde}Serializer`, config(row), false);
    const out = serializer.serialize(expected(row), context) as Uint8Array | string;
    expect(Buffer.from(out as string).toString('hex')).toBe(row.bytes);
  });

  const readable = values.filter((row) => !row.charset && !String(row.value).includes('\ud83d lone'));
  test.each(readable.map((row) => [title(row), row] as const))('%s: read as it was', (_title, row) => {
    const deserializer = resolveDeserializer(`${javaPackage}${row.serde}Deserializer`, config(row), false);
    expect(deserializer.deserialize(Buffer.from(row.bytes, 'hex'), context)).toEqual(expected(row));
  });
});

describe('malformed bytes: the exception or value of Java', () => {
  test.each(malformed.map((row) => [`${title(row)} ${row.bytes}`, row] as const))('%s', (_title, row) => {
    const deserializer = resolveDeserializer(`${javaPackage}${row.serde}Deserializer`, config(row), false);
    const read = (): unknown => deserializer.deserialize(Buffer.from(row.bytes, 'hex'), context);
    if (row.exception) expect(read).toThrow();
    else expect(read()).toEqual(row.value);
  });
});
