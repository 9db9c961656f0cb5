/**
 * Brings a client into a state, says READY, and ends the process in one of the ways in which programs end. Arguments:
 * state, ending, bootstrap servers. Prints CONNECTED where the state waits for the broker to go away.
 */
import { setTimeout as sleep } from 'node:timers/promises';

import { Consumer, Producer } from '../../../src';
import { READY } from '../../helpers/child';

const [state, ending, bootstrap] = process.argv.slice(2) as [string, string, string];
const servers = { 'bootstrap.servers': state === 'connecting to nobody' ? '127.0.0.1:1' : bootstrap };
const TOPIC = 't';
const group = { ...servers, 'group.id': `exit-${process.pid}`, 'auto.offset.reset': 'earliest' } as const;

interface Closable {
  close(options?: { timeoutMs?: number }): Promise<void>;
}

function never(): Promise<void> {
  return new Promise(() => undefined);
}

/** Errors that the user's program handles, so that the process continues. */
const survived: unknown[] = [];

async function fill(producer: Producer): Promise<void> {
  for (let i = 0; i < 1000; i++) producer.produce({ topic: TOPIC, value: `value ${i}` });
  await producer.flush();
}

const states: Record<string, () => Promise<Closable[]>> = {
  async idle() {
    const clients = [new Producer(servers), new Consumer(group)];
    await Promise.all(clients.map((client) => client.ready()));
    return clients;
  },
  async 'connecting to nobody'() {
    const consumer = new Consumer(group);
    const producer = new Producer(servers);
    // A listener, so that there is no process warning about the missing broker.
    consumer.on('warning', () => undefined);
    producer.on('warning', () => undefined);
    consumer.subscribe([TOPIC]);
    await consumer.poll(200);
    return [producer, consumer];
  },
  async producing() {
    const producer = new Producer(servers);
    await fill(producer);
    for (let i = 0; i < 10_000; i++) producer.produce({ topic: TOPIC, value: `value ${i}` });
    return [producer];
  },
  async consuming() {
    const producer = new Producer(servers);
    await fill(producer);
    const consumer = new Consumer(group);
    consumer.subscribe([TOPIC]);
    let seen = 0;
    for await (const record of consumer) {
      if (record.value !== null && ++seen === 100) break;
    }
    return [producer, consumer];
  },
  async 'in a transaction'() {
    const producer = new Producer({ ...servers, 'transactional.id': `exit-${process.pid}` });
    await producer.initTransactions();
    producer.beginTransaction();
    await producer.send({ topic: TOPIC, value: 'uncommitted' });
    producer.produce({ topic: TOPIC, value: 'in flight' });
    return [producer];
  },
  async 'in a rebalance'() {
    const consumer = new Consumer(group);
    // close() says that the listener has used up its time.
    consumer.on('error', (error) => survived.push(error));
    const assigned = new Promise<void>((resolve) => {
      const onPartitionsAssigned = (): Promise<void> => {
        resolve();
        return never();
      };
      consumer.subscribe([TOPIC], { onPartitionsAssigned });
    });
    let isAssigned = false;
    void assigned.then(() => (isAssigned = true));
    while (!isAssigned) await consumer.poll(100);
    return [consumer];
  },
  async 'broker gone'() {
    const producer = new Producer({
      ...servers,
      'delivery.timeout.ms': 1000,
      'request.timeout.ms': 900,
      'linger.ms': 0,
    });
    const consumer = new Consumer(group);
    await fill(producer);
    consumer.subscribe([TOPIC]);
    await consumer.assigned();
    console.log('CONNECTED');
    while (producer.state !== 'down' || consumer.state !== 'down') await sleep(20);
    producer.produce({ topic: TOPIC, value: 'nobody will take this' });
    return [producer, consumer];
  },
  async 'after a thrown error'() {
    const survive = (error: unknown): void => void survived.push(error);
    process.on('uncaughtException', survive);
    const producer = new Producer(servers);
    producer.produce({ topic: TOPIC, value: 'v' }, () => {
      throw new Error('thrown in a delivery callback');
    });
    await producer.flush();
    const consumer = new Consumer(group);
    consumer.on('assigned', () => {
      throw new Error('thrown in an event listener');
    });
    consumer.on('error', survive);
    consumer.subscribe([TOPIC], {
      onPartitionsAssigned: () => {
        throw new Error('thrown in a rebalance listener');
      },
    });
    const until = performance.now() + 20_000;
    // Of the callback, of the rebalance listener (by a poll), and of the event listener, in any order.
    while (survived.length < 3 && performance.now() < until) await consumer.poll(100).catch(survive);
    process.off('uncaughtException', survive);
    if (survived.length < 3) throw new Error('what the callbacks have thrown has not arrived');
    return [producer, consumer];
  },
};

const endings: Record<string, (clients: readonly Closable[]) => Promise<void> | void> = {
  async close(clients) {
    await Promise.all(clients.map((client) => client.close({ timeoutMs: 3000 })));
  },
  return() {},
  'process.exit'() {
    process.exit(3);
  },
  SIGINT: forEver,
  SIGTERM: forEver,
  'uncaught exception'() {
    setImmediate(() => {
      throw new Error('the user made a mistake');
    });
    return forEver();
  },
};

/** Until the signal comes. */
function forEver(): Promise<void> {
  setInterval(() => undefined, 1000);
  return never();
}

async function main(): Promise<void> {
  const clients = await states[state]!();
  console.log(READY);
  await endings[ending]!(clients);
}

void main();
