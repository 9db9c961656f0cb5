import { formatSamples } from '../../../src/prometheus/text-format';

test('families are sorted; the lines of each are together, with one HELP and one TYPE', () => {
  const text = formatSamples('kafka_producer', [
    { name: 'records-outstanding', labels: { client: 'a' }, value: 3 },
    { name: 'record-send-total', labels: { client: 'a' }, value: 1e21 },
    { name: 'records-outstanding', labels: {}, value: Infinity },
  ]);
  expect(text).toBe(
    [
      '# HELP kafka_producer_record_send_total Records that the broker has acknowledged.',
      '# TYPE kafka_producer_record_send_total counter',
      'kafka_producer_record_send_total{client="a"} 1e+21',
      '# HELP kafka_producer_records_outstanding Records that were accepted and are not settled.',
      '# TYPE kafka_producer_records_outstanding gauge',
      'kafka_producer_records_outstanding{client="a"} 3',
      'kafka_producer_records_outstanding +Inf',
      '',
    ].join('\n'),
  );
});

test('characters that are not allowed in a label are escaped', () => {
  const labels = { a: 'quote " backslash \\ line\nend' };
  expect(formatSamples('k', [{ name: 'x', labels, value: NaN }])).toBe(
    '# TYPE k_x gauge\nk_x{a="quote \\" backslash \\\\ line\\nend"} NaN\n',
  );
});
