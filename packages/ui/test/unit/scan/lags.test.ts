/** When a tail leaves out records, and what it says then. */
import type { Consumer } from 'kafka-napi';
import { Lags } from '../../../src/server/scan/jobs/tail-lags';

/** A consumer with these positions and lags. */
function fakeConsumer(states: { position: number | null; lag: number | null }[]) {
  const seeks: [number, number][] = [];
  const consumer = {
    position: ({ partition }: { partition: number }) => states[partition]!.position,
    currentLag: ({ partition }: { partition: number }) => states[partition]!.lag,
    seek: ({ partition }: { partition: number }, offset: number) => {
      seeks.push([partition, offset]);
      const state = states[partition]!;
      Object.assign(state, { position: offset, lag: state.position! + state.lag! - offset });
    },
  } as unknown as Consumer;
  const starts = states.map(({ position }, partition) => ({ partition, offset: position ?? 0, wanted: position ?? 0 }));
  return { lags: new Lags(consumer, 't', starts), seeks };
}

test('up to 100,000 records, or five seconds of the rate, it only says so', () => {
  const { lags, seeks } = fakeConsumer([
    { position: 10, lag: 60_000 },
    { position: 10, lag: 40_000 },
  ]);
  expect(lags.behind()).toBe(100_000);
  expect(lags.jump(100_000, 10)).toEqual([]);
  expect(lags.jump(1_000_000, 200_000)).toEqual([]);
  expect(seeks).toEqual([]);
});

test('beyond that it goes on 1,000 before the end, and says over what it went', () => {
  const states = [
    { position: 10, lag: 150_000 },
    { position: 20, lag: 300 },
    { position: 30, lag: 50_000 },
    { position: null, lag: null },
  ];
  const { lags, seeks } = fakeConsumer(states);
  lags.takeMoved();
  expect(lags.jump(lags.behind(), 10_000)).toEqual([
    { p: 0, from: 10, to: 149_760 },
    { p: 1, from: 20, to: 70 },
    { p: 2, from: 30, to: 49_780 },
  ]);
  expect(seeks).toEqual([
    [0, 149_760],
    [1, 70],
    [2, 49_780],
  ]);
  expect(lags.takeMoved()).toEqual({ 0: '149760', 1: '70', 2: '49780' });
  expect(lags.behind()).toBe(750);
});

test('where the partitions go on is said once for each move', () => {
  const { lags } = fakeConsumer([
    { position: 5, lag: 0 },
    { position: 7, lag: 0 },
  ]);
  expect(lags.takeMoved()).toEqual({ 0: '5', 1: '7' });
  expect(lags.takeMoved()).toBeUndefined();
  lags.moved(1, 9);
  lags.moved(1, 8);
  expect(lags.takeMoved()).toEqual({ 1: '9' });
});

test('what was deleted before it could go on is told once', () => {
  const consumer = { position: () => 50, currentLag: () => 0 } as unknown as Consumer;
  const lags = new Lags(consumer, 't', [
    { partition: 0, offset: 50, wanted: 20 },
    { partition: 1, offset: 50, wanted: 50 },
  ]);
  expect(lags.jump(0, 10)).toEqual([{ p: 0, from: 20, to: 50 }]);
  expect(lags.jump(0, 10)).toEqual([]);
});
