/** Decoders that a user chooses: what fits, what does not and why, and what tries to be too much. */
import { encode as encodeMsgpack } from '@msgpack/msgpack';
import fc from 'fast-check';
import { gzipSync } from 'node:zlib';
import { decoderNames } from '../../../src/server/decode/by-hand';
import { MAX_DECODED } from '../../../src/server/decode/formats/json-writer';
import { cborToJson } from '../../../src/server/decode/formats/cbor';
import { partOf } from '../../../src/server/decode/decoded';
import { decode } from '../../../src/server/decode/detect';
import { msgpackToJson } from '../../../src/server/decode/formats/msgpack';
import type { Decoder } from '../../../src/shared/api';

/** Its types are those of a module; what is loaded here is not one. */
const { Encoder } = jest.requireActual<{ Encoder: new (options: object) => { encode(value: unknown): Buffer } }>(
  'cbor-x',
);

const part = (bytes: Buffer, choice: Decoder) =>
  partOf(decode(bytes, { topic: 't', role: 'value', choice }, { key: null, headers: () => [] }), 1e7);
const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');

test.each<[Decoder, string, string]>([
  ['int8', 'ff', '-1'],
  ['int16', '01 00', '256'],
  ['int16:le', '01 00', '1'],
  ['int32', '80 00 00 00', '-2147483648'],
  ['int32:le', '01 00 00 00', '1'],
  ['int64', '00 20 00 00 00 00 00 01', '9007199254740993'],
  ['int64:le', '01 00 00 00 00 00 20 00', '9007199254740993'],
  ['uint32', 'ff ff ff ff', '4294967295'],
  ['uint64', 'ff ff ff ff ff ff ff ff', '18446744073709551615'],
  ['float32', '3d cc cc cd', '0.1'],
  ['float32', '7f 80 00 00', 'Infinity'],
  ['float32', '00 00 00 01', '1e-45'],
  ['float32', '4b 80 00 01', '16777218'],
  ['float32', '7f 7f ff ff', '3.4028234663852886e+38'],
  ['float32:le', 'cd cc cc 3d', '0.1'],
  ['float64', '3f b9 99 99 99 99 99 9a', '0.1'],
  ['float64', '80 00 00 00 00 00 00 00', '-0'],
  ['uuid', '00 11 22 33 44 55 66 77 88 99 aa bb cc dd ee ff', '00112233-4455-6677-8899-aabbccddeeff'],
  ['latin1', 'e9 80 00', 'é\u0080\0'],
  ['base64', 'ff fe', '//4='],
  ['hex', '61', '61'],
  ['text', '61 00 62', 'a\0b'],
  ['json', '20 34 32', ' 42'],
  ['json', '22 61 22', '"a"'],
  ['msgpack', '82 a1 61 01 a1 61 cf ff ff ff ff ff ff ff ff', '{"a":1,"a":18446744073709551615}'],
  ['msgpack', 'd6 ff 00 00 00 00', '"1970-01-01T00:00:00Z"'],
  ['msgpack', 'c7 0c ff 00 00 00 01 ff ff ff ff ff ff ff ff', '"1969-12-31T23:59:59.000000001Z"'],
  ['msgpack', 'd4 05 61', '{"$ext":5,"$base64":"YQ=="}'],
  ['msgpack', '81 01 c4 01 ff', '{"1":{"$base64":"/w=="}}'],
  ['msgpack', 'ca 7f c0 00 00', '"NaN"'],
  ['cbor', '3b ff ff ff ff ff ff ff ff', '-18446744073709551616'],
  ['cbor', 'bf 61 61 5f 41 01 41 02 ff ff', '{"a":{"$base64":"AQI="}}'],
  ['cbor', 'f9 3c 00', '1'],
  ['cbor', 'd8 20 61 61', '{"$tag":32,"value":"a"}'],
  ['cbor', 'f8 ff', '{"$simple":255}'],
])('%s of %s is %s', (choice, bytes, text) => {
  expect(part(hex(bytes), choice)).toEqual({ size: hex(bytes).length, as: choice, text });
});

test.each<[Decoder, string, string]>([
  ['int32', '00', 'int32 has 4 bytes; here are 1'],
  ['int64:le', '00 00', 'int64 has 8 bytes; here are 2'],
  ['uuid', '00', 'a UUID has 16 bytes; here are 1'],
  ['text', 'ff', 'it is not valid UTF-8'],
  ['json', '7b', 'it is no JSON, or nested more than 512 deep'],
  ['msgpack', 'c1', 'byte 0 is c1, which begins no value'],
  ['msgpack', '01 02', '1 bytes are left over behind the value'],
  ['msgpack', 'dd ff ff ff ff', 'it ends at byte 5, in the middle of a value'],
  ['cbor', '9b ff ff ff ff ff ff ff ff', 'it ends at byte 9, in the middle of a value'],
  ['cbor', '5b ff ff ff ff ff ff ff ff', 'a value of 18446744073709551615 bytes begins at byte 9, which ends before'],
  ['cbor', '9f 01', 'it ends at byte 2, where a value should begin'],
  ['gzip', '00', 'it is no gzip: unexpected end of file'],
  ['offsets', '00 00', 'only records of __consumer_offsets and __transaction_state are of this format'],
  ['serde:avro', '00 00 00 00 01 00', 'no schema id stands in front of it or in a header'],
])('%s does not read %s', (choice, bytes, reason) => {
  expect(part(hex(bytes), choice)).toMatchObject({
    as: 'hex',
    text: bytes.replaceAll(' ', ''),
    tried: [[choice, reason]],
  });
});

test('what is inside of gzip is decoded', () => {
  expect(part(gzipSync('{"a": 1}'), 'gzip')).toMatchObject({ as: 'gzip', inner: 'json', text: '{"a": 1}' });
  expect(part(gzipSync('hello'), 'gzip')).toMatchObject({ as: 'gzip', inner: 'text', text: 'hello' });
  expect(part(gzipSync(hex('00ff')), 'gzip')).toMatchObject({ as: 'gzip', inner: 'hex', text: '00ff' });
});

describe('bombs', () => {
  test('gzip that would come out as 5 GB', () => {
    const member = gzipSync(Buffer.alloc(MAX_DECODED));
    const bomb = Buffer.concat(Array.from({ length: 640 }, () => member));
    expect(part(bomb, 'gzip').tried).toEqual([['gzip', 'more than 8388608 characters come out of it']]);
  });

  test.each<[Decoder, Buffer]>([
    ['msgpack', Buffer.alloc(1_000_000, 0x91)],
    ['cbor', Buffer.alloc(1_000_000, 0x81)],
    ['cbor', Buffer.alloc(1_000_000, 0xc6)],
    ['cbor', Buffer.alloc(1_000_000, 0x9f)],
    ['msgpack', Buffer.alloc(1_000_000, 0x81)],
  ])('%s nested a million deep', (choice, bytes) => {
    expect(part(bytes, choice).tried).toEqual([[choice, 'it is nested more than 512 deep']]);
  });

  test.each(['[', '{"a":'])('JSON of a million %s', (open) => {
    const bytes = Buffer.from(open.repeat(1_000_000));
    expect(part(bytes, 'json').tried).toHaveLength(1);
    const found = decode(bytes, { topic: 't', role: 'value' }, { key: null, headers: () => [] });
    expect(found.as).toBe('text');
  });

  test('more text than is shown', () => {
    const bytes = Buffer.from(encodeMsgpack(Buffer.alloc(7_000_000)));
    expect(part(bytes, 'msgpack').tried).toEqual([['msgpack', 'more than 8388608 characters come out of it']]);
  });

  test('a number of a megabyte', () => {
    const bytes = Buffer.concat([hex('c2 5a 00 10 00 00'), Buffer.alloc(1 << 20, 0xff)]);
    expect(part(bytes, 'cbor').tried).toEqual([['cbor', 'a number of 1048576 bytes is too large to be shown']]);
  });
});

/** Values that JSON, MessagePack and CBOR have in common. */
const common = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(null, true, false),
    fc.integer(),
    fc.maxSafeInteger(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).filter((d) => !Object.is(d, -0)),
    fc.string({ unit: 'grapheme' }),
    fc.array(tie('value'), { maxLength: 5 }),
    fc.dictionary(
      fc.string().filter((name) => name !== '__proto__'),
      tie('value'),
      { maxKeys: 5 },
    ),
  ),
})).value;

test('MessagePack and CBOR of a value are its JSON', () => {
  const cbor = new Encoder({ useRecords: false, mapsAsObjects: true, tagUint8Array: false });
  fc.assert(
    fc.property(common, (value) => {
      expect(JSON.parse(msgpackToJson(Buffer.from(encodeMsgpack(value)), 1e6))).toEqual(value);
      expect(JSON.parse(cborToJson(Buffer.from(cbor.encode(value)), 1e6))).toEqual(value);
    }),
  );
});

test('no decoder throws, whatever the bytes', () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 64 }),
    common.map((value) => encodeMsgpack(value)),
    fc.json().map((value) => Buffer.from(value)),
  );
  fc.assert(
    fc.property(
      bytes,
      fc.constantFrom<Decoder | undefined>(undefined, 'serde:avro', ...decoderNames),
      (given, choice) => {
        for (const topic of ['t', '__consumer_offsets', '__transaction_state']) {
          for (const role of ['key', 'value'] as const) {
            const buffer = Buffer.from(given);
            const found = decode(buffer, { topic, role, choice }, { key: buffer, headers: () => [] });
            expect(typeof JSON.stringify(partOf(found, 100))).toBe('string');
            if (found.nature === 'json') expect(() => JSON.parse(partOf(found, 1e9).text!) as unknown).not.toThrow();
          }
        }
      },
    ),
    { numRuns: 2000 },
  );
});
