/** One program on kafkajs and on `kafka-napi/kafkajs`, at the same time on the same broker. */
import { randomBytes } from 'node:crypto';

import * as original from 'kafkajs';
import * as entry from '../../../src/kafkajs';
import type { KafkaEndpoint } from '../../helpers/kafka/kafka-endpoint';
import { described } from '../errors';
import type { Outcome, Seen } from '../oracle';
import type { Program } from '../programs/program';
import { administer } from './administer';
import { consume } from './consume';
import type { Library, Place } from './place';
import { produce, transact } from './produce';
import { share } from './share';
import { Sockets } from './sockets';

process.env.KAFKAJS_NO_PARTITIONER_WARNING = '1';

/** A program that has not ended by then never does: it counts as a difference, unless neither ends. */
const LONGEST_MS = 300_000;

function start(program: Program, place: Place): Promise<void> {
  switch (program.kind) {
    case 'consume':
      return consume(program, place);
    case 'share':
      return share(program, place);
    case 'produce':
      return produce(program, place);
    case 'transact':
      return transact(program, place);
    case 'administer':
      return administer(program, place);
  }
}

async function run(lib: Library, name: string, program: Program, broker: KafkaEndpoint): Promise<Seen> {
  const cleaning: (() => Promise<unknown>)[] = [];
  const seen: unknown[] = [];
  const brokers = broker.bootstrapServers.split(',');
  const sockets = new Sockets();
  const kafka = new lib.Kafka({
    brokers,
    // The entry would warn of it.
    ...(lib === original ? { socketFactory: sockets.factory } : {}),
    clientId: 'dropin',
    logLevel: lib.logLevel.NOTHING,
    // After a request that was slow kafkajs sends everything again: on a busy machine it would write records twice.
    connectionTimeout: 60_000,
    requestTimeout: 120_000,
  });
  const place: Place = {
    lib,
    kafka,
    broker,
    name,
    seen,
    later: (clean) => void cleaning.push(clean),
    ended: () => sockets.ended(),
  };
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((resolve) => {
    timer = setTimeout(() => {
      seen.push('does not end');
      resolve();
    }, LONGEST_MS);
  });
  try {
    // A copy: the run crosses off what it has done.
    await Promise.race([start(structuredClone(program), place), limit]);
  } catch (error) {
    seen.push(['ends with', described(error)]);
  }
  clearTimeout(timer);
  const lines = seen.map((one) => JSON.stringify(one).replaceAll(name, 'NAME'));
  for (const clean of cleaning.reverse()) await clean().catch(() => undefined);
  return lines;
}

// Enums of two packages are two types, whatever their members.
const ours = entry as unknown as Library;

/** `second`: the entry, or one with an error that is put in on purpose. */
export async function runBoth(program: Program, broker: KafkaEndpoint, second: Library = ours): Promise<Outcome> {
  const name = `dropin-${randomBytes(6).toString('hex')}`;
  const [first, other] = await Promise.all([
    run(original, `${name}-1`, program, broker),
    run(second, `${name}-2`, program, broker),
  ]);
  return { original: first, ours: other };
}
