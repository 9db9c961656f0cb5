/** A pool of workers in TypeScript, and sinks that keep what comes. */
import path from 'node:path';
import type { Row, ScanRequest, StreamEventName, StreamEvents } from '../../../src/shared/api';
import { ScanPool, type ScanKind, type ScanPoolOptions, type ScanRequests } from '../../../src/server/scan/pool';
import type { Sink } from '../../../src/server/scan/sink';

const root = path.resolve(__dirname, '../../../../..');

/** For workers: node loads TypeScript as jest does. */
export const execArgv = ['-r', path.join(root, 'test/helpers/kafka/ts-hook.js')];

export function makePool(bootstrapServers: string, options: Partial<ScanPoolOptions> = {}): ScanPool {
  return new ScanPool({
    kafkaPath: path.join(root, 'src/index.ts'),
    properties: { 'bootstrap.servers': bootstrapServers },
    execArgv,
    ...options,
  });
}

type Event = { [Name in StreamEventName]: { name: Name; data: StreamEvents[Name] } }[StreamEventName];

/** Keeps all events. */
export class KeptEvents implements Sink {
  readonly all: Event[] = [];
  #waiting: { name: StreamEventName; resolve: () => void }[] = [];

  event(name: StreamEventName, json: string): Promise<void> {
    expect(json).not.toContain('\n');
    this.all.push({ name, data: JSON.parse(json) } as Event);
    this.#waiting = this.#waiting.filter((one) => {
      if (one.name === name) one.resolve();
      return one.name !== name;
    });
    return Promise.resolve();
  }

  of<Name extends StreamEventName>(name: Name): StreamEvents[Name][] {
    return this.all.filter((event) => event.name === name).map(({ data }) => data as StreamEvents[Name]);
  }

  /** The next event of this name. */
  next(name: StreamEventName): Promise<void> {
    return new Promise((resolve) => this.#waiting.push({ name, resolve }));
  }

  get rows(): Row[] {
    return this.of('rows').flatMap(({ rows }) => rows);
  }

  get done(): StreamEvents['done'] {
    expect(this.all.at(-1)?.name).toBe('done');
    return this.of('done')[0]!;
  }

  get meta(): StreamEvents['meta'] {
    return this.of('meta')[0]!;
  }
}

/** Runs to the end. */
export async function runOf<K extends ScanKind>(
  pool: ScanPool,
  kind: K,
  request: ScanRequests[K],
  signal = new AbortController().signal,
): Promise<KeptEvents> {
  const events = new KeptEvents();
  await pool.run(kind, request, events, signal);
  return events;
}

/** `partition:offset` of each row. */
export const placesOf = (rows: readonly Row[]): string[] => rows.map(({ p, o }) => `${p}:${o}`);

/** All pages of a list, from its first. */
export async function allPages(
  pool: ScanPool,
  request: ScanRequest,
  onPage: (events: KeptEvents) => void | Promise<void> = () => undefined,
  isBack = request.mode === 'newest' || request.mode.startsWith('to-'),
): Promise<KeptEvents[]> {
  const pages: KeptEvents[] = [];
  let next: ScanRequest = request;
  for (;;) {
    const page = await runOf(pool, 'scan', next);
    pages.push(page);
    await onPage(page);
    const { older, newer } = page.done;
    const cursor = isBack ? older : newer;
    if (cursor === null) return pages;
    const { offset: _offset, time: _time, ...rest } = request;
    next = { ...rest, mode: 'cursor', cursor };
  }
}
