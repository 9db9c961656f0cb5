import { offsetText, timestampText } from '../../../src/kafkajs/consumer/run/number-text';

test.each([0, 1, 999, 1000, 1001, 1999, 2000, 123_456_789, 2 ** 31, 10 ** 12 + 7, Number.MAX_SAFE_INTEGER])(
  'offset %d',
  (offset) => {
    expect(offsetText(offset)).toBe(String(offset));
    expect(offsetText(offset + 1 - 1)).toBe(String(offset));
  },
);

test.each([-1, 0, 1_764_552_507_123, 1_764_552_507_123, -1])('timestamp %d', (timestamp) => {
  expect(timestampText(timestamp)).toBe(String(timestamp));
});
