/** Consumers: with partitions that the program assigns, and in a group. */
import type { Random } from '../../../helpers/random';
import type { Argument, Client, Program, Step } from './program';
import { call, callback, connect, disconnect, nothing, question, several, topic } from './parts';

type Made = Omit<Program, 'kind'>;

const at = (partition: number, offset?: Argument): { [name: string]: Argument } => ({
  topic: topic(0),
  partition,
  ...(offset === undefined ? {} : { offset }),
});

const startOffset = (random: Random, count: number): Argument =>
  random.pick<Argument>([
    nothing,
    0,
    random.below(count + 1),
    'earliest',
    'beginning',
    'end',
    'latest',
    'stored',
    -2,
    -1,
    'Earliest',
  ]);

const callbacks = (random: Random): Client['conf'] => ({
  ...random.pick<Client['conf']>([
    {},
    { rebalance_cb: true },
    { rebalance_cb: { $: 'function' } },
    { rebalance_cb: { $: 'own assign', offset: 1 } },
  ]),
  ...random.pick<Client['conf']>([{}, { offset_commit_cb: true }, { offset_commit_cb: { $: 'function' } }]),
});

/** What a consumer can be asked or told while it reads. */
function deed(random: Random, partitions: number, count: number): Step {
  const partition = random.below(partitions);
  const offset = random.below(count + 1);
  const list = random.pick<Argument>([[at(partition)], [at(partition)], []]);
  const deeds: (() => Step)[] = [
    () => call(0, 'position', ...random.pick<Argument[]>([[], [null], [[at(partition)]]])),
    () => call(0, 'position', [at(partition), at(6)]),
    () => call(0, 'assignments'),
    () => call(0, 'subscription'),
    () => call(0, 'rebalanceProtocol'),
    () =>
      call(
        0,
        'committed',
        random.pick<Argument>([null, [at(partition)], [at(partition), at(6)], []]),
        20_000,
        callback,
      ),
    () => call(0, 'committed', 20_000, callback),
    () => call(0, 'getWatermarkOffsets', topic(random.pick([0, 0, 7])), partition),
    () => call(0, 'pause', list),
    () => call(0, 'resume', list),
    () => call(0, 'resume', [at(partition)]),
    () => call(0, 'seek', at(partition, offset), 10_000, callback),
    () => call(0, 'seek', at(partition, random.pick<Argument>([offset, 'beginning'])), null, callback),
    () => call(0, 'commit', at(partition, offset)),
    () => call(0, 'commit', [at(partition, offset)]),
    () => call(0, 'commitSync', at(partition, offset)),
    () => call(0, 'commitSync', [at(partition, offset)]),
    () => call(0, 'commitSync', ...random.pick<Argument[]>([[], [null]])),
    () => call(0, 'commit', ...random.pick<Argument[]>([[], [null]])),
    () => call(0, 'commitMessage', at(partition, offset)),
    () => call(0, 'commitMessageSync', at(partition, offset)),
    () => call(0, 'offsetsStore', [at(partition, offset)]),
    () => question(random, 0),
  ];
  return random.pick(deeds)();
}

const ALL = 1000;

/** Of several partitions all: which of them come first is a matter of chance. */
const readStep = (random: Random, partitions: number, count: number): Step => ({
  do: 'read',
  on: 0,
  count: partitions > 1 ? ALL : 1 + random.below(count + 3),
});

const commits = (random: Random): Client['conf'] => ({
  ...random.pick<Client['conf']>([{ 'enable.auto.commit': false }, { 'enable.auto.commit': false }, {}]),
  ...random.pick<Client['conf']>([{}, {}, { 'enable.auto.offset.store': false }]),
});

/** Whether a commit that nobody waits for is over is a matter of chance. */
function withoutRaces(steps: Step[]): Step[] {
  const isCall = (step: Step, name: RegExp): boolean => step.do === 'call' && name.test(step.call);
  const hasLeft = steps.some((step) => isCall(step, /^commit(?:Message)?$/));
  return steps.filter((step) => !hasLeft || !isCall(step, /^committed$/));
}

export function assign(random: Random): Made {
  const partitions = 1 + random.below(2);
  const counts = several(random, partitions, partitions, () => 2 + random.below(6));
  const most = Math.max(...counts);
  const incremental = (): Step => {
    const one = [at(random.below(partitions), random.below(most))];
    return call(0, random.pick(['incrementalAssign', 'incrementalUnassign']), one);
  };
  // A paused partition stays paused there: a row of docs/moving/rdkafka.md.
  const resumed = call(
    0,
    'resume',
    counts.map((_, partition) => at(partition)),
  );
  const assigned = (): Step =>
    call(
      0,
      'assign',
      random.chance(0.1) ? [] : counts.map((count, partition) => at(partition, startOffset(random, count))),
    );
  const steps = several(random, 4, 9, (): Step => {
    const kind = random.below(10);
    if (kind < 4) return readStep(random, partitions, most);
    if (kind === 4) return random.pick([() => call(0, 'unassign'), incremental])();
    return deed(random, partitions, most);
  });
  return {
    topics: [{ partitions, counts }],
    clients: [
      {
        kind: 'KafkaConsumer',
        conf: { 'enable.partition.eof': true, ...commits(random), ...callbacks(random) },
        topicConf: random.pick<Client['topicConf']>([undefined, { 'auto.offset.reset': 'earliest' }]),
      },
    ],
    // A seek that comes directly after the assignment is a row of docs/moving/rdkafka.md.
    steps: [
      connect(0),
      assigned(),
      readStep(random, partitions, most),
      ...withoutRaces(steps),
      ...(random.chance(0.3) ? [resumed, assigned(), readStep(random, partitions, most)] : []),
      ...(random.chance(0.3) ? [call(0, 'unassign')] : []),
      disconnect(0),
    ],
  };
}

export function group(random: Random): Made {
  const partitions = 1 + random.below(3);
  const counts = several(random, partitions, partitions, () => 2 + random.below(6));
  const total = counts.reduce((sum, count) => sum + count, 0);
  const subscribed = random.pick<Argument>([[topic(0)], [topic(0)], [{ $: 'regexp', of: '^NAME-t0$' }]]);
  const isFlowing = random.chance(0.35);
  const steps = several(random, 1, 6, (): Step =>
    random.chance(0.4) ? readStep(random, partitions, total) : deed(random, partitions, Math.max(...counts)),
  );
  const told = callbacks(random);
  const strategy = random.pick<Client['conf']>([{}, { 'partition.assignment.strategy': 'cooperative-sticky' }]);
  const reading: Step[] = isFlowing
    ? [{ do: 'flow', on: 0, count: total }]
    : [readStep(random, partitions, total), ...withoutRaces(steps)];
  return {
    topics: [{ partitions, counts }],
    clients: [
      {
        kind: 'KafkaConsumer',
        // With it, the disconnect of a flowing consumer can hang there: a row of docs/moving/rdkafka.md.
        conf: { 'enable.partition.eof': !isFlowing, ...strategy, ...commits(random), ...told },
        topicConf: { 'auto.offset.reset': 'earliest' },
      },
    ],
    steps: [
      connect(0),
      call(0, 'subscribe', subscribed),
      ...reading,
      ...(random.chance(0.3) ? [call(0, 'unsubscribe')] : []),
      disconnect(0),
    ],
  };
}
