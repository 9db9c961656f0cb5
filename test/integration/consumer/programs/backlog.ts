/**
 * Reads a topic over and over, until so many bytes have come, touching each value, and prints the most memory it held.
 *
 * argv: bootstrap servers, topic, bytes, loop (for | batches).
 */
import { Consumer } from '../../../../src/index';

const [servers, topic, bytes, loop] = process.argv.slice(2) as [string, string, string, string];

async function main(): Promise<void> {
  const consumer = new Consumer({ 'bootstrap.servers': servers, 'enable.auto.commit': false });
  consumer.assign([{ topic, partition: 0, offset: 'beginning' }]);
  const [end] = await consumer.endOffsets([{ topic, partition: 0 }]);
  const wanted = Number(bytes);
  let read = 0;
  let touched = 0;
  let most = 0;
  const idle = process.memoryUsage().rss;
  const timer = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 20);
  const again = (next: number) => next === end!.offset && consumer.seek({ topic, partition: 0 }, 'beginning');
  if (loop === 'for') {
    for await (const { value, offset } of consumer) {
      read += value!.length;
      touched += value![0]!;
      if (read >= wanted) break;
      again(offset + 1);
    }
  } else {
    for await (const batch of consumer.batches()) {
      let last = 0;
      for (const { value, offset } of batch) {
        read += value!.length;
        touched += value![0]!;
        last = offset;
      }
      if (read >= wanted) break;
      again(last + 1);
    }
  }
  clearInterval(timer);
  console.log(JSON.stringify({ read, touched, idle, most }));
  await consumer.close();
}

void main();
