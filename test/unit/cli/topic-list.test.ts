import { parseTopicList } from '../../../src/cli/broker/topic-list';

test('names with and without a number of partitions', () => {
  expect(parseTopicList('a:3,b, c_d.e-f:12')).toEqual({ a: 3, b: 1, 'c_d.e-f': 12 });
});

test.each(['', 'a:0', 'a:x', 'a b', 'a,,b', '..', 'a,a:2', 'ü'])('%s is refused', (text) => {
  expect(() => parseTopicList(text)).toThrow(/--topics/);
});
