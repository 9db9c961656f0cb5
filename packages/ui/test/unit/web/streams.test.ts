import fc from 'fast-check';

import type { SamplesView } from '../../../src/shared/api';
import { merge } from '../../../src/web/net/merge-samples';
import { EventParser } from '../../../src/web/net/event-parser';

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
