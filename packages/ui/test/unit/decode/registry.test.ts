/** A registry of schemas: what it reads, where it goes, and where it does not. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { avroReader } from '../../../src/server/decode/formats/avro';
import { partOf } from '../../../src/server/decode/decoded';
import { decode } from '../../../src/server/decode/detect';
import { Registry } from '../../../src/server/decode/registry';

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');

const trade = {
  type: 'record',
  name: 'Trade',
  namespace: 'x',
  fields: [
    { name: 'id', type: 'long' },
    { name: 'symbol', type: ['null', 'string'] },
    { name: 'price', type: { type: 'bytes', logicalType: 'decimal', precision: 10, scale: 2 } },
    { name: 'side', type: { type: 'enum', name: 'Side', symbols: ['BUY', 'SELL'] } },
    { name: 'other', type: 'Side' },
    { name: 'tags', type: { type: 'array', items: 'string' } },
    { name: 'more', type: { type: 'map', values: 'double' } },
    { name: 'next', type: ['null', 'Trade'] },
  ],
};
const first = '02 02 08 4141504c 04 0102 02 00 02 02 61 00 02 02 6b 0000000000000440 00 00';

describe('Avro', () => {
  const read = avroReader(trade);

  test('is read as the JSON of its value', () => {
    expect(read(hex(first), 1e4)).toBe(
      '{"id":1,"symbol":"AAPL","price":2.58,"side":"SELL","other":"BUY","tags":["a"],"more":{"k":2.5},"next":null}',
    );
  });

  test('keeps all digits', () => {
    expect(avroReader('long')(hex('ff ff ff ff ff ff ff ff ff 01'), 99)).toBe('-9223372036854775808');
    expect(avroReader({ type: 'fixed', name: 'f', size: 2, logicalType: 'decimal', scale: 3 })(hex('ff ff'), 99)).toBe(
      '-0.001',
    );
    expect(avroReader('float')(hex('cd cc cc 3d'), 99)).toBe('0.1');
  });

  test('reads blocks that say their size', () => {
    expect(avroReader({ type: 'array', items: 'int' })(hex('03 04 02 04 00'), 99)).toBe('[1,2]');
  });

  test.each<[string, unknown, string, string]>([
    [
      'a list of more than there is',
      { type: 'array', items: 'null' },
      'fe ff ff ff ff ff ff ff ff 01',
      'more than 1000 characters come out of it',
    ],
    ['a text of more than there is', 'string', 'fe ff ff ff 0f', 'a length before byte 5 is 2147483647'],
    ['a negative length', 'string', '01', 'a length before byte 1 is -1'],
    ['a branch that is none', ['null', 'int'], '04', 'branch 2 of a union with 2'],
    ['a symbol that is none', { type: 'enum', name: 'E', symbols: ['A'] }, '02', 'symbol 1 of an enum with 1'],
    ['bytes that are left over', 'int', '02 02', '1 bytes are left over behind the value'],
    ['an endless number', 'long', 'ff'.repeat(11), 'the number before byte 10 has more than 64 bits'],
  ])('refuses %s', (_, schema, bytes, message) => {
    expect(() => avroReader(schema)(hex(bytes), 1000)).toThrow(message);
  });

  test('refuses a record of itself without end', () => {
    const endless = avroReader({ type: 'record', name: 'R', fields: [{ name: 'r', type: 'R' }] });
    expect(() => endless(hex(''), 1e6)).toThrow('it is nested more than 512 deep');
  });

  test.each([[{ type: 'record', name: 'R' }], ['unknown'], [{ type: 'fixed', name: 'f' }], [null], [{ type: 'enum' }]])(
    'refuses the schema %j',
    (schema) => {
      expect(() => avroReader(schema)).toThrow();
    },
  );
});

describe('a registry', () => {
  let server: Server;
  let asked: string[];
  let logins: (string | undefined)[];
  let url: string;
  const answers: Record<string, object> = {
    '/schemas/ids/1': { schema: JSON.stringify(trade) },
    '/schemas/ids/2': { schemaType: 'JSON', schema: '{}' },
    '/schemas/ids/3': { schemaType: 'PROTOBUF', schema: '' },
    '/schemas/ids/4': { schema: '"Other"', references: [{ name: 'Other', subject: 'a/../b', version: 1 }] },
    '/subjects/a%2F..%2Fb/versions/1': { schema: '{"type":"fixed","name":"Other","size":1}' },
    '/schemas/ids/5': { schema: '"Other"', references: [{ name: 'Other', subject: '..', version: 1 }] },
    '/schemas/guids/00112233-4455-6677-8899-aabbccddeeff': { schema: '"int"' },
  };

  beforeAll(async () => {
    server = createServer((request, response) => {
      asked.push(request.url!);
      logins.push(request.headers.authorization);
      if (request.url === '/schemas/ids/6') return response.writeHead(302, { location: `${url}/stolen` }).end();
      if (request.url === '/schemas/ids/7') return response.writeHead(200).end(Buffer.alloc(2 << 20, 0x20));
      if (request.url === '/schemas/ids/8') return response.writeHead(500).end();
      const answer = answers[request.url!];
      response.writeHead(answer === undefined ? 404 : 200).end(JSON.stringify(answer ?? {}));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  beforeEach(() => {
    asked = [];
    logins = [];
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  async function read(bytes: Buffer, headers: [string, Buffer | null][] = [], registry = new Registry(url)) {
    const missing = new Set<string>();
    registry.need(bytes, 'value', () => headers, missing);
    await registry.load(missing);
    return partOf(decode(bytes, { topic: 't', role: 'value', registry }, { key: null, headers: () => headers }), 1000);
  }

  test('reads what begins with 0 and the id of a schema', async () => {
    expect(await read(hex(`00 00000001 ${first}`))).toMatchObject({
      as: 'serde:avro',
      schema: { id: '1', type: 'AVRO' },
      text: expect.stringContaining('"symbol":"AAPL"') as string,
    });
    expect(await read(Buffer.concat([hex('00 00000002'), Buffer.from('{"a": 1.0}')]))).toMatchObject({
      as: 'serde:json',
      text: '{"a": 1.0}',
    });
  });

  test('reads what a header names', async () => {
    const guid = hex('01 00112233445566778899aabbccddeeff');
    expect(await read(hex('02'), [['__value_schema_id', guid]])).toMatchObject({ as: 'serde:avro', text: '1' });
    expect(await read(hex(first), [['__value_schema_id', hex('00 00000001')]])).toMatchObject({ as: 'serde:avro' });
    expect(await read(hex('02'), [['__key_schema_id', guid]])).toMatchObject({ as: 'hex' });
  });

  test('is asked once for each schema', async () => {
    const registry = new Registry(url);
    for (let i = 0; i < 3; i++) await read(hex(`00 00000001 ${first}`), [], registry);
    for (let i = 0; i < 3; i++) await read(hex('00 00000063 ff'), [], registry);
    expect(asked).toEqual(['/schemas/ids/1', '/schemas/ids/99']);
  });

  test('resolves what a schema refers to, without leaving its paths', async () => {
    expect(await read(hex('00 00000004 ff'))).toMatchObject({ as: 'serde:avro', text: '{"$base64":"/w=="}' });
    expect(asked).toEqual(['/schemas/ids/4', '/subjects/a%2F..%2Fb/versions/1']);
    expect((await read(hex('00 00000005 ff'))).tried).toEqual([
      ['serde:registry', 'schema 5: a reference names no schema'],
    ]);
  });

  test('gives its user to nobody else, and not in the address', async () => {
    await read(hex('00 00000001 ff'), [], new Registry(url.replace('//', '//me:p%40ss@')));
    expect(logins).toEqual([`Basic ${Buffer.from('me:p@ss').toString('base64')}`]);
    expect(asked).toEqual(['/schemas/ids/1']);
  });

  test.each<[string, string, string]>([
    ['a type that is not read', '00 00000003 ff', 'schema 3: schemas of the type PROTOBUF are not read'],
    ['a redirection, which is not followed', '00 00000006 ff', 'schema 6: the registry does not answer'],
    ['a schema of 2 MiB', '00 00000007 ff', 'schema 7: the schema is larger than 1 MiB'],
    ['a fault of the registry', '00 00000008 ff', 'schema 8: the registry answers with the status 500'],
    ['an unknown id', '00 00000063 ff', 'it looks like schema 99: the registry does not know it'],
  ])('says why it does not read: %s', async (_, bytes, reason) => {
    expect(await read(hex(bytes))).toMatchObject({ as: 'hex', tried: [['serde:registry', reason]] });
    expect(asked).not.toContain('/stolen');
  });

  test('that is gone is no reason to fail', async () => {
    const gone = new Registry('http://127.0.0.1:1');
    expect((await read(hex('00 00000001 ff'), [], gone)).tried).toEqual([
      ['serde:registry', 'schema 1: the registry does not answer'],
    ]);
  });

  test('bytes that do not fit their schema are hex, with the reason', async () => {
    expect(await read(hex('00 00000001 02'))).toMatchObject({
      as: 'hex',
      tried: [['serde:avro', 'it ends at byte 1, in the middle of a value']],
    });
  });
});
