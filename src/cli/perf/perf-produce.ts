import { Producer, type ProducerConfig } from '../../index';
import { showClientEvents } from '../client-notes';
import { describeError, Exit } from '../exit';
import { complain, setQuiet } from '../io/stderr';
import { DataOutput } from '../io/stdout';
import { clientProperties, type CommonOptions } from '../options';
import { StopRequest } from '../signals';
import { pause, Throttle } from '../throttle';
import { payloadSource, type PayloadOptions } from './payloads';
import { ProducerStats } from './producer-stats';

export interface PerfProduceOptions extends CommonOptions, PayloadOptions {
  topic: string;
  numRecords: number;
  throughput: number;
  warmupRecords: number;
  reportingInterval: number;
  transactionalId?: string;
  transactionDurationMs?: number;
}

const DEFAULT_TRANSACTION_MS = 3000;
/** Number of records between two looks at the clock, for the transaction and the throttle. */
const BURST = 1024;

export async function perfProduce(options: PerfProduceOptions): Promise<number> {
  setQuiet(options.quiet === true);
  const { topic, numRecords } = options;
  const payload = payloadSource(options);
  const properties = clientProperties(options, { 'client.id': 'perf-producer-client' });
  if (options.transactionalId !== undefined) properties['transactional.id'] = options.transactionalId;
  else if (options.transactionDurationMs !== undefined)
    properties['transactional.id'] ??= `performance-producer-${process.pid}`;
  const transactional = properties['transactional.id'] !== undefined;
  const transactionMs = options.transactionDurationMs ?? DEFAULT_TRANSACTION_MS;

  const stop = new StopRequest();
  const out = new DataOutput();
  const producer = new Producer(properties as ProducerConfig);
  let failed = 0;
  showClientEvents(producer, properties, 'until it answers', (error) => {
    if (error.isFatal) stop.abandon();
  });
  try {
    if (transactional) await producer.initTransactions({ signal: stop.signal });
    const print = (line: string): void => out.line(line);
    const stats = new ProducerStats({ records: numRecords, reportingMs: options.reportingInterval, print });
    const steady = {
      records: numRecords - options.warmupRecords,
      reportingMs: Infinity,
      label: 'steady state ',
      print,
    };
    let steadyStats: ProducerStats | undefined;
    const throttle = new Throttle(options.throughput);
    let transactionStart: number | undefined;
    let sent = 0;
    while (sent < numRecords && !stop.signal.aborted) {
      if (transactional && transactionStart === undefined) {
        producer.beginTransaction();
        transactionStart = Date.now();
      }
      let room = true;
      const until = Math.min(numRecords, sent + BURST);
      while (room && sent < until && throttle.delayAfter(sent) === 0) {
        if (sent === options.warmupRecords && sent > 0) steadyStats = new ProducerStats(steady);
        const value = payload(sent++);
        const start = Date.now();
        const counted = steadyStats;
        room = producer.produce({ topic, value }, (error) => {
          if (error !== null) {
            if (failed++ === 0) complain(describeError(error));
            return;
          }
          const now = Date.now();
          stats.record(now - start, value.length, now);
          counted?.record(now - start, value.length, now);
        });
      }
      if (transactionStart !== undefined && Date.now() - transactionStart >= transactionMs) {
        await producer.commitTransaction();
        transactionStart = undefined;
      }
      if (!room) await producer.drained();
      else await pause(sent < numRecords ? throttle.delayAfter(sent) : 0, stop.signal);
      await out.pressure();
    }
    if (transactionStart !== undefined) await producer.commitTransaction();
    while ((await producer.flush(1000)) > 0);
    stats.printTotal();
    steadyStats?.printTotal();
  } finally {
    await producer.close();
    stop.dispose();
  }
  return (await out.finish()) || (failed > 0 ? Exit.FAILED : stop.exitCode);
}
