/** Which reports of a producer end the application, and which lead back to the last commit. */
import type { DeliveryCallback, DeliveryError } from '../../../src/index';
import { readSettings } from '../../../src/streams/config/task-settings';
import { StreamsError } from '../../../src/streams/index';
import { LostWorkError } from '../../../src/streams/runtime/commit/lost-work';
import { RecordCollectors } from '../../../src/streams/runtime/commit/record-collector';
import type { StreamsProducer } from '../../../src/streams/runtime/commit/streams-producer';

const record = { topic: 't', partition: 0, key: Buffer.from('k'), value: null, timestamp: 1, headers: undefined };

/** What is thrown by the next check after a record has failed like this. */
function afterFailure(failure: object): unknown {
  let report: DeliveryCallback = () => undefined;
  const producer = { isAborting: false, produce: (_: unknown, delivered: DeliveryCallback) => (report = delivered) };
  const settings = readSettings({ 'application.id': 'a', 'bootstrap.servers': 'localhost:1' }, () => 0);
  const collectors = new RecordCollectors(producer as unknown as StreamsProducer, settings, () => 1);
  void collectors.sendChanges({ records: [record], written: undefined });
  report(Object.assign(new Error('failed'), { topic: 't' }, failure) as DeliveryError, null as never);
  try {
    collectors.check();
    return undefined;
  } catch (error) {
    return error;
  }
}

test.each([
  ['its producer was fenced', { code: 'ERR__FENCED', isFatal: true }],
  ['its transaction had failed before', { code: 'ERR__STATE', txnRequiresAbort: true }],
  ['the broker was away', { code: 'ERR__MSG_TIMED_OUT', isRetriable: true }],
])('nobody is to blame: %s', (_, failure) => {
  expect(afterFailure(failure)).toBeInstanceOf(LostWorkError);
});

test('a record that is to blame is told, also if the transaction ends with it', () => {
  const error = afterFailure({ code: 'ERR_MSG_SIZE_TOO_LARGE', txnRequiresAbort: true });
  expect(error).toBeInstanceOf(StreamsError);
  expect(error).toMatchObject({ message: 'a record for t could not be written: failed' });
});
