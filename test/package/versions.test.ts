/** The binary holds the librdkafka that deps/sources.json declares. */
import { readFileSync } from 'node:fs';
import path from 'node:path';

import { native } from '../../src/binding/native';

const root = path.resolve(__dirname, '../..');

test('the linked librdkafka is the pinned one', () => {
  const sources = JSON.parse(readFileSync(path.join(root, 'deps/sources.json'), 'utf8')) as {
    librdkafka: { version: string };
  };
  expect(native.librdkafkaVersion).toBe(sources.librdkafka.version);
});
