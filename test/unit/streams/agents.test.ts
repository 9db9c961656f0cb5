/** Agents, their tables and what they send, in one task. */
import { json } from '../../../src/serde/json';
import {
  App,
  LogAndContinueProcessingExceptionHandler,
  TopologyTestDriver,
  type AgentItem,
  type KStream,
  type StreamsConfig,
} from '../../../src/streams/index';

interface Transfer {
  readonly account: string;
  readonly amount: number;
}

const turn = (): Promise<void> => new Promise(setImmediate);
const bank = { key: 'string', value: json<Transfer>() } as const;
const resuming: StreamsConfig = { 'processing.exception.handler': LogAndContinueProcessingExceptionHandler };

/** Adds up the amounts of each key, and reports each sum. */
function summing(config: StreamsConfig = {}) {
  const app = new App('bank', config);
  const sums = app.topic('sums', { key: 'string', value: 'int64' });
  const totals = app.table('totals', { key: 'string', value: 'int64', default: () => 0 });
  app.agent('transfers', bank, async (stream) => {
    for await (const { key, value } of stream) {
      totals.set(key, totals.get(key) + value.amount);
      await sums.send(key, totals.get(key));
      await turn();
      if (value.amount === 0) throw new Error('nothing to transfer');
    }
  });
  const driver = new TopologyTestDriver(app.topology, app.config, { initialWallClockTime: 1000 });
  return {
    driver,
    input: driver.createInputTopic('transfers', 'string', json<Transfer>()),
    output: driver.createOutputTopic('sums', 'string', 'int64'),
  };
}

const of = (...amounts: number[]): { key: string; value: Transfer; timestamp: number }[] =>
  amounts.map((amount, i) => ({ key: 'a', value: { account: 'a', amount }, timestamp: 10 + i }));

test('an agent with a table: one result for each item, with its time', async () => {
  const { driver, input, output } = summing();
  input.pipeRecordList(of(1, 2, 3));
  await driver.settled();
  expect(output.readRecordsToList().map(({ key, value, timestamp }) => [key, value, timestamp])).toEqual([
    ['a', 1, 10],
    ['a', 3, 11],
    ['a', 6, 12],
  ]);
  expect(driver.getTimestampedKeyValueStore('totals')!.get('a')).toEqual({ value: 6, timestamp: 12 });
  const changes = driver.createOutputTopic('bank-totals-changelog', 'string', 'int64');
  expect(changes.readValuesToList()).toEqual([1, 3, 6]);
});

test('nothing is there before the next item is asked for', async () => {
  const app = new App('a');
  let go: () => void = () => undefined;
  app.agent('in', { value: 'string' }, async (stream, context) => {
    for await (const { value } of stream) {
      context.send('out', null, value);
      await new Promise<void>((resolve) => (go = resolve));
    }
  });
  const driver = new TopologyTestDriver(app.topology, app.config);
  driver.createInputTopic('in', 'string', 'string').pipeInput({ value: 'x' });
  const settled = driver.settled();
  await turn();
  expect(driver.producedTopicNames()).toEqual(new Set());
  go();
  await settled;
  expect(driver.createOutputTopic('out', 'string', json()).readValuesToList()).toEqual(['x']);
});

test('a throw in the middle leaves nothing, and the next item goes on from what was there before', async () => {
  const { driver, input, output } = summing(resuming);
  input.pipeRecordList(of(1, 0, 2));
  await driver.settled();
  expect(output.readValuesToList()).toEqual([1, 3]);
  expect(driver.droppedRecords).toBe(1);
});

test('a throw that the handler does not forgive ends the processing', async () => {
  const { driver, input, output } = summing();
  input.pipeRecordList(of(1, 0, 2));
  await expect(driver.settled()).rejects.toMatchObject({ message: 'transfers failed: nothing to transfer' });
  expect(output.readValuesToList()).toEqual([1]);
});

test('the handler gets the record that the agent failed on', async () => {
  const seen: unknown[] = [];
  const { driver, input } = summing({
    'processing.exception.handler': {
      handle({ offset, topic, sourceRawKey }, { value }, error) {
        seen.push([topic, offset, String(sourceRawKey), value, (error as Error).message]);
        return 'RESUME';
      },
    },
  });
  input.pipeRecordList(of(1, 0));
  await driver.settled();
  expect(seen).toEqual([['transfers', 1, 'a', { account: 'a', amount: 0 }, 'nothing to transfer']]);
});

/** An agent that takes lists, and the lists that it got. */
function taking(most: number, withinMs?: number) {
  const app = new App('a');
  const lists: string[][] = [];
  app.agent('in', { value: 'string' }, async (stream) => {
    for await (const items of stream.take(most, { withinMs })) lists.push(items.map(({ value }) => value));
  });
  const driver = new TopologyTestDriver(app.topology, app.config, { initialWallClockTime: 0 });
  return { driver, lists, input: driver.createInputTopic('in', 'string', 'string') };
}

test('take: as many as that, or what has come within the time after the first', async () => {
  const { driver, lists, input } = taking(3, 100);
  input.pipeValueList(['a', 'b', 'c', 'd']);
  await driver.settled();
  expect(lists).toEqual([['a', 'b', 'c']]);
  driver.advanceWallClockTime(99);
  input.pipeInput({ value: 'e' });
  await driver.settled();
  expect(lists).toHaveLength(1);
  driver.advanceWallClockTime(1);
  await driver.settled();
  expect(lists).toEqual([
    ['a', 'b', 'c'],
    ['d', 'e'],
  ]);
});

test('take without a time: what is there', async () => {
  const { driver, lists, input } = taking(3);
  input.pipeInput({ value: 'a' });
  await driver.settled();
  input.pipeValueList(['b', 'c', 'd', 'e']);
  await driver.settled();
  expect(lists.flat()).toEqual(['a', 'b', 'c', 'd', 'e']);
  expect(lists[0]).toEqual(['a']);
});

test('ack() within a list keeps what was done so far, and only the rest is left out after a throw', async () => {
  const app = new App('a', resuming);
  app.agent('in', { value: 'string' }, async (stream, context) => {
    for await (const items of stream.take(10, { withinMs: 1 })) {
      for (const item of items) {
        if (item.value === 'bad') throw new Error(item.value);
        context.send('out', null, item.value, { value: 'string' });
        if (item.value !== 'b') item.ack();
      }
    }
  });
  const driver = new TopologyTestDriver(app.topology, app.config);
  driver.createInputTopic('in', 'string', 'string').pipeValueList(['a', 'b', 'bad', 'c']);
  await driver.settled();
  driver.advanceWallClockTime(1);
  await driver.settled();
  expect(driver.createOutputTopic('out', 'string', 'string').readValuesToList()).toEqual(['a']);
});

test('an agent that returns acknowledges its item, and is called again for the next', async () => {
  const app = new App('a');
  let calls = 0;
  app.agent('in', { value: 'string' }, async (stream, context) => {
    calls++;
    for await (const { value } of stream) {
      context.send('out', null, value, { value: 'string' });
      break;
    }
  });
  const driver = new TopologyTestDriver(app.topology, app.config);
  driver.createInputTopic('in', 'string', 'string').pipeValueList(['a', 'b']);
  await driver.settled();
  expect(driver.createOutputTopic('out', 'string', 'string').readValuesToList()).toEqual(['a', 'b']);
  expect(calls).toBe(2);
});

test('an agent that returns at once fails', async () => {
  const app = new App('a', resuming);
  app.agent('in', {}, async () => undefined);
  const driver = new TopologyTestDriver(app.topology, app.config);
  driver.createInputTopic('in', 'string', 'string').pipeInput({ value: 'x' });
  await expect(driver.settled()).rejects.toThrow('agent in: its function returned without reading its stream');
});

test('its stream ends when the task goes, and what it does then does not count', async () => {
  const app = new App('a');
  const events: string[] = [];
  let go: () => void = () => undefined;
  app.agent('in', { value: 'string' }, async (stream, context) => {
    context.signal.addEventListener('abort', () => events.push('aborted'));
    for await (const { value } of stream) {
      await new Promise<void>((resolve) => (go = resolve));
      context.send('out', null, value);
    }
    events.push('ended');
  });
  const driver = new TopologyTestDriver(app.topology, app.config);
  driver.createInputTopic('in', 'string', 'string').pipeInput({ value: 'x' });
  await turn();
  driver.close();
  go();
  await turn();
  expect(events).toEqual(['aborted', 'ended']);
  expect(driver.producedTopicNames()).toEqual(new Set());
});

test('records without a key or value that has a serde are left out; without a serde they are bytes or null', async () => {
  const app = new App('a');
  const items: unknown[] = [];
  const collect = async (stream: AsyncIterable<AgentItem<unknown, unknown>>): Promise<void> => {
    for await (const { key, value } of stream) items.push([key, value]);
  };
  app.agent('typed', { key: 'string', value: 'string' }, collect);
  app.agent('raw', {}, collect);
  const driver = new TopologyTestDriver(app.topology, app.config);
  for (const name of ['typed', 'raw']) {
    const topic = driver.createInputTopic(name, 'string', 'string');
    topic.pipeInput(null, 'v');
    topic.pipeInput('k', null);
    topic.pipeInput('k', 'v');
  }
  await driver.settled();
  const [k, v] = [Buffer.from('k'), Buffer.from('v')];
  expect(items).toEqual(
    expect.arrayContaining([
      ['k', 'v'],
      [null, v],
      [k, null],
      [k, v],
    ]),
  );
  expect(items).toHaveLength(4);
  expect(driver.droppedRecords).toBe(2);
});

test('entries, has and delete see what the agent itself has done', async () => {
  const app = new App('a');
  const table = app.table('t', { key: 'string', value: 'int64' });
  const seen: unknown[] = [];
  app.agent('in', { value: 'string' }, async (stream) => {
    for await (const { value } of stream) {
      if (value === 'first') for (const [i, key] of ['b', 'd'].entries()) table.set(key, i);
      else {
        for (const key of ['a', 'c', 'e']) table.set(key, 9);
        table.set('d', 8);
        table.delete('b');
        seen.push([...table.entries()], table.has('b'), table.has('c'), table.get('b'));
      }
    }
  });
  const driver = new TopologyTestDriver(app.topology, app.config);
  driver.createInputTopic('in', 'string', 'string').pipeValueList(['first', 'second']);
  await driver.settled();
  const rows = [...'acde'].map((key) => [key, key === 'd' ? 8 : 9]);
  expect(seen).toEqual([rows, false, true, null]);
  expect([...driver.getKeyValueStore('t')!.all()]).toEqual(rows);
});

test('a change of an object that was read changes nothing without set', async () => {
  const app = new App('a');
  const table = app.table('t', { key: 'string', value: json<{ n: number }>(), default: () => ({ n: 0 }) });
  const seen: number[] = [];
  app.agent('in', { value: 'string' }, async (stream) => {
    for await (const { value } of stream) {
      const entry = table.get('k');
      seen.push(entry.n++);
      if (value === 'set') table.set('k', entry);
    }
  });
  const driver = new TopologyTestDriver(app.topology, app.config);
  driver.createInputTopic('in', 'string', 'string').pipeValueList(['a', 'set', 'b', 'c']);
  await driver.settled();
  expect(seen).toEqual([0, 0, 1, 1]);
});

test('a tumbling table, and a hopping one whose windows each have their own value', async () => {
  const app = new App('a');
  const options = { key: 'string', value: 'int64', default: () => 0 } as const;
  const tumbling = app.table('tumbling', options).tumbling(10, { expires: 100 });
  const hopping = app.table('hopping', options).hopping(10, 5, { expires: 100 });
  const seen: unknown[] = [];
  app.agent('in', { value: 'string' }, async (stream) => {
    for await (const { value } of stream) {
      tumbling.update(value, (n) => n + 1);
      hopping.update(value, (n) => n + 1);
      const [a, b] = [tumbling.at(value), hopping.at(value)];
      seen.push([a.current(), a.delta(10), a.now(), b.current(), b.delta(5)]);
    }
  });
  const driver = new TopologyTestDriver(app.topology, app.config, { initialWallClockTime: 5 });
  const input = driver.createInputTopic('in', 'string', 'string');
  for (const time of [1, 7, 12, 13]) input.pipeInput(null, 'k', time);
  await driver.settled();
  expect(seen).toEqual([
    [1, 0, 1, 1, 0],
    [2, 0, 2, 1, 2],
    [1, 2, 2, 1, 2],
    [2, 2, 2, 2, 3],
  ]);
  const windows = [...driver.getWindowStore<string, number>('hopping')!.all()];
  expect(windows.map(([key, value]) => [String(key), value])).toEqual([
    ['[k@0/10]', 2],
    ['[k@5/15]', 3],
    ['[k@10/20]', 2],
  ]);
});

test('operators of the DSL before an agent, with a repartition topic after a new key', async () => {
  const app = new App('a');
  const counts = app.table('counts', { key: 'string', value: 'int64', default: () => 0 });
  app.agent(
    'words',
    {
      value: 'string',
      topic: 'lines',
      before: (lines) =>
        lines
          .flatMapValues((line) => (line ?? '').split(' '))
          .selectKey((_, word) => word)
          .repartition({ name: 'by-word', keySerde: 'string', valueSerde: 'string' }),
    },
    async (stream, context) => {
      for await (const { key } of stream) {
        counts.update(key, (n) => n + 1);
        context.send('counts', key, counts.get(key), { key: 'string', value: 'int64' });
      }
    },
  );
  const driver = new TopologyTestDriver(app.topology, app.config);
  driver.createInputTopic('lines', 'string', 'string').pipeInput(null, 'a b a');
  await driver.settled();
  expect(driver.createOutputTopic('counts', 'string', 'int64').readKeyValuesToList()).toEqual([
    ['a', 1],
    ['b', 1],
    ['a', 2],
  ]);
  expect(driver.producedTopicNames()).toContain('a-by-word-repartition');
});

test('an agent sends to another one', async () => {
  const app = new App('a');
  const seen: unknown[] = [];
  const second = app.agent('second', bank, async (stream) => {
    for await (const { key, value } of stream) seen.push([key, value]);
  });
  app.agent('first', { value: 'string' }, async (stream) => {
    for await (const { value } of stream) await second.send(value, { account: value, amount: 1 });
  });
  const driver = new TopologyTestDriver(app.topology, app.config);
  driver.createInputTopic('first', 'string', 'string').pipeInput({ value: 'x' });
  await driver.settled();
  expect(seen).toEqual([['x', { account: 'x', amount: 1 }]]);
});

test('an agent has its records to itself', () => {
  const twice = new App('a');
  const work = async (): Promise<void> => undefined;
  twice.agent('one', { topic: 'in' }, work);
  twice.agent('two', { topic: 'in' }, work);
  expect(() => twice.topology).toThrow(
    'agent one: two reads the same records. An agent has its records to itself: put repartition() between them, or let ' +
      'one agent do both',
  );
  const counting = new App('b');
  const before = {
    key: 'string',
    value: 'string',
    before: (stream: KStream<string | null, string | null>) => stream.groupByKey().count().toStream(),
  } as const;
  counting.agent('one', before, work);
  expect(() => counting.topology).toThrow('keeps a store before it');
});

test('tables belong to the agents that name them; others have the rest', () => {
  const app = new App('a');
  const work = async (): Promise<void> => undefined;
  const [mine] = ['mine', 'rest'].map((name) => app.table(name, { key: 'string', value: 'string' }));
  app.agent('one', { tables: [mine!] }, work);
  app.agent('two', {}, work);
  expect([...app.agents]).toEqual([
    ['one', { topics: ['one'], tables: ['mine'] }],
    ['two', { topics: ['two'], tables: ['rest'] }],
  ]);
  const { subtopologies } = app.topology.describe();
  expect(subtopologies).toHaveLength(2);
});

test('a table outside of an agent, and one of another agent, are refused', async () => {
  const app = new App('a');
  const table = app.table('t', { key: 'string', value: 'string' });
  expect(() => table.get('k')).toThrow('get: the table t is used outside of an agent');
  app.agent('owner', { tables: [table] }, async (stream) => {
    for await (const { key } of stream) table.delete(String(key));
  });
  app.agent('in', { tables: [], value: 'string' }, async (stream) => {
    for await (const { value } of stream) table.set(value, value);
  });
  const driver = new TopologyTestDriver(app.topology, app.config);
  driver.createInputTopic('in', 'string', 'string').pipeInput({ value: 'x' });
  await expect(driver.settled()).rejects.toThrow('agent in: the table t is not one of its tables. Name it in tables');
});

test('names are taken once, and nothing is added to a topology that was built', () => {
  const app = new App('a');
  const work = async (): Promise<void> => undefined;
  app.agent('in', {}, work);
  app.table('t', { key: 'string', value: 'string' });
  expect(() => app.agent('in', {}, work)).toThrow('agent in: another agent has this name');
  expect(() => app.table('t', { key: 'string', value: 'string' })).toThrow('table t: another table has this name');
  void app.topology;
  expect(() => app.agent('late', {}, work)).toThrow('agent late: the topology has already been built');
});
