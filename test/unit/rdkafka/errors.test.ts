import { KafkaError, TimeoutError } from '../../../src/index';
import * as rdkafka from '../../../src/rdkafka/index';
import { fromCore, fromTransaction, LibrdKafkaError } from '../../../src/rdkafka/base/librdkafka-error';

const { ERRORS } = rdkafka.CODES;

test('an error of a code has its text, number and origin', () => {
  const error = new LibrdKafkaError(-185);
  expect(error).toBeInstanceOf(Error);
  expect(error).toMatchObject({ message: 'Local: Timed out', code: -185, errno: -185, origin: 'kafka' });
  expect(new LibrdKafkaError(3)).toMatchObject({ message: 'Broker: Unknown topic or partition', origin: 'local' });
});

test('an error of an error has its text in small letters', () => {
  expect(LibrdKafkaError.create(new Error('Local: Broker transport failure'))).toMatchObject({
    message: 'broker transport failure',
    code: -1,
  });
});

test('flags are there only where they are known', () => {
  expect(Object.keys(new LibrdKafkaError(-185)).sort()).toEqual(['code', 'errno', 'origin']);
  expect(LibrdKafkaError.create({ message: 'm', code: -144, isFatal: true } as never)).toMatchObject({ isFatal: true });
});

test('wrap throws for a code', () => {
  expect(LibrdKafkaError.wrap(0)).toBe(true);
  expect(LibrdKafkaError.wrap('value', true)).toBe('value');
  expect(() => LibrdKafkaError.wrap(-172)).toThrow('Local: Erroneous state');
  expect(() => LibrdKafkaError.wrap(-172, true)).toThrow('Local: Erroneous state');
});

test('errors that only the core has get the nearest code', () => {
  expect(fromCore(new TimeoutError('flush', 'too late')).code).toBe(ERRORS.ERR__TIMED_OUT);
  const invalid = new KafkaError({ code: 'ERR_INVALID_ARGUMENT', message: 'no' });
  expect(fromCore(invalid, 'text')).toMatchObject({ code: ERRORS.ERR__INVALID_ARG, message: 'no', cause: invalid });
  expect(fromCore(new Error('anything'))).toMatchObject({ code: -1, message: 'anything', origin: 'unknown' });
});

test('errors of transactions say what has to follow', () => {
  const error = new KafkaError({ code: 'ERR__STATE', errno: -172, message: 'm', txnRequiresAbort: true });
  expect(fromTransaction(error)).toMatchObject({ isFatal: false, isRetriable: false, isTxnRequiresAbort: true });
});

test('codes by name, with the ends of the local range', () => {
  expect(ERRORS).toMatchObject({ ERR__BEGIN: -200, ERR__END: -100, ERR_UNKNOWN: -1, ERR_NO_ERROR: 0 });
  expect(ERRORS.ERR__QUEUE_FULL).toBe(-184);
});
