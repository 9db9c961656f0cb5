import { json } from '../../../src/serde/json';
import { resolveDeserializer, resolveSerializer, SerdeOptionError } from '../../../src/serde/resolve';
import type { DeserializerContext, SerializerContext } from '../../../src/serde/spec';

const context: SerializerContext = { topic: 't', headers: { h: 'x' }, isKey: true };
const readContext: DeserializerContext = { topic: 't', headers: [['h', Buffer.from('x')]], isKey: true };
const write = (option: unknown, data: unknown): unknown => resolveSerializer(option, {}, true).serialize(data, context);
const read = (option: unknown, data: Buffer): unknown =>
  resolveDeserializer(option, {}, true).deserialize(data, readContext);

describe('what a serializer option may be', () => {
  test.each([
    'string',
    'bytes',
    'int',
    'short',
    'long',
    'float',
    'double',
    'uuid',
    'boolean',
    'void',
    'json',
    'bytebuffer',
  ])('%s', (name) => {
    expect(resolveSerializer(name, {}, true).name).toBe(name);
    expect(resolveDeserializer(name, {}, true).name).toBe(name);
  });

  test('none: bytes, and no serializer is called', () => {
    expect(resolveSerializer(undefined, {}, true)).toMatchObject({ name: 'bytes', identity: true });
    expect(resolveDeserializer(null, {}, false)).toMatchObject({ name: 'bytes', form: 'bytes' });
    expect(resolveDeserializer('string', {}, false)).toMatchObject({ name: 'string', form: 'utf8' });
    expect(resolveDeserializer('string', { 'value.deserializer.encoding': 'UTF-16' }, false).form).toBeUndefined();
  });

  test('a function, sync or async, that sees topic, headers and side', async () => {
    const seen: SerializerContext[] = [];
    expect(write((data: number, given: SerializerContext) => (seen.push(given), Buffer.from([data])), 7)).toEqual(
      Buffer.from([7]),
    );
    expect(seen).toEqual([context]);
    await expect(read(async (data: Buffer) => data.length, Buffer.from('abc'))).resolves.toBe(3);
  });

  test('an object keeps its this', () => {
    const prefixing = {
      prefix: '>',
      serialize(data: string) {
        return this.prefix + data;
      },
      deserialize(data: Buffer) {
        return this.prefix + data.toString();
      },
    };
    expect(write(prefixing, 'a')).toBe('>a');
    expect(read(prefixing, Buffer.from('b'))).toBe('>b');
  });

  test('a class is constructed once and configured', () => {
    const configured: unknown[] = [];
    class Upper {
      configure(config: object, isKey: boolean): void {
        configured.push(config, isKey);
      }
      serialize(data: string): string {
        return data.toUpperCase();
      }
    }
    const serializer = resolveSerializer(Upper, { 'client.id': 'c' }, true);
    expect(serializer.serialize('abc', context)).toBe('ABC');
    expect(configured).toEqual([{ 'client.id': 'c' }, true]);
  });

  test('close reaches a serializer of the user', () => {
    const close = jest.fn();
    resolveSerializer({ serialize: () => null, close }, {}, false).close();
    expect(close).toHaveBeenCalledTimes(1);
  });

  test.each(['strng', 'org.apache.kafka.common.serialization.StringDeserializer', 'com.acme.Thing', {}, 5])(
    'not %p',
    (option) => {
      expect(() => resolveSerializer(option, {}, true)).toThrow(SerdeOptionError);
    },
  );

  test('a list without its inner serde names the property', () => {
    expect(() => resolveSerializer('list', {}, false)).toThrow('default.list.value.serde.inner');
  });
});

describe('values that do not fit', () => {
  test.each([
    ['int', 1.5],
    ['int', 2 ** 31],
    ['int', '5'],
    ['short', 32768],
    ['long', 2 ** 53],
    ['long', 2n ** 63n],
    ['double', '1'],
    ['uuid', 'not one'],
    ['boolean', 1],
    ['void', 'x'],
    ['string', 5],
    ['json', undefined],
    ['json', 5n],
    ['bytebuffer', {}],
  ])('%s refuses %p', (name, data) => {
    expect(() => write(name, data)).toThrow();
  });

  test('long takes safe integers', () => {
    expect(write('long', -2)).toEqual(Buffer.from('fffffffffffffffe', 'hex'));
  });

  test('bytebuffer takes any view of memory', () => {
    const memory = Uint8Array.from([1, 2, 3, 4]).buffer;
    expect(write('bytebuffer', new DataView(memory, 1, 2))).toEqual(Buffer.from([2, 3]));
    expect(write('bytebuffer', memory)).toEqual(Buffer.from([1, 2, 3, 4]));
  });
});

describe('json', () => {
  test('serializes and deserializes', () => {
    expect(write(json(), { a: [1, null, 'ü'] })).toBe('{"a":[1,null,"ü"]}');
    expect(read(json(), Buffer.from('{"a":[1,null,"ü"]}'))).toEqual({ a: [1, null, 'ü'] });
    expect(() => read(json(), Buffer.from('{'))).toThrow(SyntaxError);
  });

  test('a validator may convert, guard or throw', () => {
    const isNumber = (value: unknown): value is number => typeof value === 'number';
    expect(read(json(isNumber), Buffer.from('5'))).toBe(5);
    expect(() => read(json(isNumber), Buffer.from('"5"'))).toThrow('refused');
    expect(
      read(
        json((value) => Number(value)),
        Buffer.from('"5"'),
      ),
    ).toBe(5);
    expect(() =>
      read(
        json(() => {
          throw new Error('no order');
        }),
        Buffer.from('1'),
      ),
    ).toThrow('no order');
    expect(
      read(
        json((value) => value as boolean),
        Buffer.from('false'),
      ),
    ).toBe(false);
  });

  test('a list of JSON', () => {
    const config = { 'default.list.key.serde.inner': 'json' };
    const bytes = resolveSerializer('list', config, true).serialize([{ a: 1 }, null], context) as Buffer;
    expect(resolveDeserializer('list', config, true).deserialize(bytes, readContext)).toEqual([{ a: 1 }, null]);
  });

  test('an async inner serializer makes the list async', async () => {
    const inner = {
      serialize: async (data: string) => Buffer.from(data),
      deserialize: async (data: Buffer) => data.toString(),
    };
    const config = { 'default.list.key.serde.inner': inner };
    const bytes = await resolveSerializer('list', config, true).serialize(['x', null, 'yz'], context);
    await expect(resolveDeserializer('list', config, true).deserialize(bytes as Buffer, readContext)).resolves.toEqual([
      'x',
      null,
      'yz',
    ]);
  });
});

test.each(['00', '0000000001', '02', '010000000100000005aa'])('a malformed list %s is refused', (hex) => {
  const config = { 'default.list.key.serde.inner': 'string' };
  expect(() => resolveDeserializer('list', config, true).deserialize(Buffer.from(hex, 'hex'), readContext)).toThrow();
});
