import { Instrumentation } from '../base/events';
import type { ClientConfig } from '../config/client-config';
import type { Admin, AdminConfig, AdminEvents } from '../types/admin';
import type { Logger } from '../types/logging';
import { aclCalls } from './acls';
import { configCalls } from './configs';
import { AdminConnection } from './connection';
import { groupCalls } from './groups';
import { offsetCalls } from './offsets';
import { topicCalls } from './topics';

const events: AdminEvents = {
  CONNECT: 'admin.connect',
  DISCONNECT: 'admin.disconnect',
  REQUEST: 'admin.network.request',
  REQUEST_TIMEOUT: 'admin.network.request_timeout',
  REQUEST_QUEUE_SIZE: 'admin.network.request_queue_size',
};

/** An admin client like kafkajs's: its methods are its own, and can be replaced. */
export function createAdmin(client: ClientConfig, config: AdminConfig, rootLogger: Logger): Admin {
  const logger = rootLogger.namespace('Admin');
  const instrumentation = new Instrumentation('admin', events, logger);
  const connection = new AdminConnection(client, { ...client.retry, ...config.retry }, logger);
  return {
    connect: async () => {
      await connection.core;
      instrumentation.emit(events.CONNECT);
    },
    disconnect: async () => {
      await connection.close();
      instrumentation.emit(events.DISCONNECT);
    },
    ...topicCalls(connection),
    ...offsetCalls(connection),
    ...configCalls(connection),
    ...groupCalls(connection),
    ...aclCalls(connection),
    events,
    on: instrumentation.on.bind(instrumentation) as Admin['on'],
    logger: () => logger,
  };
}
