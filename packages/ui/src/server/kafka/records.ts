import type { Outcome, RecordMetadata } from 'kafka-napi';
import type { ProducedRecord } from '../../shared/admin-api';
import type { ProduceRequest } from '../../shared/api';
import { FaultError } from '../../shared/fault-error';
import { faultOf } from '../fault';
import type { KafkaClients } from './clients';
import { encode } from './encode';
import { int64Of } from './outcomes';
import type { Topics } from './topics';

/** Sends records. */
export class Records {
  readonly #clients: KafkaClients;
  readonly #topics: Topics;

  constructor(clients: KafkaClients, topics: Topics) {
    this.#clients = clients;
    this.#topics = topics;
  }

  /**
   * Sends the record, `times` times. The topic must be there: a producer that asks for one makes it, where the broker
   * is configured so.
   */
  async produce(topic: string, request: ProduceRequest, signal: AbortSignal): Promise<ProducedRecord[]> {
    const { partition, timestamp, times = 1 } = request;
    const record = {
      topic,
      partition,
      key: encode(request.key, 'key'),
      value: encode(request.value, 'value'),
      headers: request.headers.map(([name, value], i): [string, Buffer | null] => [
        name,
        encode(value, `headers[${i}]`),
      ]),
      ...(timestamp === undefined ? {} : { timestamp }),
    };
    const { partitions } = await this.#topics.describe(topic, signal);
    if (partition !== null && !partitions.some((one) => one.partition === partition))
      throw FaultError.of('BAD_REQUEST', `partition must be below ${partitions.length}; it is ${partition}`, {
        field: 'partition',
      });
    const outcomes = await this.#clients.withProducer((producer) =>
      producer.sendBatch(
        Array.from({ length: times }, () => record),
        { settled: true, signal },
      ),
    );
    return written(outcomes);
  }
}

function written(outcomes: readonly Outcome<RecordMetadata>[]): ProducedRecord[] {
  const failed = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
  if (failed.length > 0) {
    const fault = faultOf(failed[0]);
    const done = outcomes.length - failed.length;
    if (outcomes.length === 1) throw new FaultError(fault);
    throw new FaultError({ ...fault, message: `${done} of ${outcomes.length} records were written: ${fault.message}` });
  }
  return outcomes.flatMap((outcome) => {
    if (outcome.status === 'rejected') return [];
    const { partition, offset, timestamp } = outcome.value;
    return [{ partition, offset: int64Of(offset), timestamp: timestamp < 0 ? null : timestamp }];
  });
}
