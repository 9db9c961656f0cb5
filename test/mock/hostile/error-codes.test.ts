/** Error codes that no broker has. */
import { Producer } from '../../../src';
import { once, PRODUCE, proxiedMock } from './frame-proxy';

const setUp = proxiedMock();

test('an impossible error code is the unknown error', async () => {
  await using producer = new Producer({
    'bootstrap.servers': setUp.proxy.bootstrapServers,
    'enable.idempotence': false,
    retries: 0,
  });
  await producer.partitionsFor('t');
  // Where Produce of version 9 and above has the error of the first partition of a topic with a name of one letter.
  setUp.proxy.change = once(PRODUCE, (frame) => {
    frame.writeInt16BE(3840, 17);
    return frame;
  });
  await expect(producer.send({ topic: 't', value: 'x' })).rejects.toMatchObject({ code: 'ERR_UNKNOWN' });
});
