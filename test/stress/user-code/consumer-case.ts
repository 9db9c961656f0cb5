import { setTimeout as sleep } from 'node:timers/promises';

import { Consumer, KafkaError, type ConsumerRecord } from '../../../src/index';
import type { ConsumerCase } from './cases';
import { MINE, Trap } from './trap';
import { within } from './within';

/** Records of the input topic, with `partition/offset` as their values. */
export const PER_PARTITION = 40;
const PARTITIONS = 2;

/** Runs a case. Returns the faults. */
export async function runConsumerCase(
  one: ConsumerCase,
  servers: string,
  topic: string,
  group: string,
): Promise<string[]> {
  const faults: string[] = [];
  let consumer: Consumer<Buffer, string> | undefined = undefined as Consumer<Buffer, string> | undefined;
  const seen = new Map<string, number>();
  const take = (record: ConsumerRecord<unknown, unknown>) => {
    const at = `${record.partition}/${record.offset}`;
    if (String(record.value) !== at) faults.push(`${at} has the value ${String(record.value)}`);
    seen.set(at, (seen.get(at) ?? 0) + 1);
  };
  const takeAll = (records: Iterable<ConsumerRecord<unknown, unknown>>) => {
    for (const record of records) take(record);
  };
  const assigned = () =>
    consumer!.assignment().flatMap((partition) => {
      const offset = consumer!.position(partition);
      return offset === null ? [] : [{ ...partition, offset }];
    });
  const calls: Record<string, () => unknown> = {
    poll: () => consumer!.poll(20).then(takeAll),
    pollSync: () => takeAll(consumer!.pollSync(20)),
    commit: () => consumer!.commit(),
    commitSync: () => consumer!.commitSync(undefined, 1000),
    seek: () => assigned().forEach((at) => consumer!.seek(at, at.offset)),
    assign: () => {
      const positions = assigned();
      if (positions.length === PARTITIONS) consumer!.assign(positions);
    },
    pause: () => {
      consumer!.pause(consumer!.assignment());
      consumer!.resume(consumer!.assignment());
    },
    close: () => consumer!.close({ timeoutMs: 3000 }),
    closeSync: () => consumer!.closeSync(3000),
  };
  const trap = new Trap(one.moment, one.act, () => consumer, calls[one.act]!);
  const is = (what: ConsumerCase['what']) => one.what === what;

  const config: Record<string, unknown> = {
    'bootstrap.servers': servers,
    'group.id': group,
    'auto.offset.reset': 'earliest',
    'max.poll.records': one.moment === 'busy' ? 5 : 50,
    'max.poll.interval.ms': 6000,
    'session.timeout.ms': 6000,
    'value.deserializer': 'string',
    'default.api.timeout.ms': 5000,
  };
  const interceptor = { onConsume: (records: unknown) => records };
  if (is('deserializer')) config['value.deserializer'] = (data: Buffer) => trap.spring(data.toString());
  if (is('deserializer close'))
    config['value.deserializer'] = { deserialize: String, close: () => trap.spring(undefined) };
  if (is('onConsume')) config['interceptor.classes'] = [{ onConsume: (records: unknown) => trap.spring(records) }];
  if (is('onCommit')) config['interceptor.classes'] = [{ ...interceptor, onCommit: () => trap.spring(undefined) }];
  if (is('stats listener')) config['statistics.interval.ms'] = 50;
  if (is('metric reporter'))
    Object.assign(config, {
      'statistics.interval.ms': 50,
      'metric.reporters': [{ metrics: () => trap.spring(undefined) }],
    });
  consumer = new Consumer(config as never) as unknown as Consumer<Buffer, string>;
  consumer.on('error', () => undefined);
  if (is('stats listener')) consumer.on('stats', () => trap.spring(undefined));
  if (is('close listener')) consumer.on('close', () => trap.spring(undefined));
  if (is('assigned listener')) consumer.on('assigned', () => trap.spring(undefined));
  if (is('revoked listener')) consumer.on('revoked', () => trap.spring(undefined));
  consumer.subscribe([topic], {
    onPartitionsAssigned: () => (is('onPartitionsAssigned') ? trap.spring(undefined) : undefined),
    onPartitionsRevoked: () => (is('onPartitionsRevoked') ? trap.spring(undefined) : undefined),
  });

  const isOver = () =>
    seen.size === PER_PARTITION * PARTITIONS || consumer!.state === 'closing' || consumer!.state === 'closed';
  const step = async () => {
    if (is('until')) {
      for await (const record of consumer!.stream({ idleTimeoutMs: 300, until: () => trap.spring(false) }))
        take(record);
    } else if (is('handler')) {
      const handle = async (record: ConsumerRecord<Buffer, string>) => {
        await trap.spring(undefined);
        take(record);
      };
      await consumer!.forEach(handle, { idleTimeoutMs: 300 });
    } else {
      takeAll(await consumer!.poll(300));
      if (is('onCommit')) await consumer!.commit();
    }
  };
  const attempt = async () => {
    try {
      await step();
    } catch (error) {
      if (
        !KafkaError.is(error) &&
        !(error as Error).message.includes(MINE) &&
        !/promise/.test((error as Error).message)
      )
        faults.push(`threw ${String(error)}`);
      await sleep(5);
    }
  };
  const isStuck = is('handler') && one.act === 'never settles';
  const read = async (ms: number) => {
    for (const end = performance.now() + ms; !isOver() && performance.now() < end;) {
      // A function that never settles is ended from outside, as a user would do.
      const nudge = setTimeout(() => {
        trap.disarm();
        consumer!.wakeup();
      }, 3000);
      // Only close() ends a handler that never settles.
      await Promise.race(isStuck ? [attempt(), sleep(2500)] : [attempt()]);
      clearTimeout(nudge);
      if (isStuck && trap.sprung > 0) return;
    }
  };
  await within('reading', 30_000, read(20_000), faults);
  if (is('onPartitionsRevoked') || is('revoked listener') || is('close listener') || is('deserializer close'))
    trap.arm();
  const wasClosed = consumer.state === 'closing' || consumer.state === 'closed';
  if (!wasClosed && !isStuck && seen.size < PER_PARTITION * PARTITIONS)
    faults.push(`${PER_PARTITION * PARTITIONS - seen.size} records never came`);
  for (const [at, times] of seen) if (times > 1) faults.push(`${at} came ${times} times`);
  await within('close()', 15_000, consumer.close({ timeoutMs: 4000 }), faults);
  // If blocking calls have used up the time, librdkafka is released in the background after the deadline.
  for (let looks = 0; looks < 100 && consumer.state !== 'closed'; looks++) await sleep(100);
  if (consumer.state !== 'closed') faults.push(`closed, its state is ${consumer.state}`);
  return faults;
}
