import { Consumer, type ConsumerConfig } from '../../index';
import { showClientEvents } from '../client-notes';
import { Exit, usageError } from '../exit';
import { setQuiet } from '../io/stderr';
import { DataOutput } from '../io/stdout';
import { clientProperties, type CommonOptions } from '../options';
import { StopRequest } from '../signals';

export interface PerfConsumeOptions extends CommonOptions {
  topic?: string;
  include?: string;
  numRecords: number;
  group?: string;
  fetchSize: number;
  socketBufferSize: number;
  fromLatest?: boolean;
  timeout: number;
  reportingInterval: number;
  showDetailedStats?: boolean;
  hideHeader?: boolean;
}

const MB = 1024 * 1024;
const POLL_MS = 100;

/** `yyyy-MM-dd HH:mm:ss:SSS`, local time. */
function clock(ms: number): string {
  const date = new Date(ms);
  const two = (value: number, width = 2): string => String(value).padStart(width, '0');
  return (
    `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ` +
    `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}:${two(date.getMilliseconds(), 3)}`
  );
}

interface Marks {
  at: number;
  bytes: number;
  messages: number;
  joinMs: number;
}

/**
 * The columns of kafka-consumer-perf-test after the times: MB, MB/s, messages, messages/s, and the same without the
 * time for joining.
 */
function columns(from: Marks, to: Marks): string {
  const seconds = Math.max(1, to.at - from.at) / 1000;
  const joinMs = to.joinMs - from.joinMs;
  const fetchMs = to.at - from.at - joinMs;
  const fetchSeconds = Math.max(1, fetchMs) / 1000;
  const mb = (to.bytes - from.bytes) / MB;
  const messages = to.messages - from.messages;
  return [
    (to.bytes / MB).toFixed(4),
    (mb / seconds).toFixed(4),
    String(to.messages),
    (messages / seconds).toFixed(4),
    String(joinMs),
    String(fetchMs),
    (mb / fetchSeconds).toFixed(4),
    (messages / fetchSeconds).toFixed(4),
  ].join(', ');
}

const columnNames =
  'data.consumed.in.MB, MB.sec, data.consumed.in.nMsg, nMsg.sec, rebalance.time.ms, fetch.time.ms, fetch.MB.sec, fetch.nMsg.sec';

export async function perfConsume(options: PerfConsumeOptions): Promise<number> {
  setQuiet(options.quiet === true);
  if ((options.topic === undefined) === (options.include === undefined))
    throw usageError('exactly one of --topic and --include');
  const detailed = options.showDetailedStats === true;
  const properties = clientProperties(options, {
    'client.id': 'perf-consumer-client',
    'group.id': options.group ?? `perf-consumer-${Math.floor(Math.random() * 100_000)}`,
    'receive.buffer.bytes': String(options.socketBufferSize),
    'max.partition.fetch.bytes': String(options.fetchSize),
    'auto.offset.reset': options.fromLatest === true ? 'latest' : 'earliest',
    'check.crcs': 'false',
  });
  const stop = new StopRequest();
  const out = new DataOutput();
  const consumer = new Consumer(properties as ConsumerConfig);
  let failed = false;
  showClientEvents(consumer, properties, 'until it answers', () => {
    failed = true;
    stop.abandon();
  });
  if (options.hideHeader !== true) out.line(`${detailed ? 'time, threadId' : 'start.time, end.time'}, ${columnNames}`);
  const start: Marks = { at: Date.now(), bytes: 0, messages: 0, joinMs: 0 };
  const now: Marks = { ...start };
  try {
    let joinStart = Date.now();
    consumer.subscribe(options.topic === undefined ? new RegExp(`^(?:${options.include})$`) : [options.topic], {
      onPartitionsAssigned: () => {
        now.joinMs += Date.now() - joinStart;
      },
      onPartitionsRevoked: () => {
        joinStart = Date.now();
      },
    });
    let last: Marks = { ...start };
    let lastRecordAt = Date.now();
    while (now.messages < options.numRecords && Date.now() - lastRecordAt <= options.timeout && !stop.signal.aborted) {
      const records = await consumer.poll(POLL_MS, { signal: stop.signal });
      now.at = Date.now();
      if (!records.isEmpty) lastRecordAt = now.at;
      for (const { key, value } of records) {
        now.messages++;
        now.bytes += (key?.byteLength ?? 0) + (value?.byteLength ?? 0);
      }
      if (now.at - last.at < options.reportingInterval) continue;
      if (detailed) out.line(`${clock(now.at)}, 0, ${columns(last, now)}`);
      last = { ...now };
      await out.pressure();
    }
  } catch (error) {
    if (!stop.signal.aborted) throw error;
  } finally {
    now.at = Date.now();
    await consumer.close();
    stop.dispose();
  }
  const complete = now.messages >= options.numRecords;
  if (!complete && !stop.signal.aborted) {
    out.line(
      `WARNING: Exiting before consuming the expected number of messages: timeout (${options.timeout} ms) exceeded. ` +
        'You can use the --timeout option to increase the timeout.',
    );
  }
  if (!detailed) out.line(`${clock(start.at)}, ${clock(now.at)}, ${columns(start, now)}`);
  return (await out.finish()) || (failed || (!complete && !stop.stopped) ? Exit.FAILED : stop.exitCode);
}
