/**
 * Closes a consumer in one situation, and must then end by itself.
 *
 * argv: bootstrap servers, topic, situation. Prints `closed` when close() has settled.
 */
import { Consumer } from '../../../../src/index';

const [servers, topic, situation] = process.argv.slice(2) as [string, string, string];
const delay = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function main(): Promise<void> {
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  const consumer = new Consumer({
    'bootstrap.servers': servers,
    'group.id': `close-${topic}-${situation}`,
    'auto.offset.reset': 'earliest',
    'max.poll.records': 5,
  });
  consumer.on('error', () => undefined);
  const isRebalance = situation === 'rebalance' || situation === 'stuck rebalance';
  consumer.subscribe([topic], { onPartitionsAssigned: () => (isRebalance ? held : undefined) });
  const timeoutMs = 4000;
  const close = () => consumer.close({ timeoutMs });
  if (situation === 'never polled') await close();
  else if (situation === 'poll') {
    const polling = consumer.poll().then(
      async () => consumer.poll(0),
      (error: { code: string }) => console.log(error.code),
    );
    await delay(50);
    await close();
    await polling;
  } else if (situation === 'loop') {
    const loop = (async () => {
      for await (const record of consumer) if (record.offset === 3) void close();
    })();
    await loop;
    await close();
  } else if (isRebalance) {
    const polling = consumer.poll(20_000).catch((error: { code: string }) => console.log(error.code));
    while (consumer.assignment().length === 0) await delay(20);
    if (situation === 'rebalance') setTimeout(release, 300);
    await close();
    await polling;
  } else if (situation === 'commit') {
    await consumer.poll();
    const committing = consumer.commit().catch((error: { code: string }) => console.log(error.code));
    await close();
    await committing;
  } else if (situation === 'outage') {
    await consumer.poll();
    console.log('READY');
    await new Promise((resolve) => process.stdin.once('data', resolve));
    process.stdin.destroy();
    await close();
  } else if (situation === 'twice') {
    await consumer.poll();
    await Promise.all([close(), close()]);
    await close();
  } else if (situation === 'forEach') {
    const work = consumer.forEach(() => delay(200), { concurrency: 2 });
    await delay(3000);
    await close();
    await work;
  } else if (situation === 'sync') {
    consumer.pollSync(10_000);
    consumer.closeSync(timeoutMs);
  } else if (situation === 'not closed') {
    await consumer.poll();
    console.log('closed');
    return;
  } else throw new Error(`no such situation: ${situation}`);
  console.log('closed');
}

void main();
