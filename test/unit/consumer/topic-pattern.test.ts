import { topicPattern } from '../../../src/consumer/control/topic-pattern';

/**
 * What librdkafka's extended regular expressions make of a pattern, closely enough: JavaScript without its own escapes.
 */
const matches = (pattern: string, topic: string) => new RegExp(pattern).test(topic);

test.each([
  [/^orders$/, ['orders'], ['orders2', 'my-orders']],
  [/orders/, ['orders', 'my-orders-2'], ['order']],
  [/^(?:a|b)\.\d+$/, ['a.1', 'b.22'], ['a.', 'c.1', 'aX1']],
  [/^a|b$/, ['abc', 'cab', 'a'], ['cbc']],
  [/^x-[\w-]+$/, ['x-a_b-c'], ['x-', 'x-a.b']],
  [/^a.*?b$/, ['ab', 'acb'], ['a']],
  [/^(?<name>foo)-\D$/, ['foo-x'], ['foo-1']],
  [/^[^.]+$/, ['abc'], ['a.b']],
  [/a$|^b/, ['xa', 'bx'], ['ax', 'xb']],
  [/\$|x/, ['x1'], ['y']],
])('%s', (expression, yes, no) => {
  const pattern = topicPattern('subscribe', expression);
  expect(pattern.startsWith('^')).toBe(true);
  expect(pattern).not.toMatch(/\\[dwsDWS]|\(\?/);
  for (const topic of yes)
    expect([topic, matches(pattern, topic), expression.test(topic)]).toEqual([topic, true, true]);
  for (const topic of no)
    expect([topic, matches(pattern, topic), expression.test(topic)]).toEqual([topic, false, false]);
});

test.each([/a/i, /^(?=a)/, /(?<!b)a/, /(a)\1/, /\bword/, /[[a]/, /\u0041/])('%s is refused by name', (expression) => {
  expect(() => topicPattern('subscribe', expression)).toThrow(
    expect.objectContaining({ code: 'ERR_INVALID_ARGUMENT' }),
  );
});
