import expected from '../../fixtures/java/effective-defaults.json';
import { native, type NativeHandle, type NativeHandleOptions } from '../../../src/binding/native';
import { AdminClient, Consumer, Producer } from '../../../src/index';
import { fixedProperties, ourDefaults } from '../../../src/config/our-defaults';
import { softwareProperties } from '../../../src/config/software';

/** librdkafka's name of a property that was set by an alias. */
const canonical: Record<string, string> = {
  acks: 'request.required.acks',
  'compression.type': 'compression.codec',
  'delivery.timeout.ms': 'message.timeout.ms',
  'linger.ms': 'queue.buffering.max.ms',
  'max.partition.fetch.bytes': 'fetch.message.max.bytes',
  retries: 'message.send.max.retries',
};

/** Values that librdkafka's dump spells differently. */
const shown: Record<string, string> = { 'acks=all': '-1', 'auto.offset.reset=latest': 'largest' };

/** The handle of the client that was created last. */
let handle: NativeHandle;
const RealHandle = native.Client;
beforeAll(() => {
  native.Client = function (options: NativeHandleOptions) {
    return (handle = new RealHandle(options));
  } as unknown as typeof native.Client;
});
afterAll(() => {
  native.Client = RealHandle;
});

/** The live client's configuration, for every name that was set. */
function effective(wanted: Record<string, string>): { got: object; want: object } {
  const dump = handle.call('confDump', null);
  const got: Record<string, string | undefined> = {};
  const want: Record<string, string> = {};
  for (const [name, value] of Object.entries(wanted)) {
    const own = canonical[name] ?? name;
    want[own] = shown[`${name}=${value}`] ?? value;
    // For librdkafka, an empty string means "not set". Its dump omits such properties.
    got[own] = dump[own] ?? '';
  }
  return { got, want };
}

const base = { 'bootstrap.servers': '127.0.0.1:1' };

async function check(
  makeClient: () => Producer | Consumer | AdminClient,
  wanted: Record<string, string>,
): Promise<void> {
  const client = makeClient();
  try {
    const { got, want } = effective({ ...wanted, ...softwareProperties() });
    expect(got).toEqual(want);
  } finally {
    await client.close({ timeoutMs: 0 });
  }
}

test('an all-default producer', () =>
  check(() => new Producer(base), { ...expected.producer, ...ourDefaults.producer }));

test('an all-default consumer', () =>
  check(() => new Consumer({ ...base, 'group.id': 'g' }), {
    ...expected.consumer,
    ...ourDefaults.consumer,
    ...fixedProperties.consumer,
  }));

test('an all-default consumer of a KIP-848 group', () =>
  check(() => new Consumer({ ...base, 'group.id': 'g', 'group.protocol': 'consumer' }), {
    ...expected['consumer-kip848'],
    ...ourDefaults.consumer,
    ...fixedProperties.consumer,
  }));

test('an all-default admin client', () =>
  check(() => new AdminClient(base), {
    ...expected.admin,
    ...ourDefaults.admin,
    ...fixedProperties.admin,
  }));
