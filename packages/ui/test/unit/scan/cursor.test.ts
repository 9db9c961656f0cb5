/** Cursors: written and read back, and everything else refused. */
import fc from 'fast-check';
import { Random, seedOfRun } from '../../../../../test/helpers/random';
import { checkTopic, readCursor, topicIdBytes, writeCursor, type Cursor } from '../../../src/server/scan/paging/cursor';
import { FaultError } from '../../../src/shared/fault-error';

const bounds = fc
  .uniqueArray(fc.tuple(fc.nat(0x7fff_ffff), fc.maxSafeNat()), { selector: ([partition]) => partition, maxLength: 300 })
  .map((list) => list.sort(([a], [b]) => a - b));

const cursors: fc.Arbitrary<Cursor> = fc.record({
  direction: fc.constantFrom('back' as const, 'on' as const),
  list: fc.constantFrom('back' as const, 'on' as const),
  isolation: fc.constantFrom('committed' as const, 'uncommitted' as const),
  topicId: fc.uint8Array({ minLength: 16, maxLength: 16 }),
  clock: fc.option(fc.oneof(fc.maxSafeInteger(), fc.constant(1_795_000_000_000_000_000))),
  bounds,
});

test('a cursor is read as it was written', () => {
  fc.assert(
    fc.property(cursors, (cursor) => {
      expect(readCursor(writeCursor(cursor)!)).toEqual(cursor);
    }),
  );
});

const example: Cursor = {
  direction: 'back',
  list: 'back',
  isolation: 'committed',
  topicId: topicIdBytes('ABEiM0RVZneImaq7zN3u_w'),
  clock: 1_795_000_000_000,
  bounds: Array.from({ length: 12 }, (_, i) => [i, 1_000_000 + i * 7919] as const),
};

test('of 200 partitions with a million records each it fits into an address', () => {
  const many = { ...example, bounds: Array.from({ length: 200 }, (_, i) => [i, 1_000_000 + i] as const) };
  expect(writeCursor(many)!.length).toBeLessThan(1500);
});

test('of more partitions than 64 KiB hold there is none', () => {
  const many = { ...example, bounds: Array.from({ length: 20_000 }, (_, i) => [i, 2 ** 40] as const) };
  expect(writeCursor(many)).toBeNull();
});

test.each([
  ['', 'it does not begin with c1.'],
  ['c2.AAAA', 'it does not begin with c1.'],
  ['c1.', 'the bytes end too early'],
  ['c1.A', 'it is no base64url'],
  ['c1.AA==', 'it is no base64url'],
  ['c1.AB', 'it is no base64url'],
  ['c1.AA A', 'it is no base64url'],
  ['c1./w', 'it is no base64url'],
  ['c1._w', 'its flags are unknown'],
  [`c1.${'A'.repeat(70_000)}`, 'it is longer than 65536 characters'],
  [
    `c1.${Buffer.from([0, ...new Uint8Array(16), 1, 0, 0x80, 0]).toString('base64url')}`,
    'a number has more bytes than it needs',
  ],
  [
    `c1.${Buffer.from([0, ...new Uint8Array(16), 1, 0, ...new Uint8Array(9).fill(0xff)]).toString('base64url')}`,
    'a number is too large',
  ],
  [`c1.${Buffer.from([0, ...new Uint8Array(16), 2, 0, 1]).toString('base64url')}`, 'the bytes end inside of a number'],
  [`c1.${Buffer.from([0, ...new Uint8Array(16), 0, 0]).toString('base64url')}`, 'it goes on behind its end'],
  [
    `c1.${Buffer.from([8, ...new Uint8Array(16), 0x7f, 0xf0, 0, 0, 0, 0, 0, 0, 0]).toString('base64url')}`,
    'its time is no whole number',
  ],
])('%# is refused', (text, reason) => {
  expect(() => readCursor(text)).toThrow(`cursor: ${reason}. It must be one that a scan has given`);
});

test('of 100,000 mutations each is read as a cursor that is written like it, or refused as a bad request', () => {
  const random = new Random(seedOfRun());
  const text = writeCursor(example)!;
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/ \n\0é';
  let refused = 0;
  for (let i = 0; i < 100_000; i++) {
    let mutated = text;
    for (let k = 0; k <= random.below(3); k++) {
      const at = random.below(mutated.length + 1);
      const [before, behind] = [mutated.slice(0, at), mutated.slice(at + random.below(3))];
      mutated = before + (random.chance(0.7) ? letters[random.below(letters.length)]! : '') + behind;
    }
    try {
      if (writeCursor(readCursor(mutated)) !== mutated) throw new Error(`read, but written otherwise: ${mutated}`);
    } catch (error) {
      if (!FaultError.is(error) || error.fault.code !== 'BAD_REQUEST' || error.fault.field !== 'cursor') throw error;
      refused++;
    }
  }
  expect(refused).toBeGreaterThan(50_000);
});

test('a topic that was made anew makes it stale', () => {
  const other = topicIdBytes('AAAAAAAAAAAAAAAAAAAAAQ');
  const none = topicIdBytes('');
  expect(() => checkTopic(example, example.topicId)).not.toThrow();
  expect(() => checkTopic(example, other)).toThrow('the topic was deleted and made anew since');
  // A broker that gives no ids.
  expect(() => checkTopic(example, none)).not.toThrow();
  expect(() => checkTopic({ ...example, topicId: none }, other)).not.toThrow();
});
