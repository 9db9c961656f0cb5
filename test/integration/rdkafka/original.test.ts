/**
 * The same programs as on node-rdkafka 3.6.1, whose notes are test/fixtures/rdkafka/node-rdkafka-3.6.1.json. To write
 * them again: programs/record.ts.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';

import * as rdkafka from '../../../src/rdkafka/index';
import { sharedKafka } from '../../helpers/kafka/shared-kafka';
import { programs } from './programs/all';
import { observe } from './programs/observe';

const fixture = path.join(__dirname, '../../fixtures/rdkafka/node-rdkafka-3.6.1.json');
const original = JSON.parse(readFileSync(fixture, 'utf8')) as Record<string, unknown>;

/** What differs on purpose: docs/moving/rdkafka.md says why. Each is checked to differ still. */
const different: readonly string[] = [
  // An empty Buffer stays empty; node-rdkafka 3.6.1 makes it null.
  'producing: delivery reports',
  // Without acknowledgement no offset is known.
  'highLevel: without acknowledgement',
  // Only the text: the code is the same.
  'transactions: begin again',
  // The stream closes when the producer is disconnected, not before.
  'streams: producer afterwards',
];

test.each(Object.keys(programs) as (keyof typeof programs)[])('%s: as on node-rdkafka', async (name) => {
  const kafka = sharedKafka();
  // The timestamps of the programs are older than a week: retention, which begins 30 s after the start of the broker,
  // would delete the records under them.
  const configs = { 'retention.ms': '-1' };
  const createTopic = (topic: string, partitions: number) => kafka.createTopic(topic, { partitions, configs });
  const notes = await observe(rdkafka, kafka.bootstrapServers, createTopic, { [name]: programs[name] });
  const wanted = Object.fromEntries(Object.entries(original).filter(([label]) => label.startsWith(`${name}: `)));
  expect(Object.keys(wanted).length).toBeGreaterThan(1);
  for (const label of different.filter((one) => one in wanted)) {
    expect(JSON.stringify(notes[label])).not.toBe(JSON.stringify(wanted[label]));
    wanted[label] = notes[label];
  }
  // The order of keys counts: programs compare JSON.
  expect(lines(notes)).toEqual(lines(wanted));
});

const lines = (notes: Readonly<Record<string, unknown>>): string[] =>
  Object.entries(notes).map(([label, note]) => `${label} ${JSON.stringify(note)}`);
