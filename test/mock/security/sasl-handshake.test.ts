/** A broker that ends the connection when it is asked for its SASL mechanism: it goes down at that moment. */
import { KafkaError, Producer } from '../../../src';
import { proxiedMock, replaced } from '../hostile/frame-proxy';

const setUp = proxiedMock();

const OFFSETS_FOR_LEADER_EPOCH = '0017 0002 0002';
const SASL_HANDSHAKE = '0011 0000 0001';
const MODULE = 'org.apache.kafka.common.security.plain.PlainLoginModule';

test('that is no refusal of the credentials', async () => {
  // The mock broker does not know the request.
  setUp.proxy.change = replaced(OFFSETS_FOR_LEADER_EPOCH, SASL_HANDSHAKE);
  await using producer = new Producer({
    'bootstrap.servers': setUp.proxy.bootstrapServers,
    'security.protocol': 'SASL_PLAINTEXT',
    'sasl.mechanism': 'PLAIN',
    'sasl.jaas.config': `${MODULE} required username="u" password="p";`,
    'reconnect.backoff.max.ms': 200,
  });
  const reported = new Promise<KafkaError>((resolve) => {
    const note = (error: KafkaError): void => {
      if (/handshake failed/.test(error.message)) resolve(error);
    };
    producer.on('error', note);
    producer.on('warning', note);
  });
  expect((await reported).code).toBe('ERR__TRANSPORT');
});
