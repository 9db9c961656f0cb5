import type { Run } from '../../raw/index';
import type { Message, MessageHeader } from '../base/types';

/**
 * The record at `index` as a plain object. Keys and values are bytes; each header is an object of its own. The order of
 * the keys is node-rdkafka's.
 */
export function messageOf(run: Run, index: number): Message {
  const { batch, topic, partition, leaderEpoch } = run;
  const value = batch.value(index);
  const size = value === null ? 0 : value.length;
  const key = batch.key(index);
  const offset = batch.offset(index);
  const timestamp = batch.timestamp(index);
  const message: Message =
    batch.headersLength(index) === 0
      ? { value, size, key, topic, offset, partition, timestamp }
      : { value, headers: headersOf(run, index), size, key, topic, offset, partition, timestamp };
  if (leaderEpoch !== null) message.leaderEpoch = leaderEpoch;
  return message;
}

function headersOf({ batch }: Run, index: number): MessageHeader[] {
  return batch.headers(index).map(([name, data]) => ({ [name]: (data ?? Buffer.alloc(0)) as Buffer }));
}
