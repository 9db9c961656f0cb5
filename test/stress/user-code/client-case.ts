import { setTimeout as sleep } from 'node:timers/promises';

import { AdminClient, Consumer, KafkaError, Producer } from '../../../src/index';
import type { ClientCase } from './cases';
import { MINE, Trap } from './trap';
import { within } from './within';

interface Tried {
  readonly state: string;
  close(options: { timeoutMs: number }): Promise<unknown>;
  on(event: string, listener: () => unknown): unknown;
}

/** Runs a case: listeners of an admin client, and token providers of each client. Returns the faults. */
export async function runClientCase(one: ClientCase, servers: string): Promise<string[]> {
  const faults: string[] = [];
  let client: Tried | undefined = undefined as Tried | undefined;
  const timeoutMs = 1000;
  const isToken = one.what.startsWith('token');
  const ask = (): Promise<unknown> => {
    if (client instanceof AdminClient) return client.metadata(null, { timeoutMs });
    if (client instanceof Consumer) return client.endOffsets([{ topic: 'seed', partition: 0 }], { timeoutMs });
    return (client as unknown as Producer).partitionsFor('seed', { timeoutMs });
  };
  const calls: Record<string, () => unknown> = { ask, close: () => client!.close({ timeoutMs: 2000 }) };
  const trap = new Trap(one.moment, one.act, () => client as never, calls[one.act]!);
  const config: Record<string, unknown> = {
    'bootstrap.servers': servers,
    'statistics.interval.ms': 20,
    ...(one.what === 'admin log listener' ? { debug: 'all' } : {}),
  };
  if (isToken)
    Object.assign(config, {
      'security.protocol': 'SASL_PLAINTEXT',
      'sasl.mechanism': 'OAUTHBEARER',
      'sasl.login.read.timeout.ms': 500,
      'sasl.login.callback.handler.class': () =>
        trap.spring({ token: 'a.b.c', principal: 'p', lifetimeMs: Date.now() + 2000 }),
    });
  if (one.what.endsWith('producer')) client = new Producer(config as never) as unknown as Tried;
  else if (one.what.endsWith('consumer')) client = new Consumer({ ...config, 'group.id': 'g' } as never) as never;
  else client = new AdminClient(config as never) as unknown as Tried;
  const tried = client!;
  tried.on('error', () => undefined);
  tried.on('warning', () => undefined);
  const event = /^admin (\w+) listener$/.exec(one.what)?.[1];
  if (event !== undefined) tried.on(event, () => trap.spring(undefined));

  const attempt = async () => {
    try {
      await ask();
    } catch (error) {
      if (!KafkaError.is(error) && (error as Error).message !== MINE) faults.push(`threw ${String(error)}`);
    }
  };
  for (let i = 0; i < (one.moment === 'busy' ? 10 : 3); i++) {
    await within('its call', 10_000, attempt(), faults);
    await sleep(20);
  }
  if (!isToken && tried.state !== 'closing' && tried.state !== 'closed')
    await within('a later call', 10_000, ask(), faults);
  await within('close()', 10_000, tried.close({ timeoutMs: 3000 }), faults);
  for (let looks = 0; looks < 100 && tried.state !== 'closed'; looks++) await sleep(100);
  if (tried.state !== 'closed') faults.push(`closed, its state is ${tried.state}`);
  if (trap.sprung === 0 && one.moment !== 'busy') faults.push('its moment never came');
  return faults;
}
