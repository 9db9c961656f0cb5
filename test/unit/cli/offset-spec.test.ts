import { parseOffsetSpec, type OffsetRange } from '../../../src/cli/records/offset-spec';

const NOW = Date.parse('2026-01-02T03:04:05Z');
const parse = (...texts: string[]): OffsetRange =>
  texts.reduce<OffsetRange>((all, text) => parseOffsetSpec(text, all, NOW), {});

test.each([
  ['beginning', { from: { kind: 'start' } }],
  ['start', { from: { kind: 'start' } }],
  ['end', { from: { kind: 'end' } }],
  ['stored', { from: { kind: 'stored' } }],
  ['47', { from: { kind: 'offset', offset: 47 } }],
  ['0', { from: { kind: 'offset', offset: 0 } }],
  ['-3', { from: { kind: 'beforeEnd', count: 3 } }],
  ['+2', { from: { kind: 'afterStart', count: 2 } }],
  ['s@1700000000000', { from: { kind: 'time', ms: 1_700_000_000_000 } }],
  ['e@1700000000000', { to: { kind: 'time', ms: 1_700_000_000_000 } }],
  ['@1700000000', { from: { kind: 'time', ms: 1_700_000_000_000 } }],
  ['@1700000000000000000', { from: { kind: 'time', ms: 1_700_000_000_000 } }],
  ['@2026-01-01', { from: { kind: 'time', ms: Date.parse('2026-01-01') } }],
  ['@2026-01-01T10:00:00Z', { from: { kind: 'time', ms: Date.parse('2026-01-01T10:00:00Z') } }],
  ['@1h', { from: { kind: 'time', ms: NOW - 3_600_000 } }],
  ['@-1h30m', { from: { kind: 'time', ms: NOW - 5_400_000 } }],
  ['10:20', { from: { kind: 'offset', offset: 10 }, to: { kind: 'offset', offset: 20 } }],
  [':end', { from: { kind: 'start' }, to: { kind: 'end' } }],
  ['-5:end', { from: { kind: 'beforeEnd', count: 5 }, to: { kind: 'end' } }],
  ['@1h:@30m', { from: { kind: 'time', ms: NOW - 3_600_000 }, to: { kind: 'time', ms: NOW - 1_800_000 } }],
  ['@1h:30m', { from: { kind: 'time', ms: NOW - 3_600_000 }, to: { kind: 'time', ms: NOW - 1_800_000 } }],
  [
    '@2026-01-01T10:00:00Z:@2026-01-01T11:00:00Z',
    {
      from: { kind: 'time', ms: Date.parse('2026-01-01T10:00:00Z') },
      to: { kind: 'time', ms: Date.parse('2026-01-01T11:00:00Z') },
    },
  ],
] as [string, OffsetRange][])('-o %s', (text, expected) => {
  expect(parse(text)).toEqual(expected);
});

test('s@ and e@ can both be given', () => {
  expect(parse('s@1700000000000', 'e@1700000001000')).toEqual({
    from: { kind: 'time', ms: 1_700_000_000_000 },
    to: { kind: 'time', ms: 1_700_000_001_000 },
  });
});

test.each(['', 'first', '1.5', 's@', '--3', '@yesterday', '1:2:3', '5:stored', '@2026-13-45', '99999999999999999999'])(
  '-o %s is refused with the forms there are',
  (text) => {
    expect(() => parse(text)).toThrow(/-o .*: not an offset; it takes beginning, end/);
  },
);
