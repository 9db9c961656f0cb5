/** A consumer whose handler does what the program says. */
import type { Module } from '../../integration/rdkafka/programs/observe';
import { until } from '../until';
import type { Deed, Step } from './program';

type Run = Extract<Step, { do: 'run' }>;

interface Handled {
  partition: number;
  offset: string;
  payload: Module;
}

interface Log {
  add(label: string, ...values: unknown[]): void;
}

const LONGEST_MS = 60_000;
const PAUSE_MS = 300;

export async function handle(
  consumer: Module,
  { on, counts, each, autoResolve, concurrently, deeds }: Run,
  topic: unknown,
  log: Log,
): Promise<void> {
  const offsets: string[][] = counts.map(() => []);
  const contents = new Map<string, unknown>();
  const done = new Set<number>();
  let calls = 0;

  async function perform(deed: Deed, { partition, payload }: Handled): Promise<void> {
    switch (deed.do) {
      case 'seek':
        return void consumer.seek({ topic, partition, offset: String(deed.to) });
      case 'throw':
        if (--deed.times > 0) deeds[calls + 1] ??= deed;
        throw new Error('planned');
      case 'pause':
        setTimeout(payload.pause() as () => void, PAUSE_MS);
        return;
      case 'commit':
        await consumer.commitOffsets([{ topic, partition, offset: String(deed.offset) }]);
        return;
      case 'commit what is stored':
        await consumer.commitOffsets();
        return;
      case 'commit if necessary':
        await payload.commitOffsetsIfNecessary();
        return;
      case 'leave':
    }
  }

  /** Whether the handler goes on. */
  async function one(handled: Handled, message: Module): Promise<boolean> {
    const { partition, offset } = handled;
    offsets[partition]!.push(offset);
    contents.set(`${partition} ${offset}`, message);
    done.delete(partition);
    const deed = partition === 0 ? deeds[++calls] : undefined;
    if (deed === undefined) {
      if (Number(offset) === counts[partition]! - 1) done.add(partition);
      return true;
    }
    offsets[partition]!.push(deed.do);
    delete deeds[calls];
    await perform(deed, handled);
    // A deed at the last message: it is done, unless it comes again.
    if (Number(offset) === counts[partition]! - 1 && deed.do.startsWith('commit')) done.add(partition);
    return deed.do.startsWith('commit');
  }

  const config: Module = { partitionsConsumedConcurrently: concurrently };
  if (each === 'message')
    config.eachMessage = async (payload: Module) => {
      const { partition, message } = payload;
      await one({ partition, offset: message.offset, payload }, message);
      // It does not come again.
      if (Number(message.offset) === counts[partition]! - 1 && offsets[partition]!.at(-1) === 'pause')
        done.add(partition);
    };
  else {
    config.eachBatchAutoResolve = autoResolve;
    config.eachBatch = async (payload: Module) => {
      const { batch, resolveOffset, isRunning, isStale } = payload;
      for (const message of batch.messages as Module[]) {
        if (!isRunning() || isStale()) return;
        if (!(await one({ partition: batch.partition, offset: message.offset, payload }, message))) {
          if (autoResolve) throw new Error('the rest comes again');
          return;
        }
        resolveOffset(message.offset);
      }
    };
  }
  await consumer.run(config);
  const last = Date.now() + LONGEST_MS;
  await until(() => done.size === counts.length || Date.now() > last);
  if (done.size < counts.length) log.add(`${on} run does not end`);
  log.add(
    `${on} offsets`,
    offsets.map((list) => list.join(' ')),
  );
  // By offset.
  log.add(`${on} contents`, Object.fromEntries([...contents].sort(([a], [b]) => a.localeCompare(b))));
}

/** From what is committed to the one message more. */
export async function goOn(consumer: Module, { on, counts }: Extract<Step, { do: 'go on' }>, log: Log): Promise<void> {
  const offsets: string[][] = counts.map(() => []);
  await consumer.run({
    eachMessage: async ({ partition, message }: Module) => void offsets[partition]!.push(message.offset as string),
  });
  const last = Date.now() + LONGEST_MS;
  const isOver = (): boolean => offsets.every((list, partition) => list.at(-1) === String(counts[partition]!));
  await until(() => isOver() || Date.now() > last);
  log.add(
    `${on} goes on${isOver() ? '' : ' and does not end'}`,
    offsets.map((list) => list.join(' ')),
  );
}
