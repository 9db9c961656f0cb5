import { Consumer, type ConsumerConfig, Producer, type ProducerConfig } from '../../index';
import { showClientEvents } from '../client-notes';
import { CommandError } from '../exit';
import { setQuiet } from '../io/stderr';
import { DataOutput } from '../io/stdout';
import { clientProperties, type CommonOptions } from '../options';
import { StopRequest } from '../signals';
import { randomLetters, seededRandom } from './payloads';

export interface PerfEndToEndOptions extends CommonOptions {
  topic: string;
  numRecords: number;
  producerAcks: string;
  recordSize: number;
}

const POLL_MS = 60_000;

/** One message at a time: sent, acknowledged, read back. Prints the output of Kafka's EndToEndLatency. */
export async function perfEndToEnd(options: PerfEndToEndOptions): Promise<number> {
  setQuiet(options.quiet === true);
  const { topic, numRecords } = options;
  const stop = new StopRequest();
  const out = new DataOutput();
  const common = clientProperties(options);
  const producer = new Producer({ ...common, 'linger.ms': '0', acks: options.producerAcks } as ProducerConfig);
  const consumer = new Consumer({
    ...common,
    'enable.auto.commit': 'false',
    'auto.offset.reset': 'latest',
  } as ConsumerConfig);
  showClientEvents(producer, common, 'until it answers', () => stop.abandon());
  showClientEvents(consumer, common, 'until it answers', () => stop.abandon());
  const latencies: number[] = [];
  try {
    const partitions = (await consumer.partitionsFor(topic, { signal: stop.signal })).map(({ partition }) => ({
      topic,
      partition,
    }));
    const ends = await consumer.endOffsets(partitions);
    consumer.assign(ends.map(({ partition, offset }) => ({ topic, partition, offset: offset as number })));
    const random = seededRandom(0);
    for (let index = 0; index < numRecords && !stop.signal.aborted; index++) {
      const value = randomLetters(options.recordSize, random);
      const begin = performance.now();
      await producer.send({ topic, value }, { signal: stop.signal });
      const records = await consumer.poll(POLL_MS, { signal: stop.signal });
      const ms = performance.now() - begin;
      const [record] = records;
      if (record === undefined) throw new CommandError(`message ${index} did not come back within ${POLL_MS} ms`);
      if (records.count !== 1)
        throw new CommandError(`one message was expected, ${records.count} came: is ${topic} used by others?`);
      if (record.value === null || !value.equals(record.value))
        throw new CommandError('the message read is not the message sent');
      if (index % 1000 === 0) out.line(`${index}\t${ms}`);
      await out.pressure();
      latencies.push(ms);
    }
  } catch (error) {
    if (!stop.stopped) throw error;
  } finally {
    await Promise.all([producer.close(), consumer.close()]);
    stop.dispose();
  }
  if (latencies.length > 0) {
    const average = latencies.reduce((sum, ms) => sum + ms, 0) / latencies.length;
    const sorted = latencies.map(Math.floor).sort((a, b) => a - b);
    const at = (share: number): number => sorted[Math.floor(sorted.length * share)] as number;
    out.line(`Avg latency: ${average.toFixed(4)} ms`);
    out.line(`Percentiles: 50th = ${at(0.5)}, 99th = ${at(0.99)}, 99.9th = ${at(0.999)}`);
  }
  return (await out.finish()) || stop.exitCode;
}
