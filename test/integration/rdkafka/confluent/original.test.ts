/**
 * The same programs as on `@confluentinc/kafka-javascript` 1.10.1, whose notes are in
 * test/fixtures/rdkafka/confluent-kafka-javascript-1.10.1.json. To write them again: ../programs/record.ts.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';

import * as rdkafka from '../../../../src/rdkafka/index';
import { sharedKafka } from '../../../helpers/kafka/shared-kafka';
import { observe } from '../programs/observe';
import { programs } from './all';

const fixture = path.join(__dirname, '../../../fixtures/rdkafka/confluent-kafka-javascript-1.10.1.json');
const original = JSON.parse(readFileSync(fixture, 'utf8')) as Record<string, unknown>;

/** What differs on purpose: docs/moving/confluent.md says why. Each is checked to differ still. */
const different: readonly string[] = [
  // An empty value stays empty; the original makes it null.
  'eachMessage: payloads',
  // KafkaJSError, where the original throws an error of its other API. The codes are the same.
  'errors: partition',
  'errors: too large',
  'subscribing: afterwards',
];

test.each(Object.keys(programs) as (keyof typeof programs)[])('%s: as on the original', async (name) => {
  const kafka = sharedKafka();
  const createTopic = (topic: string, partitions: number) => kafka.createTopic(topic, { partitions });
  const notes = await observe(rdkafka, kafka.bootstrapServers, createTopic, { [name]: programs[name] });
  const wanted = Object.fromEntries(Object.entries(original).filter(([label]) => label.startsWith(`${name}: `)));
  expect(Object.keys(wanted).length).toBeGreaterThan(0);
  for (const label of different.filter((one) => one in wanted)) {
    expect(notes[label]).not.toEqual(wanted[label]);
    wanted[label] = notes[label];
  }
  expect(notes).toEqual(wanted);
});
