/** Names, groups and tags of metrics, beside those of Java's KafkaStreams with the same topology. */
import { uniqueName } from '../../../helpers/kafka/shared-kafka';
import { JavaStreams, type JavaMetricName } from '../../../streams/java-streams';
import { keysTopology } from '../../../streams/live-keys';
import { windowsTopology } from '../../../streams/live-windows';
import { Applications, createTopic, eventually, kafka } from './support';

const applications = new Applications();
afterEach(() => applications.close());

/** What Java has and we have not: the table in docs/streams/operations.md, "Metrics". */
const leftOut = [
  /^kafka-metrics-count /,
  /^stream-state-updater-metrics /,
  /^stream-metrics commit-id /,
  /^stream-thread-metrics blocked-time-ns-total /,
  /^stream-task-metrics (active-)?(enforced-processing|cache-size-bytes)/,
  /^stream-processor-node-metrics (suppression-emit|window-aggregate-final-emit|emitted-records|idempotent-update-skip)/,
  /^stream-state-metrics (commit|flush|restore|put-all|put-if-absent|record-e2e-latency|suppression-buffer)-/,
  /^stream-state-metrics (iterator-duration|num-open-iterators|oldest-iterator-open)/,
];

/** Of several sinks of one topic, Java counts all under the name of one. */
const onlyOurs = /^stream-topic-metrics (records|bytes)-produced-total .*-results$/;

const text = ({ name, group, tags }: JavaMetricName): string =>
  `${group} ${name} ${Object.entries(tags)
    .map(([tag, value]) => `${tag}=${value}`)
    .sort()
    .join()}`;

/** Of streams, not of their clients; ids that are made up are left out. */
function names(metrics: readonly JavaMetricName[], clientId: string): string[] {
  const own = metrics.filter(({ group }) => group.startsWith('stream-'));
  const all = own.map((metric) =>
    text(metric)
      .replaceAll(clientId, 'CLIENT')
      .replace(/process-id=[^,]+/, 'process-id=P'),
  );
  return [...new Set(all)].sort();
}

const clientOf = (metrics: readonly JavaMetricName[]): string =>
  metrics.find(({ group, name }) => group === 'stream-metrics' && name === 'state')!.tags['client-id']!;

test.each([
  ['keys', 'INFO'],
  ['keys', 'DEBUG'],
  ['windows', 'DEBUG'],
] as const)('%s, %s: the same names, groups and tags as in Java', async (topology, recordingLevel) => {
  const prefix = uniqueName('metrics');
  const input = topology === 'keys' ? ['data', 'table'] : ['data', 'other'];
  for (const name of [...input, 'counts', 'changes', 'results']) await createTopic(`${prefix}-${name}`, 1);
  for (const name of input) await kafka.produce(`${prefix}-${name}`, [{ key: 'a', value: '1', timestamp: 1000 }]);
  const common = { bootstrap: kafka.bootstrapServers, prefix, guarantee: 'at_least_once', topology, recordingLevel };
  const java = await JavaStreams.start({ ...common, id: `${prefix}-java` });
  const streams = await applications.run((topology === 'keys' ? keysTopology : windowsTopology)(prefix), {
    'application.id': `${prefix}-node`,
    'metrics.recording.level': recordingLevel,
  });
  const rename = (name: string): string => name.replaceAll(`${prefix}-java`, 'APP').replaceAll(`${prefix}-node`, 'APP');
  const read = async (): Promise<{ more: string[]; less: string[] }> => {
    const found = streams.metrics();
    const expected = await java.metrics();
    const ofJava = names(expected, clientOf(expected)).map(rename);
    const ours = names(found, clientOf(found)).map(rename);
    const known = ofJava.filter((name) => !leftOut.some((pattern) => pattern.test(name)));
    const less = known.filter((name) => !ours.includes(name));
    // Those of topics come with the first record.
    const isThere = input.every((name) => found.some(({ tags }) => tags.topic === `${prefix}-${name}`));
    if (!isThere) return { more: ['nothing has been read'], less };
    return {
      more: ours.filter((name) => !known.includes(name) && !onlyOurs.test(name)),
      less: recordingLevel === 'DEBUG' ? less : [],
    };
  };
  const difference = await eventually(read, ({ more, less }) => more.length + less.length === 0);
  await java.close();
  expect(difference).toEqual({ more: [], less: [] });
});
