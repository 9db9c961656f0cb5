import type { Run } from '../../raw/index';
import type { Message, MessageHeader } from '../base/types';

/** The record at `index` as a plain object. Keys and values are bytes; each header is an object of its own. */
export function messageOf(run: Run, index: number): Message {
  const { batch, topic, partition } = run;
  const value = batch.value(index);
  const key = batch.key(index);
  const size = value === null ? 0 : value.length;
  const offset = batch.offset(index);
  const timestamp = batch.timestamp(index);
  if (batch.headersLength(index) === 0 && run.leaderEpoch === null)
    return { value, size, key, topic, offset, partition, timestamp };
  const message = { value, size, key, topic, offset, partition, timestamp } as Message;
  if (batch.headersLength(index) > 0) {
    message.headers = batch
      .headers(index)
      .map(([name, data]): MessageHeader => ({ [name]: (data ?? Buffer.alloc(0)) as Buffer }));
  }
  if (run.leaderEpoch !== null) message.leaderEpoch = run.leaderEpoch;
  return message;
}
