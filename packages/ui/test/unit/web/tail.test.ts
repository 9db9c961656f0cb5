/** What a tail does with what comes, and when nobody sees it. */
import { connectionLost } from '../../../src/web/net/http';
import type { StreamHandlers } from '../../../src/web/net/stream';
import type { Tail } from '../../../src/web/pages/messages/tail';

interface Stream {
  body: { from?: Record<string, string> };
  on: StreamHandlers;
  signal: AbortSignal;
  fail: (error: unknown) => void;
}

const streams: Stream[] = [];

jest.mock('../../../src/web/net/stream', () => ({
  readStream: (_path: string, body: Stream['body'], on: StreamHandlers, signal: AbortSignal) =>
    new Promise<void>((_resolve, fail) => {
      streams.push({ body, on, signal, fail });
      signal.addEventListener('abort', () => fail(new DOMException('aborted', 'AbortError')));
    }),
}));

// Of the library that draws, a signal needs the hooks only, and a tail nothing else.
jest.mock('preact', () => ({ options: {} }));

const page = Object.assign(new EventTarget(), { hidden: false });

async function newTail(): Promise<Tail> {
  const made = await import('../../../src/web/pages/messages/tail');
  return new made.Tail();
}

function look(hidden: boolean): void {
  page.hidden = hidden;
  page.dispatchEvent(new Event('visibilitychange'));
}

const meta = (from: string) =>
  ({ partitions: [{ p: 0, earliest: '0', from, to: from, lastStable: from, latest: from }] }) as never;

const rate = (shown: string, skipped: string, next: string, jumped?: { p: number; from: string; to: string }[]) =>
  ({ perSec: 0, bytesPerSec: 0, shown, skipped, read: shown, behind: '0', jumped, next: { 0: next } }) as never;

beforeAll(() => {
  Object.assign(globalThis, { document: page });
});
beforeEach(() => {
  jest.useFakeTimers();
  page.hidden = false;
  streams.length = 0;
});
afterEach(() => {
  jest.useRealTimers();
});

test('what is shown, skipped and jumped over is all that was written', async () => {
  const tail = await newTail();
  tail.start({ topic: 't' });
  const { on } = streams[0]!;
  on.meta!(meta('10'));
  on.rate!(rate('50', '950', '1010'));
  for (let at = 0; at < 80; at += 1)
    on.rate!(rate('1', '0', '0', [{ p: 0, from: String(at * 1000), to: String(at * 1000 + 500) }]));
  expect(tail.totals.value).toEqual({ shown: 130n, skipped: 950n, jumped: 40_000n });
  expect(tail.jumps.value).toHaveLength(50);
  tail.start({ topic: 't' });
  expect(tail.totals.value).toEqual({ shown: 0n, skipped: 0n, jumped: 0n });
  tail.close();
});

test('its connection breaks: it goes on where it was', async () => {
  const tail = await newTail();
  tail.start({ topic: 't' });
  streams[0]!.on.meta!(meta('7'));
  streams[0]!.fail(connectionLost(new TypeError('network error')));
  await jest.advanceTimersByTimeAsync(1000);
  expect(streams[1]!.body.from).toEqual({ 0: '7' });
  tail.close();
});

test('nobody sees it for 30 s: it ends, and goes on where it was', async () => {
  const tail = await newTail();
  tail.start({ topic: 't' });
  streams[0]!.on.meta!(meta('10'));
  streams[0]!.on.rate!(rate('5', '0', '15'));
  look(true);
  jest.advanceTimersByTime(29_999);
  expect(streams[0]!.signal.aborted).toBe(false);
  jest.advanceTimersByTime(1);
  expect(streams[0]!.signal.aborted).toBe(true);
  expect(tail.state.value).toBe('hidden');
  await jest.advanceTimersByTimeAsync(3_600_000);
  expect(streams).toHaveLength(1);
  look(false);
  expect(streams[1]!.body.from).toEqual({ 0: '15' });
  expect(tail.totals.value.shown).toBe(5n);
  tail.close();
});

test('a short look elsewhere changes nothing', async () => {
  const tail = await newTail();
  tail.start({ topic: 't' });
  streams[0]!.on.meta!(meta('0'));
  look(true);
  jest.advanceTimersByTime(20_000);
  look(false);
  jest.advanceTimersByTime(60_000);
  expect(streams[0]!.signal.aborted).toBe(false);
  tail.close();
});

test.each(['starts', 'waits for its broker'])('one that %s ends as well when nobody sees it', async (what) => {
  const tail = await newTail();
  tail.start({ topic: 't' });
  look(true);
  if (what !== 'starts') {
    streams[0]!.on.meta!(meta('0'));
    streams[0]!.fail(connectionLost(new TypeError('network error')));
  }
  await jest.advanceTimersByTimeAsync(30_000);
  expect(tail.state.value).toBe('hidden');
  const asked = streams.length;
  await jest.advanceTimersByTimeAsync(600_000);
  expect(streams).toHaveLength(asked);
  look(false);
  expect(streams).toHaveLength(asked + 1);
  tail.close();
});

test('one that begins where nobody sees it ends, too', async () => {
  page.hidden = true;
  const tail = await newTail();
  tail.start({ topic: 't' });
  jest.advanceTimersByTime(30_000);
  expect(streams[0]!.signal.aborted).toBe(true);
  tail.close();
});

test('paused it stays, whoever looks', async () => {
  const tail = await newTail();
  tail.start({ topic: 't' });
  tail.togglePause();
  look(true);
  jest.advanceTimersByTime(30_000);
  look(false);
  expect(tail.state.value).toBe('paused');
  expect(streams).toHaveLength(1);
  tail.close();
});
