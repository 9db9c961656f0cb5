import { refreshTime } from '../../../src/client/oauth/refresh-schedule';
import { TokenRefresher } from '../../../src/client/oauth/token-refresher';
import { resolveConfig } from '../../../src/config/resolve';
import type { KafkaError } from '../../../src/errors/kafka-error';

const schedule = { windowFactor: 0.8, windowJitter: 0.05, minPeriodSeconds: 60, bufferSeconds: 300 };
const minutes = (count: number): number => count * 60_000;

describe('when a token is refreshed', () => {
  test.each([
    // life, chance, wait: all in minutes
    ['four fifths of an hour', 60, 0, 48],
    ['with all of the jitter', 60, 1, 51],
    ['not within the last five minutes', 10, 0, 5],
    ['not before a minute has passed', 6.5, 0, 1.5],
    ['a life too short for both limits', 5, 0, 4],
    ['a very short life', 0.05, 0, 0.04],
  ])('%s', (_what, life, chance, wait) => {
    const at = refreshTime(schedule, 0, minutes(life), () => chance);
    expect(at).toBe(Math.floor(minutes(wait)));
  });

  test('never after the token has expired, whatever the settings are', () => {
    for (let i = 0; i < 2000; i++) {
      const random = {
        windowFactor: 0.5 + Math.random() * 0.5,
        windowJitter: Math.random() * 0.25,
        minPeriodSeconds: Math.random() * 900,
        bufferSeconds: Math.random() * 3600,
      };
      const life = Math.random() * 7_200_000;
      const at = refreshTime(random, 0, life);
      expect(at).toBeLessThanOrEqual(life);
      expect(at).toBeGreaterThanOrEqual(0);
    }
  });
});

type Call = ['setToken' | 'setTokenFailure', { token?: string; message?: string }];

function refresherOf(provider: () => unknown, config: object = {}) {
  const { oauth } = resolveConfig('producer', {
    'bootstrap.servers': 'b:1',
    'security.protocol': 'SASL_SSL',
    'sasl.mechanism': 'OAUTHBEARER',
    'sasl.login.callback.handler.class': provider as never,
    ...config,
  });
  const calls: Call[] = [];
  const failures: KafkaError[] = [];
  let told: () => void = () => undefined;
  const call = (op: Call[0], args: Call[1]): undefined => {
    calls.push([op, args]);
    told();
  };
  const refresher = new TokenRefresher(oauth, call as never, (error) => failures.push(error));
  const nextCall = (): Promise<void> => new Promise((resolve) => (told = resolve));
  return { refresher, calls, failures, nextCall };
}

const token = (text: string, lifeMs: number) => ({ token: text, principal: 'p', lifetimeMs: Date.now() + lifeMs });

describe('a token provider', () => {
  test('that never settles is abandoned and called again', async () => {
    let asked = 0;
    const provider = () => (++asked === 1 ? new Promise(() => undefined) : token('second', 60_000));
    const { refresher, calls, failures, nextCall } = refresherOf(provider, { 'sasl.login.read.timeout.ms': 50 });
    refresher.wanted();
    // It is not called again before it has answered.
    refresher.wanted();
    expect(asked).toBe(1);
    await nextCall();
    expect(calls).toMatchObject([['setTokenFailure', { message: expect.stringContaining('within 50 ms') as string }]]);
    await new Promise((resolve) => setImmediate(resolve));
    expect(failures).toMatchObject([{ code: 'ERR__AUTHENTICATION', isRetriable: true }]);
    refresher.wanted();
    await nextCall();
    expect(calls[1]).toMatchObject(['setToken', { token: 'second' }]);
    expect(refresher.hasToken).toBe(true);
    refresher.stop();
  });

  test('is called again in time, also for tokens that last one second', async () => {
    let asked = 0;
    const { refresher, calls, nextCall } = refresherOf(() => token(`t${++asked}`, 1000));
    refresher.wanted();
    for (let i = 1; i <= 3; i++) {
      await nextCall();
      expect(calls[i - 1]).toMatchObject(['setToken', { token: `t${i}` }]);
      // Always valid, until the next one arrives.
      expect(refresher.hasToken).toBe(true);
    }
    refresher.stop();
  });

  test('follows sasl.login.refresh.…; an earlier request of librdkafka waits', async () => {
    let asked = 0;
    const { refresher, nextCall } = refresherOf(() => token(`t${++asked}`, 3_600_000));
    refresher.wanted();
    await nextCall();
    refresher.wanted();
    expect(asked).toBe(1);
    refresher.stop();
  });

  test.each<[string, () => unknown]>([
    [
      'throws',
      () => {
        throw new Error('vault is sealed');
      },
    ],
    ['rejects', () => Promise.reject(new Error('vault is sealed'))],
    [
      'throws null',
      () => {
        throw null;
      },
    ],
    [
      'throws what cannot be printed',
      () => {
        throw {
          get message() {
            throw new Error('no');
          },
          toString: null,
        };
      },
    ],
    ['gives an expired token', () => ({ token: 't', principal: 'p', lifetimeMs: 5 })],
    ['gives nothing', () => undefined],
  ])('that %s: librdkafka is told, and the user', async (_what, provider) => {
    const { refresher, calls, failures, nextCall } = refresherOf(provider);
    refresher.wanted();
    await nextCall();
    await new Promise((resolve) => setImmediate(resolve));
    expect(calls).toMatchObject([['setTokenFailure', { message: expect.stringContaining('OAUTHBEARER') as string }]]);
    expect(failures).toMatchObject([{ code: 'ERR__AUTHENTICATION' }]);
    expect(refresher.hasToken).toBe(false);
  });
});
