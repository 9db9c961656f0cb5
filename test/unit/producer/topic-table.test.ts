import { TopicTable } from '../../../src/producer/records/topic-table';

test('each name has one id', () => {
  const asked: string[] = [];
  const table = new TopicTable((name) => asked.push(name) + 10);
  expect(['a', 'b', 'a', 'a', 'b'].map((name) => table.idOf('produce', name))).toEqual([11, 12, 11, 11, 12]);
  expect(asked).toEqual(['a', 'b']);
  expect(table.nameOf(12)).toBe('b');
});

test.each([
  ['', 'ERR_TOPIC_EXCEPTION'],
  ['.', 'ERR_TOPIC_EXCEPTION'],
  ['..', 'ERR_TOPIC_EXCEPTION'],
  ['a b', 'ERR_TOPIC_EXCEPTION'],
  ['a/b', 'ERR_TOPIC_EXCEPTION'],
  ['ü', 'ERR_TOPIC_EXCEPTION'],
  ['a\n', 'ERR_TOPIC_EXCEPTION'],
  ['a'.repeat(250), 'ERR_TOPIC_EXCEPTION'],
  [undefined, 'ERR_INVALID_ARGUMENT'],
  [null, 'ERR_INVALID_ARGUMENT'],
  [5, 'ERR_INVALID_ARGUMENT'],
  [['a'], 'ERR_INVALID_ARGUMENT'],
])('illegal: %j', (name, code) => {
  const table = new TopicTable(() => 0);
  expect(() => table.idOf('produce', name)).toThrow(expect.objectContaining({ code, operation: 'produce' }));
});

test.each(['a', '...', 'A.b_c-9', 'a'.repeat(249)])('legal: %s', (name) => {
  expect(new TopicTable(() => 3).idOf('produce', name)).toBe(3);
});
