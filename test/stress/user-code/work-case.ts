import { setTimeout as sleep } from 'node:timers/promises';

import { Consumer, KafkaError, Producer } from '../../../src/index';
import type { WorkCase } from './cases';
import { MINE, swallow, Trap } from './trap';
import { within } from './within';

/** Runs a case: actions of the work of `transaction`. Returns the faults. */
export async function runWorkCase(one: WorkCase, servers: string, topic: string): Promise<string[]> {
  const faults: string[] = [];
  const producer = new Producer({
    'bootstrap.servers': servers,
    'transactional.id': topic,
    'value.serializer': 'string',
    'max.block.ms': 3000,
    'request.timeout.ms': 3000,
    'delivery.timeout.ms': 6000,
  } as never) as unknown as Producer<string, string>;
  producer.on('error', () => undefined);
  let next = 0;
  const produce = () => producer.produce({ topic, partition: 0, value: `inner-${next++}` });
  const calls: Record<string, () => unknown> = {
    produce,
    send: () => producer.send({ topic, partition: 0, value: `inner-${next++}` }),
    flush: () => producer.flush(1000),
    purge: () => producer.purge(),
    beginTransaction: () => producer.beginTransaction(),
    commitTransaction: () => producer.commitTransaction(),
    abortTransaction: () => producer.abortTransaction(),
    transaction: () => producer.transaction(() => produce()),
    close: () => producer.close({ timeoutMs: 2000 }),
  };
  const trap = new Trap(one.moment, one.act, () => producer as never, calls[one.act]!);
  const committed: string[] = [];
  const isOpen = () => producer.state !== 'closing' && producer.state !== 'closed';
  const attempt = async () => {
    const text = `outer-${next++}`;
    try {
      await producer.transaction(async () => {
        producer.produce({ topic, partition: 0, value: text });
        await trap.spring(undefined);
        if (one.moment === 'busy') await sleep(1);
      });
      committed.push(text);
    } catch (error) {
      if (!KafkaError.is(error) && (error as Error).message !== MINE) faults.push(`threw ${String(error)}`);
    }
  };
  await within('initTransactions()', 15_000, producer.initTransactions(), faults);
  for (let i = 0; i < (one.moment === 'busy' ? 20 : 1) && isOpen(); i++) {
    // Only close() ends work that never settles.
    const work = attempt();
    if (one.act === 'never settles') {
      await Promise.race([work, sleep(500)]);
      if (trap.sprung > 0) break;
    }
    await within('the transaction', 15_000, work, faults);
  }
  trap.disarm();
  if (trap.sprung === 0) faults.push('its moment never came');
  if (isOpen() && one.act !== 'never settles') {
    // Its own unfinished calls end; after that the next transaction works normally.
    for (let tries = 0; tries < 20 && !committed.includes('later'); tries++) {
      try {
        await producer.transaction(() => producer.produce({ topic, partition: 0, value: 'later' }));
        committed.push('later');
      } catch (error) {
        if (!KafkaError.is(error)) faults.push(`threw ${String(error)}`);
        swallow(Promise.resolve().then(() => producer.abortTransaction()));
        await sleep(100);
      }
    }
    if (!committed.includes('later')) faults.push('no later transaction was committed');
  }
  await within('close()', 15_000, producer.close({ timeoutMs: 4000 }), faults);
  for (let looks = 0; looks < 100 && producer.state !== 'closed'; looks++) await sleep(100);
  if (producer.state !== 'closed') faults.push(`closed, its state is ${producer.state}`);
  if (producer.outstanding !== 0) faults.push(`closed, it has ${producer.outstanding} records outstanding`);

  // The mock cluster writes control batches without a checksum.
  const consumer = new Consumer({
    'bootstrap.servers': servers,
    'value.deserializer': 'string',
    'check.crcs': false,
  });
  consumer.assign([{ topic, partition: 0, offset: 0 }]);
  const seen: string[] = [];
  for await (const { value } of consumer.stream({ to: 'end' })) seen.push(String(value));
  await consumer.close();
  for (const text of committed) if (!seen.includes(text)) faults.push(`${text} was committed and is not there`);
  if (new Set(seen).size !== seen.length) faults.push('a record was written twice');
  return faults;
}
