/** 20,000 generated configurations: a client is created, or a ConfigError names the problem. */
import fc from 'fast-check';

import { AdminClient, ConfigError, Consumer, KafkaError, Producer } from '../../../src';
import { resolveConfig } from '../../../src/config/resolve';
import { expectTyped, junk, text, whole } from './arbitrary';

const roles = { producer: Producer, consumer: Consumer, admin: AdminClient } as const;
type Role = keyof typeof roles;

const names = [
  ...new Set(Object.values(roles).flatMap(({ configDef }) => Object.keys(configDef))),
  'debug',
  'statistics.interval.ms',
  'queued.min.messages',
];

const value = fc.oneof(
  whole,
  text,
  fc.boolean(),
  fc.constantFrom(
    '',
    ' ',
    'true',
    '5',
    '5.5',
    '0x10',
    'all',
    'none',
    'SSL',
    'SASL_SSL',
    'PLAIN',
    'zstd',
    'a,b,,c',
    '-1',
    '1e3',
    null,
  ),
  fc.array(fc.oneof(text, whole), { maxLength: 3 }),
  junk,
);

const config = fc.dictionary(
  fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...names) }, { weight: 1, arbitrary: text }),
  value,
  {
    maxKeys: 3,
  },
);

interface Closable {
  on(event: 'error', listener: (error: KafkaError) => void): unknown;
  close(options: { timeoutMs: number }): Promise<void>;
}

function isConfigError(error: unknown): void {
  expectTyped(error);
  if (!(error instanceof ConfigError)) throw new Error(`not a ConfigError: ${String(error)}`);
}

let warnings: jest.SpyInstance;
beforeAll(() => {
  warnings = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
});
afterAll(() => warnings.mockRestore());

test('every property, with whatever value', () => {
  let good = 0;
  fc.assert(
    fc.property(fc.constantFrom<Role>('producer', 'consumer', 'admin'), config, (role, given) => {
      try {
        resolveConfig(role as 'producer', { 'bootstrap.servers': '127.0.0.1:1', ...given });
        good++;
      } catch (error) {
        isConfigError(error);
      }
    }),
    { numRuns: 20_000 },
  );
  expect(good).toBeGreaterThan(500);
});

test.each([[[{ '': 0n }]], [[Object.create(null)]], [[Symbol('s')]], [[{ toString: null }]], 5n, [[[5n]]]])(
  'a list that is given by two names: %p',
  (servers) => {
    const config = { 'bootstrap.servers': '127.0.0.1:1', 'metadata.broker.list': servers };
    for (const role of ['producer', 'consumer', 'admin'] as const) {
      let failure: unknown;
      try {
        resolveConfig(role as 'producer', config as never);
      } catch (error) {
        failure = error;
      }
      isConfigError(failure);
    }
  },
);

test('values that are not configurations', () => {
  fc.assert(
    fc.property(fc.constantFrom<Role>('producer', 'consumer', 'admin'), junk, (role, given) => {
      try {
        resolveConfig(role as 'producer', given as object);
      } catch (error) {
        isConfigError(error);
      }
    }),
    { numRuns: 2000 },
  );
});

test('clients of good ones', async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom<Role>('producer', 'consumer', 'admin'), config, async (role, given) => {
      let client: Closable;
      try {
        client = new roles[role]({ 'bootstrap.servers': '127.0.0.1:1', ...given });
      } catch (error) {
        return isConfigError(error);
      }
      client.on('error', (error: unknown) => expect(KafkaError.is(error)).toBe(true));
      await client.close({ timeoutMs: 5000 });
    }),
    { numRuns: 200 },
  );
}, 120_000);
