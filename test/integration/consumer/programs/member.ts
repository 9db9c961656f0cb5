/**
 * A member of a group that notes down what it gets, before it asks for more, with one write for each batch: what a
 * killed member had in hand is either in the file or was never processed. Ends cleanly at SIGTERM. Each line: a letter,
 * the time in ms, what it is about; `G` is what librdkafka says of the group: who joined when, which commit got which
 * answer.
 *
 * argv: the file, and JSON of the consumer's configuration and the topic.
 */
import { closeSync, openSync, writeSync } from 'node:fs';

import { Consumer, type ConsumerConfig } from '../../../../src/index';

async function main(): Promise<void> {
  const [, , file, json] = process.argv;
  const { config, topic } = JSON.parse(json!) as { config: ConsumerConfig; topic: string };
  let stop: () => void = () => undefined;
  process.once('SIGTERM', () => stop());
  const out = openSync(file!, 'a');
  const note = (kind: string, about = '') => writeSync(out, `${kind} ${Date.now()} ${about}\n`);
  const consumer = new Consumer({ ...config, debug: 'cgrp' });
  consumer.on('error', (error) => note('E', `${error.code} ${error.message}`));
  consumer.on('warning', (error) => note('W', `${error.code} ${error.message}`));
  consumer.on('log', ({ facility, message }) => {
    if (facility !== 'HEARTBEAT') note('G', `${facility} ${message}`);
  });
  const listed = (partitions: { partition: number }[]) => partitions.map(({ partition }) => partition).join(',');
  consumer.subscribe([topic], {
    onPartitionsAssigned: (partitions) => void note('A', listed(partitions)),
    onPartitionsRevoked: async (partitions) => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      note('R', listed(partitions));
    },
    onPartitionsLost: (partitions) => void note('L', listed(partitions)),
  });
  stop = () => {
    note('T');
    void consumer.close();
  };
  for await (const batch of consumer.batches()) {
    const lines: string[] = [];
    const time = Date.now();
    for (const { partition, offset, value } of batch)
      lines.push(`D ${time} ${partition} ${offset} ${value!.toString()}\n`);
    writeSync(out, lines.join(''));
  }
  await consumer.close();
  note('C');
  closeSync(out);
}

void main();
