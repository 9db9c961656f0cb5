import { errorNumber } from '../../errors/codes';
import type { KafkaError } from '../../errors/kafka-error';
import { DeliveryError } from '../../errors/delivery-error';

/** Error of a record that no broker would accept. */
export function refusedRecord(topic: string, cause: KafkaError, reason: string): DeliveryError {
  const { code, errno } = cause;
  const message = `${topic}: not sent: ${reason}`;
  return new DeliveryError({ code, errno, message, topic, partition: -1, persisted: 'no', cause });
}

/** Error of a record that was purged before librdkafka had it. */
export function purged(topic: string, why: string): DeliveryError {
  const errno = errorNumber('ERR__PURGE_QUEUE');
  return new DeliveryError({
    errno,
    message: `${topic}: ${why} before the record was sent`,
    topic,
    partition: -1,
    persisted: 'no',
  });
}
