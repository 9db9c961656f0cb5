import { setTimeout as sleep } from 'node:timers/promises';

import { Consumer, KafkaError, Producer, type ProducerRecord } from '../../../src/index';
import type { ProducerCase } from './cases';
import { MINE, Trap } from './trap';
import { within } from './within';

/** Runs a case. Returns the faults. */
export async function runProducerCase(one: ProducerCase, servers: string, topic: string): Promise<string[]> {
  const faults: string[] = [];
  let producer: Producer<string, string> | undefined = undefined as Producer<string, string> | undefined;
  let next = 0;
  const acknowledged = new Map<string, string>();
  const value = (from: string) => `${from}-${next++}`;
  const note = (text: string) => (error: Error | null, at: { partition: number; offset: number }) => {
    if (error === null) acknowledged.set(`${at.partition}/${at.offset}`, text);
  };
  const refused = (error: unknown) => {
    if (!KafkaError.is(error) && (error as Error).message !== MINE) faults.push(`threw ${String(error)}`);
  };
  const produce = (from: string) => {
    const text = value(from);
    producer!.produce({ topic, value: text }, note(text));
  };
  const send = async (from: string) => {
    const text = value(from);
    note(text)(null, await producer!.send({ topic, value: text }));
  };
  const calls: Record<string, () => unknown> = {
    produce: () => produce('inner'),
    send: () => send('inner'),
    poll: () => producer!.poll(0),
    flush: () => producer!.flush(1000),
    flushSync: () => producer!.flushSync(1000),
    purge: () => producer!.purge(),
    close: () => producer!.close({ timeoutMs: 2000 }),
  };
  const trap = new Trap(one.moment, one.act, () => producer, calls[one.act]!);
  const is = (what: ProducerCase['what']) => one.what === what;

  const config: Record<string, unknown> = {
    'bootstrap.servers': servers,
    'linger.ms': one.moment === 'busy' ? 5 : 0,
    'max.block.ms': 1500,
    'request.timeout.ms': 3000,
    'delivery.timeout.ms': 6000,
  };
  if (is('drain listener')) config['buffer.memory'] = 20_000;
  if (is('stats listener')) config['statistics.interval.ms'] = 50;
  if (is('metric reporter'))
    Object.assign(config, {
      'statistics.interval.ms': 50,
      'metric.reporters': [{ metrics: () => trap.spring(undefined) }],
    });
  if (is('onSend')) config['interceptor.classes'] = [{ onSend: (record: unknown) => trap.spring(record) }];
  if (is('onAcknowledgement')) config['interceptor.classes'] = [{ onAcknowledgement: () => trap.spring(undefined) }];
  if (is('interceptor close'))
    config['interceptor.classes'] = [{ onSend: (record: unknown) => record, close: () => trap.spring(undefined) }];
  if (is('serializer')) config['value.serializer'] = (data: string) => trap.spring(data);
  if (is('serializer close'))
    config['value.serializer'] = { serialize: (data: string) => data, close: () => trap.spring(undefined) };
  if (is('partitioner')) config['partitioner.class'] = () => trap.spring(1);
  producer = new Producer(config as never) as unknown as Producer<string, string>;
  if (is('drain listener')) producer.on('drain', () => trap.spring(undefined));
  if (is('stats listener')) producer.on('stats', () => trap.spring(undefined));
  if (is('close listener')) producer.on('close', () => trap.spring(undefined));

  const record = (text: string): ProducerRecord<string, string> => {
    if (is('headers generator'))
      return {
        topic,
        value: text,
        headers: (function* () {
          yield ['h', trap.spring(text)] as [string, string];
        })(),
      };
    if (!is('record getter')) return { topic, value: text };
    return {
      topic,
      get value() {
        return trap.spring(text);
      },
    };
  };
  const produceOuter = () => {
    const text = value('outer');
    const noted = note(text);
    producer!.produce(record(text), (error, at) => {
      noted(error, at);
      return is('delivery callback') ? trap.spring(undefined) : undefined;
    });
  };
  const batch = async (count: number) => {
    const texts = Array.from({ length: count }, () => value('batch'));
    const records = texts.map(record);
    const list = function* () {
      for (const each of records) yield is('list of records') ? trap.spring(each) : each;
    };
    const outcomes = await producer!.sendBatch(list(), { settled: true });
    outcomes.forEach((outcome, i) => outcome.status === 'fulfilled' && note(texts[i]!)(null, outcome.value));
  };

  const work: Promise<unknown>[] = [];
  const attempt = async (run: () => unknown) => {
    try {
      await run();
    } catch (error) {
      refused(error);
    }
  };
  const rounds = one.moment === 'idle' ? 1 : 120;
  for (let i = 0; i < rounds; i++) {
    work.push(attempt(produceOuter));
    if (i % 20 === 0) {
      const text = value('outer');
      work.push(attempt(async () => note(text)(null, await producer!.send(record(text)))));
      work.push(attempt(() => batch(one.moment === 'idle' ? 1 : 10)));
      await sleep(1);
    }
  }
  if (is('stats listener') || is('metric reporter')) await sleep(300);
  await within('its calls', 15_000, Promise.all(work), faults);
  trap.disarm();

  if (producer.state !== 'closing' && producer.state !== 'closed') {
    // Nothing is blocked: later records are delivered.
    await within(
      'later records',
      15_000,
      attempt(() => Promise.all([send('later'), batchLater()])),
      faults,
    );
    if (![...acknowledged.values()].some((text) => text.startsWith('later')))
      faults.push('a later record was not taken');
  }
  async function batchLater() {
    const text = value('later');
    await producer!.sendBatch([{ topic, value: text }]);
  }
  if (is('close listener') || is('interceptor close') || is('serializer close')) trap.arm();
  await within('close()', 15_000, producer.close({ timeoutMs: 3000 }), faults);
  // If blocking calls have used up the time, librdkafka is released in the background after the deadline.
  for (let looks = 0; looks < 100 && producer.state !== 'closed'; looks++) await sleep(100);
  if (producer.state !== 'closed') faults.push(`closed, its state is ${producer.state}`);
  if (producer.outstanding !== 0) faults.push(`closed, it has ${producer.outstanding} records outstanding`);

  // Acknowledged records are the produced ones, at their places.
  const consumer = new Consumer({ 'bootstrap.servers': servers, 'value.deserializer': 'string' });
  consumer.assign([0, 1].map((partition) => ({ topic, partition, offset: 0 })));
  const seen = new Map<string, string>();
  for await (const { partition, offset, value } of consumer.stream({ to: 'end' }))
    seen.set(`${partition}/${offset}`, String(value));
  await consumer.close();
  for (const [at, text] of acknowledged)
    if (seen.get(at) !== text) faults.push(`${text} was acknowledged at ${at}, where ${String(seen.get(at))} is`);
  const texts = [...seen.values()];
  for (const text of texts)
    if (!/^(outer|inner|batch|later)-\d+$/.test(text)) faults.push(`nobody produced ${JSON.stringify(text)}`);
  if (new Set(texts).size !== texts.length) faults.push('a record was written twice');
  return faults;
}
