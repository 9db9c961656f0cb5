import { errorNumber } from '../errors/codes';
import { DeliveryError } from '../errors/delivery-error';

/** A record that was given up before librdkafka had it. */
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
