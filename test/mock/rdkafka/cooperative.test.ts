import * as rdkafka from '../../../src/rdkafka/index';
import { connect, consumer, disconnect, fill, withCluster, type Consumer } from './support';

const { ERRORS } = rdkafka.CODES;

/** Answers rebalances in the way of a cooperative group, with partitions paused until their owner is ready. */
function member(servers: string, log: string[]): Consumer {
  return consumer(servers, {
    'partition.assignment.strategy': 'cooperative-sticky',
    'session.timeout.ms': 6000,
    'heartbeat.interval.ms': 200,
    rebalance_cb(this: Consumer, error: { code: number }, list: rdkafka.Assignment[]) {
      const names = list.map(({ partition }) => partition).sort();
      if (error.code === ERRORS.ERR__ASSIGN_PARTITIONS) {
        log.push(`+${names.join()}`);
        this.pause(list);
        this.incrementalAssign(list);
        this.pause(list);
        this.resume(list);
      } else {
        log.push(`-${names.join()}`);
        this.incrementalUnassign(list);
      }
    },
  });
}

test('a second member takes over without a stop of the first one', () =>
  withCluster(2, async (servers) => {
    await fill(servers, [
      [0, 'a'],
      [1, 'b'],
    ]);
    const logs: string[][] = [[], []];
    const first = member(servers, logs[0]!);
    await connect(first);
    first.subscribe(['t']);
    const seen: string[] = [];
    first.on('data', ({ value }) => seen.push(String(value)));
    first.consume();
    await until(() => seen.length === 2);
    expect(first.rebalanceProtocol()).toBe('COOPERATIVE');
    const second = member(servers, logs[1]!);
    await connect(second);
    second.subscribe(['t']);
    second.consume();
    await until(() => first.assignments().length === 1 && second.assignments().length === 1);
    expect(logs[0]![0]).toBe('+0,1');
    expect(logs[0]!.filter((line) => line.startsWith('-'))).toHaveLength(1);
    expect(seen.sort()).toEqual(['a', 'b']);
    await Promise.all([disconnect(first), disconnect(second)]);
  }));

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 20));
}
