import fc from 'fast-check';

import type { SamplesView } from '../../../src/shared/api';
import { merge } from '../../../src/web/net/merge-samples';
import { EventParser } from '../../../src/web/net/event-parser';
import { readStream, type StreamHandlers } from '../../../src/web/net/stream';

jest.mock('preact', () => ({ options: {} }));

describe('EventParser', () => {
  const parse = (chunks: string[]): string[] => {
    const events: string[] = [];
    const parser = new EventParser((name, data) => events.push(`${name} ${data}`));
    for (const chunk of chunks) parser.push(chunk);
    return events;
  };

  const stream =
    'event: meta\ndata: {"a":1}\n\n: ping\n\nevent: rows\r\ndata: {"x":"e: y\\n"}\r\n\r\nevent: done\ndata: {}\n\n';

  it('reads events, and passes over pings', () => {
    expect(parse([stream])).toEqual(['meta {"a":1}', 'rows {"x":"e: y\\n"}', 'done {}']);
  });

  it('does not care how the text is cut', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: stream.length }), { maxLength: 20 }), (cuts) => {
        const edges = [0, ...cuts.sort((a, b) => a - b), stream.length];
        const chunks = edges.slice(1).map((edge, at) => stream.slice(edges[at], edge));
        expect(parse(chunks)).toEqual(parse([stream]));
      }),
    );
  });

  it('gives nothing of an event that is not finished', () => {
    expect(parse(['event: meta\ndata: {}\n'])).toEqual([]);
  });
});

describe('a stream', () => {
  beforeAll(() => {
    Object.assign(globalThis, { localStorage: { getItem: () => '' } });
  });
  afterEach(() => jest.restoreAllMocks());

  /** A body that breaks off after the first event. */
  const broken = (error: unknown): Response => {
    const first = new TextEncoder().encode('event: queued\ndata: {"place":1}\n\n');
    let isFirst = true;
    return new Response(
      new ReadableStream(
        {
          pull: (controller) => {
            if (isFirst) controller.enqueue(first);
            else controller.error(error);
            isFirst = false;
          },
          cancel: () => undefined,
        },
        { highWaterMark: 0 },
      ),
    );
  };

  it('whose connection breaks can be asked for again', async () => {
    const places: number[] = [];
    const on: StreamHandlers = { queued: ({ place }) => void places.push(place) };
    jest.spyOn(globalThis, 'fetch').mockResolvedValue(broken(new TypeError('network error')));
    const reading = readStream('/scan', {}, on, new AbortController().signal);
    await expect(reading).rejects.toMatchObject({ fault: { code: 'BROKER', retriable: true }, unreachable: true });
    expect(places).toEqual([1]);
  });

  it('that was aborted says so', async () => {
    jest.spyOn(globalThis, 'fetch').mockResolvedValue(broken(new DOMException('aborted', 'AbortError')));
    const reading = readStream('/scan', {}, {}, new AbortController().signal);
    await expect(reading).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('samples', () => {
  const view = (now: number, from: number, points: [number, number | null][]): SamplesView => ({
    now,
    from,
    everyMs: 5,
    cluster: points.map(([t, value]) => [t, value, 0]),
    topics: {},
    groups: { g: points },
  });

  it('are joined where the answer begins', () => {
    const first = view(10, 0, [
      [5, 1],
      [10, 2],
    ]);
    const joined = merge(first, view(15, 10, [[15, null]]));
    expect(joined.groups['g']).toEqual([
      [5, 1],
      [10, 2],
      [15, null],
    ]);
    expect(joined.now).toBe(15);
  });

  it('drop what a clock that was set back makes wrong', () => {
    const first = view(10, 0, [
      [5, 1],
      [10, 2],
    ]);
    expect(merge(first, view(6, 4, [[6, 9]])).cluster).toEqual([[6, 9, 0]]);
  });

  it('stay bounded', () => {
    let all: SamplesView | null = null;
    for (let at = 1; at < 2000; at += 1) all = merge(all, view(at, at - 1, [[at, at]]));
    expect(all!.cluster.length).toBeLessThanOrEqual(800);
  });
});
