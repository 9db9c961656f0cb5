/** Steps that wait for something. */
import { until } from '../../until';
import { partitionKey, type Running } from './clients';
import type { Log } from './log';

interface Message {
  topic: string;
  partition: number;
  offset: number;
}

const CONSUME_MS = 1000;
/** Without a message and without an end. */
const IDLE_ROUNDS = 5;
const LONGEST_MS = 60_000;

const inOrder = (list: readonly Message[]): Message[] =>
  [...list].sort((a, b) => a.topic.localeCompare(b.topic) || a.partition - b.partition || a.offset - b.offset);

function isAtEnd({ client, ends, paused }: Running): boolean {
  if (!client.isConnected()) return true;
  const open = (client.assignments() as Message[]).map(partitionKey).filter((key) => !paused.has(key));
  return open.length > 0 && open.every((key) => ends.has(key));
}

/** Of several partitions in no order among them: which of them has ended before the last message is chance. */
function addMessages(log: Log, label: string, running: Running, messages: readonly Message[]): void {
  const { client, ends } = running;
  for (const message of inOrder(messages)) log.add(`${label} message`, message);
  if (!client.isConnected() || client.assignments().length > 1) return;
  for (const end of inOrder([...ends.values()] as Message[])) log.add(`${label} end`, end);
}

async function untilOrLate(done: () => boolean): Promise<boolean> {
  const last = Date.now() + LONGEST_MS;
  await until(() => done() || Date.now() > last);
  return done();
}

export async function read(running: Running, on: number, count: number, log: Log): Promise<void> {
  const { client, data } = running;
  const label = `${on} read`;
  running.isReading = true;
  const before = data.length;
  const messages: Message[] = [];
  try {
    client.setDefaultConsumeTimeout(CONSUME_MS);
    for (let idle = 0; messages.length < count && idle < IDLE_ROUNDS && !isAtEnd(running); idle++) {
      const error = await new Promise((resolve) =>
        client.consume(count - messages.length, (failure: unknown, list: Message[] | undefined) => {
          messages.push(...(list ?? []));
          if ((list ?? []).length > 0) idle = -1;
          resolve(failure);
        }),
      );
      if (error !== null) {
        log.add(`${label} fails`, error);
        break;
      }
    }
    addMessages(log, label, running, messages);
    const heard = data.slice(before);
    if (heard.length !== messages.length || heard.some((one, i) => one !== messages[i]))
      log.add(`${label} events`, heard);
  } catch (error) {
    log.add(`${label} throws`, error);
  }
  running.isReading = false;
}

export async function flow(running: Running, on: number, count: number, log: Log): Promise<void> {
  const { client, data } = running;
  const label = `${on} flow`;
  running.isReading = true;
  const before = data.length;
  let calls = 0;
  try {
    client.consume((error: unknown) => {
      calls++;
      if (error) log.add(`${label} fails`, error);
    });
    if (!(await untilOrLate(() => data.length - before >= count))) log.add(`${label} does not end`);
    const messages = data.slice(before) as Message[];
    addMessages(log, label, running, messages);
    if (calls !== messages.length) log.add(`${label} calls back`, calls);
  } catch (error) {
    log.add(`${label} throws`, error);
  }
  running.isReading = false;
}

export async function settle({ client, kind, produced }: Running, on: number, log: Log): Promise<void> {
  const isDone = (): boolean => {
    try {
      if (client.isConnected()) client.poll();
    } catch (error) {
      log.add(`${on} poll throws`, error);
    }
    return log.count(on, 'delivery-report') >= produced;
  };
  if (kind !== 'Producer' || !client.isConnected()) return;
  if (!(await untilOrLate(isDone))) log.add(`${on} has not all reports`);
}

export async function stream({ data }: Running, on: number, count: number, log: Log): Promise<void> {
  if (!(await untilOrLate(() => data.length >= count))) log.add(`${on} stream does not end`);
}

export async function waitForEvent(on: number, event: string, log: Log): Promise<void> {
  const isThere = (): boolean => log.lines.some((line) => line.startsWith(`${on} ${event}`));
  if (!(await untilOrLate(isThere))) log.add(`${on} has no ${event}`);
}
