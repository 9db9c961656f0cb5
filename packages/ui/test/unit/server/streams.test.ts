import { ActiveRequests } from '../../../src/server/http/active';
import { ByteStream } from '../../../src/server/http/byte-stream';
import { EventStream } from '../../../src/server/http/events';
import { FaultError } from '../../../src/shared/fault-error';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

const textOf = async (body: ReadableStream<Uint8Array>): Promise<string> => new Response(body).text();

describe('a stream of events', () => {
  const make = () => {
    const stopping = new AbortController();
    const onGone = jest.fn();
    return { stopping, onGone, stream: new EventStream({ stopping: stopping.signal, onGone }) };
  };

  test('each event is two lines; the stream ends with the work', async () => {
    const { stream } = make();
    await stream.serve(async (sink) => {
      await sink.event('queued', '{"place":1}');
      await sink.event('bye', '{}');
    });
    expect(await textOf(stream.body)).toBe('event: queued\ndata: {"place":1}\n\nevent: bye\ndata: {}\n\n');
    expect(jest.getTimerCount()).toBe(0);
  });

  test('a fault before the first event is the answer, later the last event', async () => {
    const early = make();
    const busy = FaultError.of('BUSY', 'all are busy');
    await expect(early.stream.serve(() => Promise.reject(busy))).rejects.toBe(busy);
    const late = make();
    await late.stream.serve(async (sink) => {
      await sink.event('meta', '{}');
      throw new TypeError('a mistake with a secret in it');
    });
    const text = await textOf(late.stream.body);
    expect(text).toMatch(/^event: meta\ndata: {}\n\nevent: error\ndata: {"code":"INTERNAL",[^\n]*}\n\n$/);
    expect(text).not.toContain('secret');
    expect(jest.getTimerCount()).toBe(0);
  });

  test('what waits begins after a moment; what is refused in it is the answer', async () => {
    const waiting = make();
    let hasBegun = false;
    const begun = waiting.stream
      .serve(async (sink) => sink.event('queued', '{"place":1}').then(() => new Promise(() => undefined)))
      .then(() => (hasBegun = true));
    await jest.advanceTimersByTimeAsync(49);
    expect(hasBegun).toBe(false);
    await jest.advanceTimersByTimeAsync(1);
    await begun;
    await waiting.stream.body.cancel();
    const refused = make();
    const busy = FaultError.of('BUSY', 'all are busy');
    const work = refused.stream.serve(async (sink) => sink.event('queued', '{}').then(() => Promise.reject(busy)));
    await expect(work).rejects.toBe(busy);
    expect(jest.getTimerCount()).toBe(0);
  });

  test('the work waits for the reader; a reader who takes nothing for 10 s is cut off', async () => {
    const { stream, onGone } = make();
    let sent = 0;
    const big = JSON.stringify('x'.repeat(50_000));
    void stream.serve(async (sink) => {
      for (; sent < 100; sent++) await sink.event('rows', big);
    });
    await jest.advanceTimersByTimeAsync(0);
    expect(sent).toBe(1);
    const reader = stream.body.getReader();
    await reader.read();
    await jest.advanceTimersByTimeAsync(0);
    expect(sent).toBe(2);
    await jest.advanceTimersByTimeAsync(9999);
    expect(onGone).not.toHaveBeenCalled();
    await jest.advanceTimersByTimeAsync(1);
    expect(onGone).toHaveBeenCalledTimes(1);
    await jest.advanceTimersByTimeAsync(0);
    // The work is not held up: what it writes goes nowhere, and its signal has told it to end.
    expect(sent).toBe(100);
    expect(jest.getTimerCount()).toBe(0);
  });

  test('a reader who goes away ends the work', async () => {
    const { stream, onGone } = make();
    await stream.serve(async (sink) => sink.event('meta', '{}').then(() => new Promise(() => undefined)));
    await stream.body.cancel();
    expect(onGone).toHaveBeenCalledTimes(1);
    expect(jest.getTimerCount()).toBe(0);
  });

  test('pings while nothing happens, and says bye when the server stops', async () => {
    const { stream, stopping } = make();
    await stream.serve(async (sink) => sink.event('meta', '{}').then(() => new Promise(() => undefined)));
    await jest.advanceTimersByTimeAsync(20_000);
    stopping.abort();
    await stream.event('rows', '{}');
    expect(await textOf(stream.body)).toBe('event: meta\ndata: {}\n\n: ping\n\n: ping\n\nevent: bye\ndata: {}\n\n');
    expect(jest.getTimerCount()).toBe(0);
  });

  test('of a server that has stopped already', async () => {
    const stopping = AbortSignal.abort();
    const stream = new EventStream({ stopping, onGone: () => undefined });
    expect(await textOf(stream.body)).toBe('event: bye\ndata: {}\n\n');
  });
});

describe('a download', () => {
  test('waits for its reader', async () => {
    const stream = new ByteStream(
      () => undefined,
      () => undefined,
    );
    let written = 0;
    await stream.serve(async (sink) => {
      for (; written < 10; written++) await sink.write(new Uint8Array(200_000));
    });
    await jest.advanceTimersByTimeAsync(0);
    expect(written).toBeLessThan(3);
    expect((await textOf(stream.body)).length).toBe(2_000_000);
  });

  test('whose reader takes nothing for a minute is broken off', async () => {
    const [gone, breakOff] = [jest.fn(), jest.fn()];
    const stream = new ByteStream(gone, breakOff);
    let written = 0;
    await stream.serve(async (sink) => {
      for (; written < 10; written++) await sink.write(new Uint8Array(200_000));
    });
    await jest.advanceTimersByTimeAsync(59_999);
    expect(breakOff).not.toHaveBeenCalled();
    await jest.advanceTimersByTimeAsync(1);
    expect([gone, breakOff].map((one) => one.mock.calls.length)).toEqual([1, 1]);
    expect([written, jest.getTimerCount()]).toEqual([10, 0]);
  });

  test('that fails late breaks off, and early is the fault', async () => {
    const neither = jest.fn();
    const early = new ByteStream(neither, neither);
    await expect(early.serve(() => Promise.reject(FaultError.of('NOT_FOUND', 'gone')))).rejects.toThrow('gone');
    expect(neither).not.toHaveBeenCalled();
    const breakOff = jest.fn();
    const late = new ByteStream(() => undefined, breakOff);
    await late
      .serve(async (sink) => {
        await sink.write(new Uint8Array(3));
        throw FaultError.of('BROKER', 'the broker went away');
      })
      .catch(() => undefined);
    await jest.advanceTimersByTimeAsync(0);
    expect(breakOff).toHaveBeenCalledTimes(1);
  });

  test('whose reader goes away', async () => {
    const gone = jest.fn();
    const stream = new ByteStream(gone, () => undefined);
    await stream.serve(async (sink) => {
      for (let i = 0; i < 10; i++) await sink.write(new Uint8Array(200_000));
    });
    await stream.body.cancel();
    await jest.advanceTimersByTimeAsync(0);
    expect(gone).toHaveBeenCalledTimes(1);
  });
});

describe('active requests', () => {
  test('end with their client, their deadline, the server', async () => {
    const active = new ActiveRequests();
    const client = new AbortController();
    const [a, b, c] = [
      active.open(client.signal, null),
      active.open(new AbortController().signal, 1000),
      active.open(new AbortController().signal, null),
    ];
    client.abort();
    expect([a, b, c].map(({ signal }) => signal.aborted)).toEqual([true, false, false]);
    jest.advanceTimersByTime(1000);
    expect((b.signal.reason as Error).name).toBe('TimeoutError');
    active.stop();
    expect(c.signal.aborted).toBe(true);
    for (const one of [a, b, c]) one.end();
    expect([active.count, jest.getTimerCount()]).toEqual([0, 0]);
    expect(active.open(AbortSignal.abort(), null).signal.aborted).toBe(true);
  });
});
