import type { KnownProperties } from '../config/client-properties';
import type * as Package from '../../index';

export type Clients = Pick<typeof Package, 'AdminClient' | 'Consumer' | 'KafkaError' | 'Producer' | 'version'>;

/**
 * The clients, which load the addon. Only a program that runs a topology needs them, while `import` of an ES module
 * reads every name of `kafka-napi/streams`.
 */
export function loadClients(): Clients {
  return require('../../index') as Clients;
}

/** The properties that each of them knows. */
export const propertiesOf = ({ AdminClient, Consumer, Producer }: Clients): KnownProperties => ({
  consumer: Consumer.configDef,
  producer: Producer.configDef,
  admin: AdminClient.configDef,
});
