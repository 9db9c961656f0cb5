/** A consumer of a group, and another one after it, which goes on from what is committed. */
import type { Argument, Client, Program, Step } from './program';
import type { Random } from '../../../helpers/random';
import { call, callback, connect, disconnect, topic } from './parts';

const at = (offset?: number): { [name: string]: Argument } => ({
  topic: topic(0),
  partition: 0,
  ...(offset === undefined ? {} : { offset }),
});

const ALL = 1000;

/** One partition: of several, which messages come first is a matter of chance. */
export function goOn(random: Random): Omit<Program, 'kind'> {
  const count = 4 + random.below(8);
  const commits = random.pick<Client['conf']>([{}, { 'enable.auto.commit': false }]);
  const stores = random.pick<Client['conf']>([{}, { 'enable.auto.offset.store': false }]);
  const conf: Client['conf'] = {
    'enable.partition.eof': true,
    ...commits,
    ...stores,
    ...random.pick<Client['conf']>([{}, { 'isolation.level': 'read_uncommitted' }, { 'max.poll.interval.ms': 60_000 }]),
    ...random.pick<Client['conf']>([{}, {}, { 'group.instance.id': 'a' }]),
  };
  const topicConf = random.pick<Client['topicConf']>([
    { 'auto.offset.reset': 'earliest' },
    { 'auto.offset.reset': 'earliest' },
    { 'auto.offset.reset': 'latest' },
  ]);
  const isLatest = topicConf!['auto.offset.reset'] === 'latest';
  const read = (most: number): Step => ({ do: 'read', on: 0, count: most });
  const middle: (() => Step[])[] = [
    () => [],
    () => [call(0, 'commitSync', ...random.pick<Argument[]>([[], [null], [[at(random.below(count))]]]))],
    () => [call(0, 'commitMessageSync', random.chance(0.5) ? { $: 'message' } : at(random.below(count)))],
    () => [call(0, 'offsetsStore', [at(random.below(count))]), call(0, 'commitSync')],
    () => [call(0, 'pause', [at()]), read(3), call(0, 'resume', [at()]), read(2)],
    () => [call(0, 'seek', at(random.below(count)), 10_000, callback), read(2)],
    () => [call(0, 'position', [at()]), call(0, 'committed', null, 20_000, callback)],
    () => [call(0, 'unsubscribe'), call(0, 'subscribe', [topic(0)]), read(ALL)],
  ];
  const again = random.chance(0.3) ? 0 : 1;
  return {
    topics: [{ partitions: 1, counts: [count] }],
    clients: [
      { kind: 'KafkaConsumer', conf, topicConf },
      { kind: 'KafkaConsumer', conf, topicConf },
    ],
    steps: [
      connect(0),
      call(0, 'subscribe', [topic(0)]),
      // At the end there is nothing: the position is known from here on.
      read(isLatest ? ALL : 1 + random.below(count)),
      ...(isLatest ? [] : random.pick(middle)()),
      ...(isLatest ? [] : random.pick(middle)()),
      disconnect(0),
      connect(again),
      call(again, 'subscribe', [topic(0)]),
      { do: 'read', on: again, count: ALL },
      call(again, 'committed', [at()], 20_000, callback),
      call(again, 'position', [at()]),
      disconnect(again),
    ],
  };
}
