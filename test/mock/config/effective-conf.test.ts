import expected from '../../fixtures/java/effective-defaults.json';
import { OwnConnection } from '../../../src/admin/own-connection';
import { TypedEmitter, type ClientEvents } from '../../../src/client/events';
import { resolveConfig } from '../../../src/config/resolve';
import { Consumer, Producer } from '../../../src/index';
import { fixedProperties, ourDefaults } from '../../../src/config/our-defaults';
import { softwareProperties } from '../../../src/config/software';

/** librdkafka's own name of what was set by another one. */
const canonical: Record<string, string> = {
  acks: 'request.required.acks',
  'compression.type': 'compression.codec',
  'delivery.timeout.ms': 'message.timeout.ms',
  'linger.ms': 'queue.buffering.max.ms',
  'max.partition.fetch.bytes': 'fetch.message.max.bytes',
  retries: 'message.send.max.retries',
};

/** Values librdkafka shows in other words than it takes. */
const shown: Record<string, string> = { 'acks=all': '-1', 'auto.offset.reset=latest': 'largest' };

interface WithHandle {
  handle: { call(operation: 'confDump', input: null): Record<string, string> };
}

/** The live client's configuration, for every name that was set. */
function effective(client: object, wanted: Record<string, string>): { got: object; want: object } {
  const dump = (client as unknown as WithHandle).handle.call('confDump', null);
  const got: Record<string, string | undefined> = {};
  const want: Record<string, string> = {};
  for (const [name, value] of Object.entries(wanted)) {
    const own = canonical[name] ?? name;
    want[own] = shown[`${name}=${value}`] ?? value;
    // An empty string is librdkafka's "not set", which its dump leaves out.
    got[own] = dump[own] ?? '';
  }
  return { got, want };
}

const base = { 'bootstrap.servers': '127.0.0.1:1' };

async function check(client: Producer | Consumer | OwnConnection, wanted: Record<string, string>): Promise<void> {
  (client as TypedEmitter<ClientEvents>).on('error', () => undefined);
  try {
    const { got, want } = effective(client, { ...wanted, ...softwareProperties() });
    expect(got).toEqual(want);
  } finally {
    await client.close({ timeoutMs: 0 });
  }
}

test('an all-default producer', () => check(new Producer(base), { ...expected.producer, ...ourDefaults.producer }));

test('an all-default consumer', () =>
  check(new Consumer({ ...base, 'group.id': 'g' }), {
    ...expected.consumer,
    ...ourDefaults.consumer,
    ...fixedProperties.consumer,
  }));

test('an all-default consumer of a KIP-848 group', () =>
  check(new Consumer({ ...base, 'group.id': 'g', 'group.protocol': 'consumer' }), {
    ...expected['consumer-kip848'],
    ...ourDefaults.consumer,
    ...fixedProperties.consumer,
  }));

test('an all-default admin client', () =>
  check(new OwnConnection(resolveConfig('admin', base), new TypedEmitter<ClientEvents>()), {
    ...expected.admin,
    ...ourDefaults.admin,
    ...fixedProperties.admin,
  }));
