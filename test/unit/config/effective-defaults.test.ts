import expected from '../../fixtures/java/effective-defaults.json';
import { resolveConfig } from '../../../src/config/resolve';
import { fixedProperties, javaPartitionerConf, ourDefaults } from '../../../src/config/our-defaults';
import { softwareProperties } from '../../../src/config/software';

const base = { 'bootstrap.servers': 'localhost:9092' };

/** What depends on the process, not on the table. */
const varying = ['bootstrap.servers', 'client.id', ...Object.keys(softwareProperties())];

function sent(native: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(native).filter(([name]) => !varying.includes(name)));
}

describe('the librdkafka configuration of a client with defaults only', () => {
  test('producer', () => {
    expect(sent(resolveConfig('producer', base).native)).toEqual({
      ...expected.producer,
      ...ourDefaults.producer,
      ...javaPartitionerConf,
    });
  });

  test('consumer', () => {
    const { native } = resolveConfig('consumer', { ...base, 'group.id': 'g' });
    expect(sent(native)).toEqual({ ...expected.consumer, ...ourDefaults.consumer, ...fixedProperties.consumer });
  });

  test('consumer of a KIP-848 group', () => {
    const { native } = resolveConfig('consumer', { ...base, 'group.id': 'g', 'group.protocol': 'consumer' });
    expect(sent(native)).toEqual({
      ...expected['consumer-kip848'],
      ...ourDefaults.consumer,
      ...fixedProperties.consumer,
    });
  });

  test('admin', () => {
    expect(sent(resolveConfig('admin', base).native)).toEqual({ ...expected.admin, ...ourDefaults.admin });
  });
});
