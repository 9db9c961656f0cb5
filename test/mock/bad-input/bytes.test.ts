/** 14,000 corrupted byte strings, for everything that parses bytes from outside. */
import { randomBytes, randomInt } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';

import { Consumer, Producer } from '../../../src';
import { CommandError } from '../../../src/cli/exit';
import { parseDelimiter } from '../../../src/cli/io/delimiter';
import { recordMaker } from '../../../src/cli/produce/line-records';
import { LineSplitter } from '../../../src/cli/io/line-splitter';
import { parseOffsetSpec } from '../../../src/cli/records/offset-spec';
import { parseProperties } from '../../../src/config/properties-text';
import { JksError, readJks } from '../../../src/config/security/jks';
import { parseJaas } from '../../../src/config/security/jaas';
import { resolveConfig } from '../../../src/config/resolve';
import { MockCluster } from '../../../src/testing';
import { attempt, expectTyped } from './arbitrary';

const mangled = fc.oneof(
  fc.uint8Array({ maxLength: 64 }),
  fc.string({ unit: 'binary', maxLength: 30 }).map((text) => Buffer.from(text)),
  fc.json().map((text) => Buffer.from(text.slice(0, -1))),
  fc.uint8Array({ minLength: 4, maxLength: 20 }).map((tail) => Buffer.from([0, 0, 0, 1, ...tail])),
);

const NAMES = ['string', 'int', 'short', 'long', 'float', 'double', 'uuid', 'boolean', 'void', 'json', 'list'] as const;

test('deserializers, by way of a consumer', async () => {
  const cluster = await MockCluster.start({ topics: { t: 1 } });
  const servers = { 'bootstrap.servers': cluster.bootstrapServers };
  const producer = new Producer(servers);
  const values = fc.sample(mangled, 300).map((value) => Buffer.from(value));
  await producer.sendBatch(values.map((value) => ({ topic: 't', value, partition: 0 })));
  let failed = 0;
  for (const name of NAMES) {
    const consumer = new Consumer({
      ...servers,
      'auto.offset.reset': 'earliest',
      'fetch.max.wait.ms': 5,
      'value.deserializer': name,
      'default.list.value.serde.inner': 'int',
      'default.list.value.serde.type': 'java.util.ArrayList',
    } as never);
    const partition = { topic: 't', partition: 0 };
    consumer.assign([{ ...partition, offset: 0 }]);
    for (let next = 0; next < values.length;) {
      try {
        const records = await consumer.poll(10_000);
        next += records.count;
      } catch (error) {
        expectTyped(error);
        failed++;
        const { offset } = error as unknown as { offset: number };
        next = offset + 1;
        consumer.seek(partition, next);
      }
    }
    await consumer.close();
  }
  expect(failed).toBeGreaterThan(300);
  await producer.close();
  await cluster.close();
}, 240_000);

test('key stores', () => {
  const start = Buffer.from('feedfeed0000000200000001', 'hex');
  let refused = 0;
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.boolean(), (tail, whole) => {
      const data = whole ? Buffer.from(tail) : Buffer.concat([start, tail]);
      try {
        readJks(data, null, 'password');
      } catch (error) {
        if (!(error instanceof JksError)) throw error;
        refused++;
      }
    }),
    { numRuns: 4000 },
  );
  expect(refused).toBeGreaterThan(1000);
});

test('stores in files, as a client reads them', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'kafka-napi-stores-'));
  try {
    const file = path.join(folder, 'store');
    const pem = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';
    for (let run = 0; run < 300; run++) {
      const parts = [Buffer.from(pem.slice(0, randomInt(pem.length))), randomBytes(randomInt(60)), Buffer.from(pem)];
      writeFileSync(file, Buffer.concat(parts.slice(0, randomInt(4))));
      for (const type of ['PEM', 'PKCS12', 'JKS']) {
        attempt(() =>
          resolveConfig('producer', {
            'bootstrap.servers': '127.0.0.1:1',
            'security.protocol': 'SSL',
            [`ssl.${run % 2 ? 'truststore' : 'keystore'}.location`]: file,
            [`ssl.${run % 2 ? 'truststore' : 'keystore'}.password`]: 'password',
            [`ssl.${run % 2 ? 'truststore' : 'keystore'}.type`]: type,
          }),
        );
      }
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('JAAS configurations', () => {
  const word = fc.constantFrom(
    'org.apache.kafka.common.security.plain.PlainLoginModule',
    'required',
    'username',
    '=',
    '"a',
    '"',
    "'b'",
    ';',
    '\\',
    '/*',
    '//',
    '\n',
    'ä',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.array(word).map((words) => words.join(' ')),
      ),
      (text) => {
        attempt(() => parseJaas(text));
      },
    ),
    { numRuns: 3000 },
  );
});

test('what the command line reads', () => {
  const make = recordMaker({
    topic: 't',
    partition: undefined,
    keyDelimiter: Buffer.from(':'),
    fixedKey: null,
    headers: [],
    emptyIsNull: false,
  });
  const delimiter = Buffer.from('\n');
  fc.assert(
    fc.property(fc.array(mangled, { maxLength: 3 }), fc.string({ unit: 'binary', maxLength: 40 }), (chunks, text) => {
      for (const read of [parseProperties, parseOffsetSpec, (one: string) => parseDelimiter(one, '-D')]) {
        try {
          read(text);
        } catch (error) {
          if (!(error instanceof CommandError)) throw error;
        }
      }
      const splitter = new LineSplitter(delimiter);
      const lines: Buffer[] = [];
      for (const chunk of chunks) {
        splitter.feed(Buffer.from(chunk));
        for (let line = splitter.next(); line !== undefined; line = splitter.next()) lines.push(Buffer.from(line));
      }
      for (const line of lines) make(line);
      const input = Buffer.concat(chunks);
      const whole = input.subarray(0, input.lastIndexOf(delimiter) + 1);
      expect(Buffer.concat(lines.flatMap((line) => [line, delimiter])).equals(whole)).toBe(true);
    }),
    { numRuns: 3000 },
  );
});
