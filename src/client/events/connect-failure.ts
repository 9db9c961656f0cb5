import { librdkafkaCodes } from '../../errors/codes.generated';
import { KafkaError } from '../../errors/kafka-error';

const ofConnections: readonly number[] = [
  librdkafkaCodes.ERR__TRANSPORT,
  librdkafkaCodes.ERR__RESOLVE,
  librdkafkaCodes.ERR__SSL,
  librdkafkaCodes.ERR__AUTHENTICATION,
  librdkafkaCodes.ERR_SASL_AUTHENTICATION_FAILED,
];

/**
 * True if connecting failed. The end of an established connection has the same code; only the connection state at the
 * end of librdkafka's text distinguishes the two.
 */
export function isConnectFailure(error: unknown): error is KafkaError {
  return (
    KafkaError.is(error) && ofConnections.includes(error.errno) && !/\(after \d+ms in state UP/.test(error.message)
  );
}
